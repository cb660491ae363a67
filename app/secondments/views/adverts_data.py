"""A published opportunity as search engines read it: schema.org's JobPosting.

Source: schema.org, version 29; an availability is about a person and is never given to a search engine.
"""

from typing import Any

from app.secondments.rules.adverts_words import working_words
from app.secondments.values import WHOLE, AdvertValue, Particulars
from app.trusts.values import SchoolValue

CONTEXT = "https://schema.org"
Data = dict[str, Any]


def posting_data(advert: AdvertValue, host: str, school: SchoolValue | None, address: str) -> Data:
    """The data block of an opportunity's page; `address` is the site's."""
    listing, typed = advert.listing, advert.particulars
    assert listing.published_at is not None
    page = f"{address}/opportunities/{advert.reference}"
    found: Data = {
        "@context": CONTEXT,
        "@type": "JobPosting",
        "@id": page,
        "url": page,
        "title": listing.title,
        "description": "\n\n".join(part for part in (listing.summary, listing.description, typed.gain) if part),
        "identifier": {"@type": "PropertyValue", "name": "Trust Exchange", "value": advert.reference},
        "datePosted": listing.published_at.date().isoformat(),
        "employmentType": _employment(typed),
        "hiringOrganization": {"@type": "Organization", "name": host},
        "directApply": False,
    }
    found.update(_times(typed))
    if school is not None:
        found["jobLocation"] = _place(school)
    if typed.essential:
        found["qualifications"] = typed.essential
    if typed.working:
        found["workHours"] = working_words(typed.working)
    if typed.band_from and typed.band_to:
        found["baseSalary"] = _salary(typed.band_from.pence, typed.band_to.pence)
    return found


def _employment(typed: Particulars) -> list[str]:
    is_part = typed.working is not None and typed.working.fte.parts < WHOLE
    return ["PART_TIME" if is_part else "FULL_TIME", "TEMPORARY"]


def _times(typed: Particulars) -> Data:
    found: Data = {}
    if typed.start_date:
        found["jobStartDate"] = typed.start_date.isoformat()
    if typed.closing_date:
        found["validThrough"] = typed.closing_date.isoformat()
    return found


def _place(school: SchoolValue) -> Data:
    address: Data = {"@type": "PostalAddress", "addressCountry": "GB"}
    if school.town:
        address["addressLocality"] = school.town
    if school.postcode:
        address["postalCode"] = school.postcode
    if school.region:
        address["addressRegion"] = school.region.label
    return {"@type": "Place", "name": school.name, "address": address}


def _salary(low: int, high: int) -> Data:
    value = {"@type": "QuantitativeValue", "minValue": _pounds(low), "maxValue": _pounds(high), "unitText": "YEAR"}
    return {"@type": "MonetaryAmount", "currency": "GBP", "value": value}


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d}"
