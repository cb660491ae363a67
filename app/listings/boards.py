"""Where each kind of listing has its pages: filled by the floors above, so that this one can link to them."""

from collections.abc import Callable
from dataclasses import dataclass

from app.kernel.actor import Actor
from app.kernel.errors import NotFound
from app.listings import queries
from app.trusts.values import Permission


@dataclass(frozen=True)
class KindPages:
    """The pages of one kind: that of a listing, and the one that begins a new one, with its button's words.

    `permission` is what publishing listings of the kind needs: those who have it see their trust's own.
    """

    kind: str
    show: Callable[[str], str]
    begin: str
    begin_label: str
    permission: Permission = Permission.PUBLISH


_pages: dict[str, KindPages] = {}


def use_pages(pages: KindPages) -> None:
    """Pin the pages of a kind."""
    _pages[pages.kind] = pages


def pages_for(actor: Actor | None) -> list[KindPages]:
    """The pages of the kinds that somebody publishes for the trust they act for, in order; of none for a visitor."""
    return [pages for pages in _pages.values() if actor is not None and actor.may(pages.permission)]


def permission_for(kind: str) -> Permission:
    """What publishing listings of a kind needs: the general permission where the kind has no pages."""
    return _pages[kind].permission if kind in _pages else Permission.PUBLISH


def address_of(reference: str) -> str:
    """The page of a listing. Raises NotFound for one that does not exist or whose kind has no pages."""
    kind = queries.get_listing(reference).kind
    if kind not in _pages:
        raise NotFound(f"listings of kind {kind} have no page")
    return _pages[kind].show(reference)


def page_of(kind: str, reference: str) -> str:
    """The page of a listing whose kind is known: the general one where the kind has none of its own."""
    pages = _pages.get(kind)
    return pages.show(reference) if pages else f"/r/{reference}"
