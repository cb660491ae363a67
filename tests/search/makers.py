"""Makes listings for searching, and a kind of listing that keeps them on a shelf."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from app.kernel.boards import Kind, KindFacet
from app.search.values import Document

ENGLAND = ("A", "B", "D", "E", "F", "G", "H", "J", "K")
PAYROLL = (("finance-and-payroll", "Finance and payroll"), ("payroll", "Payroll"))
BUDGETS = (("finance-and-payroll", "Finance and payroll"), ("budgeting-and-forecasting", "Budgeting and forecasting"))
CLERKING = (("governance-and-clerking", "Governance and clerking"), ("clerking", "Clerking"))
IT_SUPPORT = (("it-and-data", "IT and data"), ("it-support", "IT support"))


def make_document(reference: str = "LST-22222", title: str = "Payroll bureau", **other: Any) -> Document:
    """A listing, payroll for primary schools in all England unless it is said otherwise."""
    described: dict[str, Any] = {
        "reference": reference,
        "kind": "sample",
        "title": title,
        "summary": "Monthly pay for school staff.",
        "body": "",
        "provider_name": "Larchfield Learning Trust",
        "provider_id": 1,
        "category_path": PAYROLL,
        "phases": ("primary",),
        "regions": ENGLAND,
        "price_pence": 100_00,
        "published_at": datetime(2026, 9, 1, 9, tzinfo=UTC),
        "link": f"/samples/{reference}",
    }
    return Document(**{**described, **other})


FORMAT = KindFacet(
    "format", "Format", (("in_person", "In person"), ("online", "Online"), ("blended", "Blended")), is_shown=True
)
STAGE = KindFacet("stage", "Career stage", tuple((f"stage_{number}", f"Stage {number}") for number in range(9)))
TRAINING: dict[str, Any] = {"facets": (FORMAT, STAGE), "has_days": True, "has_places": True, "has_points": True}
LEEDS = (429_800, 433_500)
MANCHESTER = (384_400, 397_900)


def make_training(reference: str, title: str, **other: Any) -> Document:
    """A listing of the kind `training`: in Leeds, in person, on 3 December 2026, four places left."""
    described: dict[str, Any] = {
        "kind": "training",
        "marks": ("format:in_person", "stage:stage_1"),
        "points": (LEEDS,),
        "days": (date(2026, 12, 3),),
        "places_left": 4,
    }
    return make_document(reference, title, **{**described, **other})


class Shelf(dict[str, Document]):
    """Where the listings of a kind stand, as they are now: the kind `sample` unless another is said."""

    def __init__(self, name: str = "sample", **brings: Any) -> None:
        super().__init__()
        self.name = name
        self.brings = brings

    def put(self, *documents: Document) -> None:
        self.update((document.reference, document) for document in documents)

    def kind(self) -> Kind:
        return Kind(
            name=self.name,
            label=self.name.capitalize(),
            plural=f"{self.name.capitalize()}s",
            document=self.get,
            references=lambda: list(self),
            price_lines=self._price_lines,
            **self.brings,
        )

    def _price_lines(self, references: Iterable[str]) -> dict[str, str]:
        return {each: f"£{(self[each].price_pence or 0) // 100:,} a year" for each in references if each in self}


def references(documents: Iterable[Any]) -> Iterator[str]:
    return (document.reference for document in documents)
