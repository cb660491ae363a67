"""The pages that play the outside world, over HTTP as a browser sends it."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
import requests

from app.sandbox.stripe import Settings, create_sandbox
from app.sandbox.stripe.pages import pounds, read_pounds
from tests.sandbox.stripe.bench import Bench, eventually

ANSWERS = {
    "legal_name": "Oak Learning Trust",
    "company_number": "07654321",
    "sort_code": "20-00-00",
    "account_number": "55779911",
}


def check_page(answer: requests.Response) -> requests.Response:
    """Every page is valid HTML with one h1, a title, and the headers."""
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert answer.text.count("<h1") == 1
    assert "<title>" in answer.text
    assert "Sandbox: this plays Stripe" in answer.text
    assert "style=" not in answer.text
    assert "<script" not in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    return answer


def visit(bench: Bench, path: str) -> requests.Response:
    return check_page(requests.get(bench.address + path, timeout=10))


def submit(bench: Bench, path: str, typed: dict[str, str] | None = None, **headers: str) -> requests.Response:
    sent = headers or {"Origin": bench.address}
    return requests.post(bench.address + path, data=typed, headers=sent, timeout=10, allow_redirects=False)


def onboarding_path(bench: Bench, account: str) -> str:
    link = bench.client.v2.core.account_links.create(
        {
            "account": account,
            "use_case": {
                "type": "account_onboarding",
                "account_onboarding": {
                    "refresh_url": "http://site.example/again",
                    "return_url": "http://site.example/back?run=1",
                },
            },
        }
    )
    return str(link.url).removeprefix(bench.address)


def status_of(bench: Bench, account: str) -> str:
    read = bench.client.v2.core.accounts.retrieve(account, {"include": ["configuration.recipient"]})
    return str(read.configuration.recipient.capabilities.stripe_balance.stripe_transfers.status)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("1,234.50", 123_450),
        ("£20", 2_000),
        (" 0.01 ", 1),
        ("0.1", 10),
        ("999999.99", 99_999_999),
        ("1000000", None),
        ("0", None),
        ("0.00", None),
        ("-1", None),
        ("1.234", None),
        ("ten", None),
        ("", None),
        ("١", None),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, pence: int | None) -> None:
    assert read_pounds(typed) == pence


@pytest.mark.parametrize(("pence", "shown"), [(123_450, "£1,234.50"), (5, "£0.05"), (-49, "-£0.49")])
def test_amounts_are_shown_as_people_write_them(pence: int, shown: str) -> None:
    assert pounds(pence) == shown


def test_the_index_is_there_before_anything_has_happened(bench: Bench) -> None:
    page = visit(bench, "/sandbox").text
    for nothing in ("No payment waits", "No trust has an account", "No event has happened", "No fault is"):
        assert nothing in page


def test_the_index_shows_what_there_is(bench: Bench) -> None:
    account = bench.account()
    payment = bench.payment(account.id, 123_450, description="Invoice <7>")
    bench.press("topups", amount=500)
    transfer = bench.transfer(account.id, 100)
    bench.press("faults", kind="drop")
    page = visit(bench, "/sandbox").text
    for shown in ("Oak Learning Trust", "Invoice &lt;7&gt;", "£1,234.50", "£4.00", transfer.id, "v1.transfer.created"):
        assert shown in page
    assert f"/sandbox/payments/{payment.id}" in page


def test_the_bare_address_leads_to_the_pages(bench: Bench) -> None:
    assert visit(bench, "/").url.endswith("/sandbox")


def test_the_onboarding_form_makes_the_account_payable_and_leads_back(bench: Bench) -> None:
    account = bench.account(onboarded=False).id
    path = onboarding_path(bench, account)
    page = visit(bench, path)
    assert 'value="Oak Learning Trust"' in page.text
    assert "form-action 'self' http://site.example" in page.headers["Content-Security-Policy"]
    answer = submit(bench, path, ANSWERS)
    assert (answer.status_code, answer.headers["Location"]) == (303, "http://site.example/back?run=1")
    assert status_of(bench, account) == "active"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"legal_name": " "}, "Enter the legal name of the trust"),
        ({"company_number": "0765432"}, "Enter a company number of 8 characters"),
        ({"company_number": "076543210"}, "Enter a company number of 8 characters"),
        ({"sort_code": "20-00-0"}, "Enter a sort code of 6 digits"),
        ({"sort_code": "20-00-000"}, "Enter a sort code of 6 digits"),
        ({"account_number": "5577991"}, "Enter an account number of 8 digits"),
        ({"account_number": "557799111"}, "Enter an account number of 8 digits"),
    ],
)
def test_a_wrong_answer_is_shown_beside_its_field_and_nothing_is_stored(
    bench: Bench, changed: dict[str, str], error: str
) -> None:
    account = bench.account(onboarded=False).id
    path = onboarding_path(bench, account)
    answer = check_page(submit(bench, path, {**ANSWERS, **changed}))
    assert answer.status_code == 400
    assert answer.text.count(error) == 2
    assert 'aria-invalid="true"' in answer.text
    for typed in {**ANSWERS, **changed}.values():
        assert f'value="{typed}"' in answer.text
    assert status_of(bench, account) == "restricted"
    assert submit(bench, path, ANSWERS).status_code == 303


@pytest.mark.parametrize("number", ["07654321", "sc123456", "OC 123456"])
def test_company_numbers_of_every_register_are_taken(bench: Bench, number: str) -> None:
    path = onboarding_path(bench, bench.account(onboarded=False).id)
    assert submit(bench, path, {**ANSWERS, "company_number": number}).status_code == 303


def test_a_used_link_leads_to_a_fresh_one(bench: Bench) -> None:
    path = onboarding_path(bench, bench.account(onboarded=False).id)
    submit(bench, path, ANSWERS)
    again = requests.get(bench.address + path, timeout=10, allow_redirects=False)
    assert (again.status_code, again.headers["Location"]) == (303, "http://site.example/again")
    assert submit(bench, path, ANSWERS).headers["Location"] == "http://site.example/again"


@pytest.mark.parametrize(("seconds", "is_open"), [(99, True), (100, False), (101, False)])
def test_a_link_ends_with_its_time(tmp_path: Any, seconds: int, is_open: bool) -> None:
    hour = [1_800_000_000.0]
    settings = Settings(str(tmp_path / "s.sqlite3"), link_seconds=100, clock=lambda: hour[0])
    sandbox = create_sandbox(settings)
    sandbox.start()
    try:
        bench = Bench.of(sandbox)
        path = onboarding_path(bench, bench.account(onboarded=False).id)
        hour[0] += seconds
        answer = requests.get(bench.address + path, timeout=10, allow_redirects=False)
        assert (answer.status_code == 200) is is_open
    finally:
        sandbox.stop()


def test_the_payments_page_says_where_to_pay_and_the_bank_transfer_arrives(bench: Bench) -> None:
    payment = bench.payment(bench.account().id, 123_450)
    told = payment.next_action.display_bank_transfer_instructions
    path = told.hosted_instructions_url.removeprefix(bench.address)
    page = visit(bench, path).text
    assert told.reference in page
    assert told.financial_addresses[0].sort_code.account_number in page
    assert 'value="1234.50"' in page
    part = check_page(submit(bench, path, {"amount": "1,000"})).text
    assert "£234.50 is still to come" in part
    assert 'value="234.50"' in part
    whole = check_page(submit(bench, path, {"amount": "234.51"})).text
    assert "The payment is complete" in whole
    assert "£0.01 stays in the payer" in whole
    assert "Go back to the site" in whole
    assert "The bank transfer arrives" not in whole
    assert bench.client.v1.payment_intents.retrieve(payment.id).status == "succeeded"


@pytest.mark.parametrize("typed", ["", "0", "lots", "1.001"])
def test_an_amount_that_is_none_is_refused_and_kept_in_the_field(bench: Bench, typed: str) -> None:
    payment = bench.payment(bench.account().id)
    answer = check_page(submit(bench, f"/sandbox/payments/{payment.id}", {"amount": typed}))
    assert answer.status_code == 400
    assert answer.text.count("Enter the amount that arrives") == 2
    assert f'value="{typed}"' in answer.text
    topup = check_page(submit(bench, "/sandbox/balance/topups", {"amount": typed}))
    assert topup.status_code == 400
    assert topup.text.count("Enter the amount to add") == 2
    assert bench.balance() == (0, 0)


def test_the_buttons_of_the_balance_work(bench: Bench) -> None:
    payment = bench.paid(bench.account().id)
    assert submit(bench, "/sandbox/balance/topups", {"amount": "5"}).status_code == 303
    assert bench.balance() == (500, 9_950)
    assert submit(bench, "/sandbox/balance/available").status_code == 303
    assert bench.balance() == (10_450, 0)
    check_page(visit(bench, f"/sandbox/payments/{payment.id}"))


def test_the_button_of_an_account_restricts_and_activates(bench: Bench) -> None:
    account = bench.account().id
    for status in ("restricted", "active"):
        submit(bench, f"/sandbox/accounts/{account}/capability", {"status": status})
        assert status_of(bench, account) == status
    refused = check_page(submit(bench, f"/sandbox/accounts/{account}/capability", {"status": "closed"}))
    assert refused.status_code == 400


def test_the_buttons_of_events_hold_release_repeat_and_forge(bench: Bench) -> None:
    submit(bench, "/sandbox/events/hold")
    submit(bench, "/sandbox/events/copies", {"copies": "2"})
    event = bench.press("events", type="v1.transfer.created", object="tr_1")["id"]
    assert "Release in reverse order" in visit(bench, "/sandbox").text
    assert bench.receiver.received == []
    submit(bench, "/sandbox/events/release", {"order": "reversed"})
    eventually(lambda: len(bench.receiver.received) == 2)
    submit(bench, f"/sandbox/events/{event}/send", {"flaw": "forged"})
    eventually(lambda: len(bench.receiver.received) == 3)
    assert "(forged)" in visit(bench, "/sandbox").text


def test_the_buttons_of_faults_switch_them_on_and_off(bench: Bench) -> None:
    for fault in ("error-before", "error-after", "sleep-before", "drop-after"):
        submit(bench, "/sandbox/faults", {"fault": fault})
    assert len(bench.look("faults")["data"]) == 4
    visit(bench, "/sandbox")
    submit(bench, "/sandbox/faults/clear")
    assert bench.look("faults")["data"] == []
    assert submit(bench, "/sandbox/faults", {"fault": "flood"}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Referer": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_turned_away(bench: Bench, headers: dict[str, str]) -> None:
    account = bench.account(onboarded=False).id
    paths = ["/sandbox/balance/topups", onboarding_path(bench, account)]
    for path in paths:
        assert submit(bench, path, {"amount": "5", **ANSWERS}, **headers).status_code == 403
    assert bench.balance() == (0, 0)
    assert status_of(bench, account) == "restricted"


@pytest.mark.parametrize("path", ["/sandbox/nothing", "/sandbox/payments/pi_none", "/sandbox/onboarding/none"])
def test_what_is_not_there_is_404(bench: Bench, path: str) -> None:
    assert visit(bench, path).status_code == 404


def test_the_stylesheet_is_served(bench: Bench) -> None:
    answer = requests.get(f"{bench.address}/sandbox/static/sandbox.css", timeout=10)
    assert answer.headers["Content-Type"].startswith("text/css")
