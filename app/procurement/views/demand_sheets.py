"""What a trust wants by spreadsheet: a template with what is known, and the sheet sent back."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import Refused
from app.kernel.sheets import CellFault
from app.procurement.actions.demand_sheets import take_sheet
from app.procurement.demand_sheet import COLUMNS, GIVEN, MOST_ROWS, OFFICE_URN, SheetFaulty, template_rows
from app.procurement.forms.demand import SheetForm
from app.procurement.queries.own_page import has_now, replaced_contracts
from app.procurement.rules.demand import ChangedMeanwhile
from app.procurement.views import bp
from app.procurement.views.own_saving import barred, own_page_of, today
from app.procurement.views.tabs import round_page
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import template_download
from app.web.private import kept_private
from app.web.uploads import takes_files

NOTES = (
    "One row for each school and lot. Enter how much each school wants; leave Quantity empty where it wants nothing.",
    f"For the trust's own office the URN is {OFFICE_URN}.",
    "Joins from may stay empty: a school joins when the round's contract starts, or the day after its own ends.",
    "What you send replaces all that your trust entered before. Nothing is taken until every cell is right.",
    "Only your own trust sees suppliers, prices and the dates of contracts.",
)


@bp.get("/rounds/<reference>/your-trust/sheet.xlsx")
@needs(Permission.RUN_PROCUREMENT)
def demand_template(reference: str) -> Response:
    """A sheet to fill in, with a row for each school and lot, and what is known already."""
    page = own_page_of(reference)
    replaced = replaced_contracts(page, today())
    lots = [each.id for each in page.round.lots]
    has = {(lot, school): each for lot in lots for school, each in has_now(page, lot, replaced).items()}
    rows = template_rows(page.round, page.schools, wanted=page.quantities, now=has)
    answer = template_download(f"demand-{reference}", COLUMNS, rows, locked_columns=GIVEN, notes=NOTES)
    return kept_private(answer)


@bp.route("/rounds/<reference>/your-trust/sheet", methods=["GET", "POST"])
@takes_files
@needs(Permission.RUN_PROCUREMENT)
def send_demand(reference: str) -> ResponseReturnValue:
    """Send the sheet back: all of it is taken, or every bad cell is named and nothing is."""
    page = own_page_of(reference)
    if elsewhere := barred(page):
        return elsewhere
    form = SheetForm(data={"version": page.version})
    faults: tuple[CellFault, ...] = ()
    more = 0
    if form.validate_on_submit():
        assert form.sheet.data is not None, "a valid form has a file"
        try:
            count = take_sheet(
                reference=reference,
                content=form.sheet.data.read(),
                version=form.version.number,
                actor=actor(),
                at=now(),
            )
            flash(f"{count:,} {'row' if count == 1 else 'rows'} taken from your spreadsheet.")
            return redirect(url_for("procurement.your_trust", reference=reference), 303)
        except SheetFaulty as faulty:
            form.refuse(faulty)
            faults, more = faulty.faults, faulty.more
        except ChangedMeanwhile as meanwhile:
            form.refuse(meanwhile)
            form.version.show(page.version)
        except Refused as wrong:
            form.refuse(wrong)
    answer = render_template(
        "procurement/send_demand.html",
        **round_page(page.round),
        page=page,
        form=form,
        faults=faults,
        more=more,
        most_rows=MOST_ROWS,
    )
    return kept_private(answer, 422 if form.error_list else 200)
