"""From an address to a query and back, and the panel of filters: for the search and any page filtered as it is."""

from app.search.asking.panel import Panel, panel_of
from app.search.asking.reading import Asking, read

__all__ = ["Asking", "Panel", "panel_of", "read"]
