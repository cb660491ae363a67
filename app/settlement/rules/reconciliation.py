"""Whether the books agree with Stripe: every difference in words that name it."""

from collections.abc import Iterable, Mapping, Sequence

from app.kernel.money import Money
from app.settlement.values import BalanceRow, TransferSeen


def compare_transfers(run: str, seen: Sequence[TransferSeen], ours: Mapping[str, int]) -> list[str]:
    """(a) The transfers of a run at Stripe are those of our legs; `ours` is transfer id to pence."""
    theirs = {each.transfer_id: each.amount_pence - each.reversed_pence for each in seen}
    return [
        *(f"{run}: {name} of {Money(theirs[name])} is at Stripe only" for name in theirs if name not in ours),
        *(f"{run}: {name} of {Money(ours[name])} is in our books only" for name in ours if name not in theirs),
        *(
            f"{run}: {name} is {Money(theirs[name])} at Stripe and {Money(ours[name])} in our books"
            for name in theirs
            if name in ours and theirs[name] != ours[name]
        ),
    ]


def compare_rows(seen: Iterable[BalanceRow], booked: Mapping[str, int]) -> list[str]:
    """(b) Every change of the balance at Stripe is booked once, at the same net; `booked` is its id to pence."""
    differences, met = [], set()
    for row in seen:
        met.add(row.transaction_id)
        held = booked.get(row.transaction_id)
        if held is None:
            differences.append(
                f"{row.transaction_id} ({row.kind}, {Money(row.net_pence)}) is at Stripe and not in the ledger"
            )
        elif held != row.net_pence:
            differences.append(
                f"{row.transaction_id} is {Money(row.net_pence)} at Stripe and {Money(held)} in the ledger"
            )
    gone = sorted(set(booked) - met)
    return differences + [f"{name} ({Money(booked[name])}) is in the ledger and not at Stripe" for name in gone]


def compare_balances(stripe: Money, clearing: Money, booked: Money) -> list[str]:
    """(c) The ledger's clearing account is Stripe's balance, and is all that was booked."""
    differences = []
    if clearing != stripe:
        differences.append(f"Stripe's balance is {stripe} and the ledger's clearing account {clearing}")
    if clearing != booked:
        differences.append(f"The ledger's clearing account is {clearing} and the rows booked from Stripe are {booked}")
    return differences
