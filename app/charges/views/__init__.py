"""The pages of charges, invoices, the ledger and finance details."""

from flask import Blueprint

from app.trusts.values import Permission
from app.web.access import find_actor

bp = Blueprint("charges", __name__)


@bp.context_processor
def _manages_finance() -> dict[str, bool]:
    """Whether the pages may link to what only those see who look after the trust's money."""
    who = find_actor()
    return {"manages_finance": who is not None and who.may(Permission.MANAGE_FINANCE)}


from app.charges.views import charges, credit_notes, finance, invoices, ledger  # noqa: E402, F401
