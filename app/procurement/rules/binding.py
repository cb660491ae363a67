"""What a call-off binds a trust to, as its contract register has it."""

from app.contracts.values import Binding, Source
from app.procurement.rules.call_offs_words import listed_words
from app.procurement.rules.deals import suppliers_of
from app.procurement.values import CallOffValue, DealValue


def binding_of(held: CallOffValue, deal: DealValue) -> Binding:
    """A call-off that stands: its suppliers, its days, and its value without VAT over the whole term."""
    called = {line.lot_id for line in held.lines}
    return Binding(
        trust_id=held.trust_id,
        source=Source.ROUND if deal.is_of_round else Source.DEAL,
        source_reference=held.reference,
        title=deal.listing.title,
        supplier=listed_words(suppliers_of([lot for lot in deal.lots if lot.id in called])),
        start_date=held.start_date,
        end_date=held.end_date,
        value=held.net,
        category=deal.listing.category or None,
        cpv=deal.cpv or None,
        school_ids=tuple(sorted({line.school_id for line in held.lines if line.school_id is not None})),
    )
