"""The contract register: what each trust is bound to, until when, with what notice."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.contracts import models  # noqa: F401

    del app
    _follow()


def _follow() -> None:
    """References, and what comes round."""
    from app.contracts.jobs import gathering
    from app.kernel.boards import jobs, references

    references.add("CON", lambda reference: f"/contracts/{reference}")
    jobs.add_periodic(gathering.GATHER)
