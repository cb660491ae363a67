"""The pages of paying, as the people of two trusts and the operator see them."""

from collections.abc import Callable
from datetime import datetime

from app.kernel.database import transaction
from app.settlement import queries
from app.settlement.values import RunState
from app.trusts.values import Role
from tests.police import PoliceClient
from tests.settlement.makers import (
    account_of,
    arrive,
    detail,
    look_again,
    make_float,
    make_ready_trust,
    notices,
    start_paying,
)
from tests.settlement.street import Street
from tests.stripe import Stripe
from tests.trusts.makers import make_member, make_trust

Deliver = Callable[[], int]
SignIn = Callable[[str], PoliceClient]


def test_a_trust_sets_up_payments_step_by_step(
    street: Street, stripe: Stripe, deliver: Deliver, signed_in: SignIn, at: datetime
) -> None:
    client = signed_in(street.provider.email)
    page = client.get("/trust/stripe")
    assert "Set up payments" in page.text
    assert client.submit("/trust/stripe").status_code == 303
    page = client.get("/trust/stripe")
    assert "Stripe is preparing" in page.text
    assert page.headers["Refresh"]
    deliver()
    page = client.get("/trust/stripe")
    assert "Stripe needs some details" in page.text
    assert "Refresh" not in page.headers
    answer = client.submit("/trust/stripe/continue", page="/trust/stripe")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"{stripe.sandbox.address}/sandbox/onboarding/")
    assert stripe.sandbox.address in page.headers["Content-Security-Policy"]
    assert "Stripe tells us" in client.get("/trust/stripe?from=stripe").text
    assert "That link to Stripe has run out" in client.get("/trust/stripe?from=expired").text
    stripe.press(f"accounts/{account_of(street.provider.actor)}/onboard")
    look_again(at)
    assert "Your trust can be paid through Stripe" in client.get("/trust/stripe?from=stripe").text


def test_coming_back_from_stripe_proves_nothing(
    street: Street, stripe: Stripe, deliver: Deliver, signed_in: SignIn, at: datetime
) -> None:
    client = signed_in(street.provider.email)
    client.submit("/trust/stripe")
    deliver()
    client.get("/trust/stripe?from=stripe")
    with transaction(writing=False):
        assert not queries.can_be_paid(street.provider.actor.trust)


def test_the_way_to_stripe_is_closed_until_the_account_is_there(
    street: Street, signed_in: SignIn, stripe: Stripe
) -> None:
    client = signed_in(street.provider.email)
    answer = client.submit("/trust/stripe/continue", page="/trust/stripe")
    assert answer.headers["Location"].endswith("/trust/stripe")
    assert "Stripe is still opening" in client.get("/trust/stripe").text


def test_when_stripe_does_not_answer_the_page_says_so(
    street: Street, signed_in: SignIn, stripe: Stripe, deliver: Deliver
) -> None:
    client = signed_in(street.provider.email)
    client.submit("/trust/stripe")
    deliver()
    stripe.press("faults", kind="error", path="/v2/core/account_links", times=3)
    client.submit("/trust/stripe/continue", page="/trust/stripe")
    assert "Stripe did not answer" in client.get("/trust/stripe").text


def test_an_invoice_is_paid_from_its_page_and_followed(
    street: Street, stripe: Stripe, deliver: Deliver, signed_in: SignIn, at: datetime
) -> None:
    make_ready_trust(street.provider.actor, stripe, deliver, at)
    make_float(stripe, at)
    client = signed_in(street.buyer.email)
    page = client.get(f"/invoices/{street.invoice}/pay")
    assert "Pay £120.00" in page.text
    assert "Larkmoor Learning Trust" in page.text
    answer = client.submit(f"/invoices/{street.invoice}/pay")
    assert answer.status_code == 303
    where = answer.headers["Location"]
    run = where.rsplit("/", 1)[1]
    page = client.get(where)
    assert "Stripe is preparing the bank details" in page.text
    assert page.headers["Refresh"]
    deliver()
    page = client.get(where)
    shown = detail(street.buyer.actor, run).instructions
    assert shown is not None
    for text in (shown.account_name, "00-00-00", shown.account_number, shown.reference, "Nothing has arrived yet"):
        assert text in page.text
    assert "Refresh" not in page.headers
    arrive(stripe, street.parties, run, amount=2_000)
    look_again(at)
    assert "£20.00 of £120.00 has arrived" in client.get(where).text
    assert "£100.00" in client.get(where).text
    arrive(stripe, street.parties, run)
    stripe.press("balance/available")
    look_again(at)
    assert client.get(where).headers["Refresh"]
    deliver()
    for member in (street.buyer, street.provider):
        page = signed_in(member.email).get(where)
        assert "£120.00 is in Larkmoor Learning Trust’s Stripe account." in page.text
        assert "Refresh" not in page.headers
    assert client.get(f"/r/{run}").headers["Location"].endswith(f"/payments/{run}")
    assert client.get(f"/invoices/{street.invoice}/pay").status_code == 200
    assert "nothing left to pay" in client.get(f"/invoices/{street.invoice}/pay").text


