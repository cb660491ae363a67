"""The sections at the top of every page, for those who may enter them."""

from app.kernel.actor import Actor
from app.trusts.values import Permission
from app.web import navigation


def pin_sections() -> None:
    """Pin the sections that no other domain pins: each domain pins its own."""
    navigation.add("Your desk", "pages.dashboard", 5, visible=lambda actor: actor is not None)
    navigation.add("Audit trail", "pages.audit", 90, visible=_may_read_the_trail)


def _may_read_the_trail(actor: Actor | None) -> bool:
    return actor is not None and actor.may(Permission.VIEW_AUDIT)
