"""What the joining pages read: each from the domains' own queries, in batches."""

from app.pages.queries.desk import desk, list_tasks
from app.pages.queries.offers import front, trust_page
from app.pages.queries.state import health
from app.pages.queries.trail import TRAIL_DOMAINS, count_trail, list_trail

__all__ = ["TRAIL_DOMAINS", "count_trail", "desk", "front", "health", "list_tasks", "list_trail", "trust_page"]
