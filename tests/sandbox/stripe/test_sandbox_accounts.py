"""Accounts v2 and the links to their onboarding, through the real SDK."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.sandbox.stripe.bench import Bench, account_params


def transfers_status(account: Any) -> str:
    status: str = account.configuration.recipient.capabilities.stripe_balance.stripe_transfers.status
    return status


def test_a_new_account_may_not_be_paid_until_it_has_answered(bench: Bench) -> None:
    account = bench.account(onboarded=False)
    assert account.object == "v2.core.account"
    assert account.applied_configurations == ["customer", "recipient"]
    assert transfers_status(account) == "restricted"
    assert len(account.requirements.entries) == 2
    assert account.metadata.to_dict() == {"trust_uid": "1234"}


def test_onboarding_makes_the_capability_active_and_clears_requirements(bench: Bench) -> None:
    account = bench.account()
    read = bench.client.v2.core.accounts.retrieve(
        account.id, {"include": ["configuration.recipient", "requirements", "identity"]}
    )
    assert transfers_status(read) == "active"
    assert read.requirements.entries == []
    assert read.requirements.summary.minimum_deadline is None
    assert read.identity.business_details.id_numbers[0].type == "gb_crn"


def test_parts_that_were_not_asked_for_are_null(bench: Bench) -> None:
    read = bench.client.v2.core.accounts.retrieve(bench.account().id)
    assert (read.configuration, read.identity, read.defaults, read.requirements) == (None, None, None, None)
    one = bench.client.v2.core.accounts.retrieve(read.id, {"include": ["configuration.recipient"]})
    assert one.configuration.customer is None
    assert one.configuration.recipient.applied is True


def test_accounts_are_listed_newest_first_over_pages(bench: Bench) -> None:
    made = [bench.account(onboarded=False).id for _ in range(5)]
    page = bench.client.v2.core.accounts.list({"limit": 2})
    assert [account.id for account in page.data] == [made[4], made[3]]
    assert [account.id for account in page.auto_paging_iter()] == made[::-1]


def test_accounts_are_listed_by_configuration(bench: Bench) -> None:
    bench.account(onboarded=False, configuration={"customer": {}})
    paid = bench.account(onboarded=False)
    listed = bench.client.v2.core.accounts.list({"applied_configurations": ["customer", "recipient"]})
    assert [account.id for account in listed.data] == [paid.id]


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"type": "express"}, "type"),
        ({"identity": {"country": "gb", "vat": "1"}}, "identity.vat"),
        ({"dashboard": "half"}, "dashboard"),
        ({"include": ["secrets"]}, "include"),
        ({"identity": {"entity_type": "company"}}, "identity.country"),
        ({"identity": {"country": "gb", "entity_type": "school"}}, "identity.entity_type"),
        (
            {"defaults": {"responsibilities": {"fees_collector": "application", "losses_collector": "stripe"}}},
            "defaults.responsibilities.losses_collector",
        ),
    ],
)
def test_an_account_that_stripe_would_not_open_is_refused(bench: Bench, changed: Any, param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        bench.client.v2.core.accounts.create(account_params(**changed))
    assert refused.value.http_status == 400
    assert refused.value.param == param
    assert bench.client.v2.core.accounts.list().data == []


def test_an_account_that_does_not_exist_is_404(bench: Bench) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        bench.client.v2.core.accounts.retrieve("acct_none")
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")


def test_a_link_leads_to_the_onboarding_form(bench: Bench) -> None:
    account = bench.account(onboarded=False)
    link = bench.client.v2.core.account_links.create(link_params(account.id))
    assert link.object == "v2.core.account_link"
    assert link.account == account.id
    assert link.url.startswith(f"{bench.address}/sandbox/onboarding/")
    assert link.use_case.account_onboarding is not None
    assert link.use_case.account_onboarding.refresh_url == "http://site.example/again"


def link_params(account: str, **changed: Any) -> Any:
    onboarding = {
        "refresh_url": "http://site.example/again",
        "return_url": "http://site.example/back",
        "collection_options": {"fields": "eventually_due"},
        **changed,
    }
    return {"account": account, "use_case": {"type": "account_onboarding", "account_onboarding": onboarding}}


@pytest.mark.parametrize(
    ("params", "param"),
    [
        (
            link_params("acct_1", configurations=["recipient"]),
            "use_case.account_onboarding.configurations",
        ),
        (link_params("acct_1", return_url="javascript:alert(1)"), "use_case.account_onboarding.return_url"),
        (link_params("acct_none"), "account"),
        ({"account": "acct_1", "use_case": {"type": "account_update"}}, "use_case.type"),
    ],
)
def test_a_link_that_stripe_would_not_make_is_refused(bench: Bench, params: Any, param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        bench.client.v2.core.account_links.create(params)
    assert refused.value.param == param


@pytest.mark.parametrize("status", ["pending", "restricted"])
def test_a_capability_that_is_lost_again_is_told(bench: Bench, status: str) -> None:
    account = bench.account()
    bench.press(f"accounts/{account.id}/capability", status=status)
    read = bench.client.v2.core.accounts.retrieve(account.id, {"include": ["configuration.recipient"]})
    assert transfers_status(read) == status
    event = bench.look("events")["data"][0]
    assert event["type"] == "v2.core.account[configuration.recipient].capability_status_updated"
