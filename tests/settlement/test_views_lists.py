"""Lists of payments, and the operator's float, as pages."""

from collections.abc import Callable
from datetime import datetime

from app.kernel.database import transaction
from tests.charges.makers import line, make_invoice
from tests.people.makers import make_person
from tests.police import PoliceClient
from tests.settlement.makers import (
    arrive,
    look_again,
    make_float,
    make_ready_trust,
    start_paying,
)
from tests.settlement.street import Street
from tests.stripe import Stripe

Deliver = Callable[[], int]
SignIn = Callable[[str], PoliceClient]


def test_payments_are_listed_filtered_sorted_and_exported(
    street: Street, stripe: Stripe, deliver: Deliver, signed_in: SignIn, at: datetime
) -> None:
    client = signed_in(street.buyer.email)
    assert "No payments yet" in client.get("/payments").text
    make_ready_trust(street.provider.actor, stripe, deliver, at)
    with transaction():
        second = make_invoice(street.parties, at, line(500_000))
    runs = [start_paying(street.parties, each, deliver, at) for each in (street.invoice, second)]
    both = client.get("/payments?sort=-amount").text
    assert both.index(runs[1]) < both.index(runs[0])
    assert "To Larkmoor Learning Trust" in both
    assert "From Brackenfield Academies" in signed_in(street.provider.email).get("/payments").text
    found = client.get(f"/payments?text={runs[0].lower()}").text
    assert runs[0] in found
    assert runs[1] not in found
    for narrowed in ("side=received", "state=closed", "text=nothing-like-it"):
        assert "No payments match" in client.get(f"/payments?{narrowed}").text
    assert runs[0] in client.get("/payments?side=nonsense&sort=nonsense&page=nonsense").text
    csv = client.get("/payments?format=csv&sort=amount")
    assert [row.split(",")[0] for row in csv.text.splitlines()[1:]] == runs
    assert "6000.00" in csv.text
    assert client.get("/payments?format=xlsx").data.startswith(b"PK")


def test_a_list_of_payments_asks_the_database_no_more_for_many_than_for_few(
    street: Street,
    stripe: Stripe,
    deliver: Deliver,
    signed_in: SignIn,
    at: datetime,
    statements: Callable[[], "object"],
) -> None:
    make_ready_trust(street.provider.actor, stripe, deliver, at)
    client = signed_in(street.buyer.email)
    counts = []
    for invoices in (1, 5):
        for _ in range(invoices):
            with transaction():
                invoice = make_invoice(street.parties, at)
            start_paying(street.parties, invoice, lambda: 0, at)
        with statements() as sent:  # type: ignore[attr-defined]
            client.get("/payments")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_operator_sees_the_float_beside_stripes_balance(
    street: Street, stripe: Stripe, deliver: Deliver, signed_in: SignIn, at: datetime
) -> None:
    make_ready_trust(street.provider.actor, stripe, deliver, at)
    client = signed_in(make_person(is_operator=True).email)
    page = client.get("/operator/float")
    assert "Stripe and the ledger agree." in page.text
    assert "No top-ups yet" in page.text
    run = start_paying(street.parties, street.invoice, deliver, at)
    arrive(stripe, street.parties, run)
    page = client.get("/operator/float")
    assert "Stripe and the ledger differ by £119.40" in page.text
    stripe.press("balance/available")
    look_again(at)
    deliver()
    page = client.get("/operator/float")
    assert "The float is short by £0.60" in page.text
    assert "The float is short" in page.text
    assert run in page.text
    make_float(stripe, at, 1_000)
    deliver()
    page = client.get("/operator/float")
    assert "Nothing waits." in page.text
    assert "£9.40" in page.text
    stripe.press("faults", kind="error", method="GET", path="/v1/balance", saved=False, times=3)
    assert "Stripe does not answer just now" in client.get("/operator/float").text
    assert signed_in(street.buyer.email).get("/operator/float").status_code == 404
