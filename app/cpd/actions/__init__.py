"""What is done with courses, runs, bookings, registers."""

from app.cpd.actions.booking import book, erase_drafts, keep_draft
from app.cpd.actions.cancelling import cancel_places, cancel_run, waive_fee
from app.cpd.actions.courses import change_course, close_course, copy_course, draft_course, publish_course
from app.cpd.actions.courses_materials import add_materials, remove_material
from app.cpd.actions.courses_partners import add_partner, remove_partner, set_partners
from app.cpd.actions.delegates import add_delegate, name_place
from app.cpd.actions.evaluations import evaluate
from app.cpd.actions.feeds import make_feed, note_begun, remove_feed
from app.cpd.actions.holding import begin_runs, book_approved, end_declined, lapse_holds, lapse_offers
from app.cpd.actions.moving import move_place, promote, set_capacity
from app.cpd.actions.registers import close_register, mark, mark_rest
from app.cpd.actions.registers_naming import name_at_register
from app.cpd.actions.runs import add_run, go_ahead
from app.cpd.actions.runs_changing import change_run
from app.cpd.actions.staff import change_staff, erase_staff
from app.cpd.actions.waiting import accept_offer, decline_offer

__all__ = [
    "accept_offer",
    "add_delegate",
    "add_materials",
    "add_partner",
    "add_run",
    "begin_runs",
    "book",
    "book_approved",
    "cancel_places",
    "cancel_run",
    "change_course",
    "change_run",
    "change_staff",
    "close_course",
    "close_register",
    "copy_course",
    "decline_offer",
    "draft_course",
    "end_declined",
    "erase_drafts",
    "erase_staff",
    "evaluate",
    "go_ahead",
    "keep_draft",
    "lapse_holds",
    "lapse_offers",
    "make_feed",
    "mark",
    "mark_rest",
    "move_place",
    "name_at_register",
    "name_place",
    "note_begun",
    "promote",
    "publish_course",
    "remove_feed",
    "remove_material",
    "remove_partner",
    "set_capacity",
    "set_partners",
    "waive_fee",
]
