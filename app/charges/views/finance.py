"""What the trust prints on its invoices."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.charges import actions, queries
from app.charges.forms import SetFinanceDetails, prefilled
from app.charges.rules.vat_numbers import spaced_vat_number
from app.charges.views import bp
from app.charges.views.lists import carried_out, status_of
from app.kernel.clock import london_date
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


@bp.get("/trust/finance-details")
@needs(Permission.MANAGE_FINANCE)
def finance_details() -> ResponseReturnValue:
    """The details in force, those to come, and those that were."""
    trust_id, today = actor().trust, london_date(now())
    held = queries.find_details(trust_id, today)
    return render_template(
        "charges/finance_details.html",
        held=held,
        others=[each for each in queries.list_details(trust_id) if held is None or each.id != held.id],
        today=today,
        spaced_vat_number=spaced_vat_number,
    )


@bp.route("/trust/finance-details/change", methods=["GET", "POST"])
@needs(Permission.MANAGE_FINANCE)
def set_finance_details() -> ResponseReturnValue:
    """Change the details from a day on."""
    trust_id, today = actor().trust, london_date(now())
    held = queries.find_details(trust_id, today)
    form = SetFinanceDetails(data={**prefilled(held, trusts.get_trust(trust_id)), "from_date": today})
    issued: list[int] = []

    def save() -> None:
        assert form.from_date.data is not None
        issued.append(
            actions.set_finance_details(details=form.read(), from_date=form.from_date.data, actor=actor(), at=now())
        )

    if carried_out(form, save):
        flash(_said(issued[0]))
        return redirect("/trust/finance-details", 303)
    return render_template("charges/set_finance_details.html", form=form, held=held), status_of(form)


def _said(issued: int) -> str:
    if not issued:
        return "Finance details saved"
    return f"Finance details saved. {issued} waiting {'invoice was' if issued == 1 else 'invoices were'} issued."
