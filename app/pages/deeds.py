"""The audit trail's deeds in plain words. Source: deeds.toml beside this file, one phrase for each verb."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from app.kernel.money import Money


@cache
def deeds() -> Mapping[str, str]:
    """Every verb of the trail and its phrase."""
    written: dict[str, dict[str, str]] = tomllib.loads(
        (Path(__file__).parent / "deeds.toml").read_text(encoding="utf-8")
    )
    return {f"{domain}.{verb}": phrase for domain, verbs in written.items() for verb, phrase in verbs.items()}


def deed_of(verb: str, facts: Mapping[str, Any]) -> str:
    """What was done, as a reader would say it; an amount in pence among the facts is added."""
    phrase = deeds().get(verb) or verb.partition(".")[2].replace("_", " ").capitalize()
    amount = facts.get("gross_pence", facts.get("amount_pence"))
    return f"{phrase}: {Money(amount)}" if isinstance(amount, int) else phrase
