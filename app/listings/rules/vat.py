"""What a listing must say of VAT before it is published."""

from collections.abc import Iterable

from app.kernel.errors import Refused
from app.kernel.vat import VatTreatment

TAXABLE = (VatTreatment.STANDARD, VatTreatment.REDUCED, VatTreatment.ZERO)


def vat_faults(
    treatment: VatTreatment | None, reason: str, *, kind: str, vat_registered: bool | None
) -> Iterable[Refused]:
    """What is missing or contradicts the trust's registration; `kind` is the listing's word, like "course".

    `vat_registered` is None where the trust has no finance details yet.
    Source: VATA 1994 section 4(1): VAT is charged on supplies by a taxable person.
    """
    if treatment is None:
        yield Refused(f"Choose how VAT treats this {kind}", field="vat_treatment")
    elif treatment in TAXABLE and vat_registered is False:
        yield Refused(
            "Your trust is not registered for VAT, so it cannot charge it. Choose exempt or outside the scope, "
            "or change your trust’s finance details.",
            field="vat_treatment",
        )
    elif treatment in TAXABLE and vat_registered is None:
        yield Refused(
            "Add your trust’s finance details first: they say whether it is registered for VAT.",
            field="vat_treatment",
        )
    if not reason:
        yield Refused("Enter why VAT treats it so", field="vat_reason")
