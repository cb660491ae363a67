"""Offering services, ordering them, answering, agreeing."""

from app.services.actions.agreements import charge_year, charge_year_or_tell
from app.services.actions.answering import accept_order, decline_order, withdraw_order
from app.services.actions.ordering import erase_drafts, keep_draft, place_order
from app.services.actions.sending import refuse_approval, remind_provider, send_order
from app.services.actions.services import (
    change_service,
    close_service,
    copy_service,
    draft_service,
    publish_service,
)

__all__ = [
    "accept_order",
    "change_service",
    "charge_year",
    "charge_year_or_tell",
    "close_service",
    "copy_service",
    "decline_order",
    "draft_service",
    "erase_drafts",
    "keep_draft",
    "place_order",
    "publish_service",
    "refuse_approval",
    "remind_provider",
    "send_order",
    "withdraw_order",
]