def test_the_provider_does_not_see_where_the_buyer_sends_its_money(
    street: Street, stripe: Stripe, deliver: Deliver, signed_in: SignIn, at: datetime
) -> None:
    make_ready_trust(street.provider.actor, stripe, deliver, at)
    run = start_paying(street.parties, street.invoice, deliver, at)
    shown = detail(street.buyer.actor, run).instructions
    assert shown is not None
    page = signed_in(street.provider.email).get(f"/payments/{run}")
    assert shown.account_number not in page.text
    assert shown.reference not in page.text
    assert "Cancel this payment" not in page.text


def test_a_provider_that_cannot_be_paid_is_asked_to_set_up_payments(
    street: Street, stripe: Stripe, signed_in: SignIn
) -> None:
    client = signed_in(street.buyer.email)
    page = client.get(f"/invoices/{street.invoice}/pay")
    assert "Larkmoor Learning Trust cannot be paid yet" in page.text
    assert "Pay by bank transfer" not in page.text
    client.submit(f"/invoices/{street.invoice}/pay/ask", page=f"/invoices/{street.invoice}/pay")
    assert "Brackenfield Academies wants to pay you" in notices(street.provider.actor)
    answer = client.submit(f"/invoices/{street.invoice}/pay")
    assert answer.status_code == 422
    assert "has not finished setting up payments" in answer.text


def test_a_second_attempt_to_pay_leads_to_the_payment_on_its_way(
    street: Street, stripe: Stripe, deliver: Deliver, signed_in: SignIn, at: datetime
) -> None:
    make_ready_trust(street.provider.actor, stripe, deliver, at)
    client = signed_in(street.buyer.email)
    form = client.get(f"/invoices/{street.invoice}/pay")
    assert form.status_code == 200
    run = start_paying(street.parties, street.invoice, deliver, at)
    answer = client.submit(f"/invoices/{street.invoice}/pay", page="/trust/stripe")
    assert answer.status_code == 422
    assert "already on its way" in answer.text
    assert client.get(f"/invoices/{street.invoice}/pay").headers["Location"].endswith(f"/payments/{run}")


def test_cancelling_asks_first(
    street: Street, stripe: Stripe, deliver: Deliver, signed_in: SignIn, at: datetime
) -> None:
    make_ready_trust(street.provider.actor, stripe, deliver, at)
    run = start_paying(street.parties, street.invoice, deliver, at)
    client = signed_in(street.buyer.email)
    assert "Cancel this payment" in client.get(f"/payments/{run}").text
    assert "Cancel this payment?" in client.get(f"/payments/{run}/cancel").text
    assert detail(street.buyer.actor, run).is_being_cancelled is False
    assert client.submit(f"/payments/{run}/cancel").status_code == 303
    assert "Do not send the bank transfer" in client.get(f"/payments/{run}").text
    assert client.get(f"/payments/{run}/cancel").status_code == 303
    deliver()
    assert "This payment was cancelled" in client.get(f"/payments/{run}").text
    assert detail(street.buyer.actor, run).run.state is RunState.CANCELLED


def test_another_trusts_payment_is_not_found(
    street: Street, stripe: Stripe, deliver: Deliver, signed_in: SignIn, at: datetime
) -> None:
    make_ready_trust(street.provider.actor, stripe, deliver, at)
    run = start_paying(street.parties, street.invoice, deliver, at)
    stranger = signed_in(make_member(make_trust("Harrowgate Trust"), (Role.FINANCE,)).email)
    for path in (f"/payments/{run}", f"/payments/{run}/cancel", f"/invoices/{street.invoice}/pay"):
        assert stranger.get(path).status_code == 404
    assert stranger.submit(f"/payments/{run}/cancel", page="/trust/stripe").status_code == 404
    assert stranger.submit(f"/invoices/{street.invoice}/pay", page="/trust/stripe").status_code == 404
    assert run not in stranger.get("/payments").text
    provider = signed_in(street.provider.email)
    assert provider.submit(f"/payments/{run}/cancel", page="/trust/stripe").status_code == 404


def test_only_those_with_the_finance_role_pay(
    street: Street, stripe: Stripe, deliver: Deliver, signed_in: SignIn, at: datetime
) -> None:
    with transaction(writing=False):
        from app.trusts import queries as trusts

        trust = trusts.get_trust(street.buyer.actor.trust)
    client = signed_in(make_member(trust, (Role.BUYER,)).email)
    assert client.get(f"/invoices/{street.invoice}/pay").status_code == 403
    assert client.get("/payments").status_code == 200
    assert "Someone with the finance role" in client.get("/trust/stripe").text
    nobody = signed_in(make_member(trust, (Role.CPD_LEAD,)).email)
    assert nobody.get("/payments").status_code == 403
