"""Interests: made, moved from stage to stage, consented to, looked at, withdrawn, erased."""

from app.secondments.actions.interests.consents import (
    give_employer_consent,
    give_own_consent,
    withdraw_employer_consent,
    withdraw_own_consent,
)
from app.secondments.actions.interests.erasing import erase_old, erase_secondee
from app.secondments.actions.interests.looking import look_at_profile, look_at_profiles
from app.secondments.actions.interests.making import express_interest, put_forward
from app.secondments.actions.interests.moving import move_stage, withdraw_closed, withdraw_idle

__all__ = [
    "erase_old",
    "erase_secondee",
    "express_interest",
    "give_employer_consent",
    "give_own_consent",
    "look_at_profile",
    "look_at_profiles",
    "move_stage",
    "put_forward",
    "withdraw_closed",
    "withdraw_employer_consent",
    "withdraw_idle",
    "withdraw_own_consent",
]
