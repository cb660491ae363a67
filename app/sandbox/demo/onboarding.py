"""Connects the demo's trusts to the sandbox's Stripe."""

from app.sandbox.demo.bank import Bank
from app.sandbox.demo.content import content
from app.sandbox.demo.people_load import JOINED_DAYS_AGO
from app.sandbox.demo.stage import Stage, acting, holder
from app.settlement import actions as settlement
from app.settlement import queries
from app.trusts import queries as trusts
from app.trusts.values import Role

NOT_CONNECTED = {"90008"}


def load_accounts(stage: Stage, bank: Bank) -> None:
    """Each trust's finance lead connects it, all but one: what a trust sees before it does can be seen too."""
    at = stage.days_ago(JOINED_DAYS_AGO - 5)
    for finance in content().finance:
        if finance.uid in NOT_CONNECTED:
            continue
        uid = finance.uid
        stage.play(
            at,
            lambda moment, uid=uid: settlement.open_account(  # type: ignore[misc]
                actor=acting(holder(uid, Role.FINANCE), uid), at=moment
            ),
        )
        account = stage.play(at, lambda _, uid=uid: queries.find_account(trusts.get_trust_by_uid(uid).id))  # type: ignore[misc]
        assert account is not None
        assert account.account_id is not None, f"Stripe opened no account for {uid}"
        bank.onboard(account.account_id)
    stage.catch_up(stage.days_ago(JOINED_DAYS_AGO - 6))
