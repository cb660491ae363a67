"""What the law calls a purchase: its kind, the route by which it is bought, and why a rule may not reach it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.money import Money


class PurchaseKind(StrEnum):
    """What is bought, as Schedule 1 to the Procurement Act 2023 tells kinds of contract apart."""

    GOODS = "goods"
    SERVICES = "services"
    LIGHT_TOUCH = "light_touch"
    WORKS = "works"

    @property
    def label(self) -> str:
        """As it reads in a list of choices."""
        return {
            "goods": "Goods",
            "services": "Services",
            "light_touch": "Light touch services",
            "works": "Works",
        }[self.value]


class BuyingRoute(StrEnum):
    """How a supplier is found."""

    FRAMEWORK = "framework"
    QUOTES = "quotes"
    OPEN_PROCEDURE = "open_procedure"
    DYNAMIC_MARKET = "dynamic_market"
    DIRECT = "direct"

    @property
    def label(self) -> str:
        """As it reads in a list of choices."""
        return {
            "framework": "Call off from a framework",
            "quotes": "Quotes",
            "open_procedure": "Open procedure",
            "dynamic_market": "Dynamic market",
            "direct": "Direct award",
        }[self.value]


class ExemptionGround(StrEnum):
    """Why a trust says that the rules for purchases above the threshold do not reach one, or allow a direct award.

    Source: Procurement Act 2023, Schedule 2 (exempted contracts), Schedule 5 (direct award) and section 43.
    """

    CONTROLLED_BODY = "controlled_body"
    CO_OPERATION = "co_operation"
    LAND = "land"
    LEGAL_SERVICES = "legal_services"
    FINANCIAL_SERVICES = "financial_services"
    EMPLOYMENT = "employment"
    WORK_OF_ART = "work_of_art"
    EXCLUSIVE_RIGHTS = "exclusive_rights"
    TECHNICAL_REASONS = "technical_reasons"
    SAME_SUPPLIER_AGAIN = "same_supplier_again"
    REPEAT = "repeat"
    COMMODITIES = "commodities"
    INSOLVENCY = "insolvency"
    URGENCY = "urgency"
    USER_CHOICE = "user_choice"
    NO_SUITABLE_TENDER = "no_suitable_tender"

    @property
    def label(self) -> str:
        """What the trust says of the purchase, as it reads in a list of choices."""
        return _GROUNDS[self][0]

    @property
    def source(self) -> str:
        """Where the law says so."""
        return f"Procurement Act 2023, {_GROUNDS[self][1]}"

    @property
    def is_exempted(self) -> bool:
        """Whether the contract is outside the rules altogether; otherwise it may be awarded directly under them."""
        return "Schedule 2" in self.source


_GROUNDS = {
    ExemptionGround.CONTROLLED_BODY: (
        "The supplier is a body that we control, alone or with other contracting authorities",
        "Schedule 2, paragraph 2",
    ),
    ExemptionGround.CO_OPERATION: (
        "Contracting authorities work together here towards shared aims of their public functions",
        "Schedule 2, paragraph 3",
    ),
    ExemptionGround.LAND: ("It is land or buildings, bought or rented", "Schedule 2, Part 2"),
    ExemptionGround.LEGAL_SERVICES: ("It is legal services of a kind that the Act leaves out", "Schedule 2, Part 2"),
    ExemptionGround.FINANCIAL_SERVICES: ("It is a loan or another exempted financial service", "Schedule 2, Part 2"),
    ExemptionGround.EMPLOYMENT: ("It is a contract of employment", "Schedule 2, Part 2"),
    ExemptionGround.WORK_OF_ART: ("It is a unique work of art or artistic performance", "Schedule 5, paragraph 4"),
    ExemptionGround.EXCLUSIVE_RIGHTS: (
        "Only one supplier has the rights to supply it, and there is no reasonable alternative",
        "Schedule 5, paragraph 5",
    ),
    ExemptionGround.TECHNICAL_REASONS: (
        "Only one supplier can supply it for technical reasons, and there is no reasonable alternative",
        "Schedule 5, paragraph 6",
    ),
    ExemptionGround.SAME_SUPPLIER_AGAIN: (
        "It adds to or replaces part of what the supplier delivered, and another’s would not fit with it",
        "Schedule 5",
    ),
    ExemptionGround.REPEAT: (
        "It repeats a contract won in a competition in the last five years, whose notice foresaw it",
        "Schedule 5, paragraph 8",
    ),
    ExemptionGround.COMMODITIES: ("It is bought on a commodity market", "Schedule 5"),
    ExemptionGround.INSOLVENCY: ("A supplier’s insolvency offers particularly good terms", "Schedule 5"),
    ExemptionGround.URGENCY: (
        "It is extremely urgent for reasons that nobody could foresee or avoid",
        "Schedule 5",
    ),
    ExemptionGround.USER_CHOICE: (
        "The person who uses the service, or their family, chooses the supplier",
        "Schedule 5, paragraph 15",
    ),
    ExemptionGround.NO_SUITABLE_TENDER: ("A competition brought no suitable tender", "section 43"),
}


@dataclass(frozen=True)
class Threshold:
    """The value from which the Procurement Act applies in full to a kind of purchase, including VAT, from a day on."""

    kind: PurchaseKind
    amount: Money
    from_date: date
    source: str
