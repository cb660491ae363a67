"""What may be typed about courses, bookings and registers, and how it is refused."""

from app.cpd.forms.bookings import (
    MOST_ROWS,
    BookForm,
    BookingFilterForm,
    BookingForm,
    RunsFilterForm,
    booking_fields,
    booking_form,
    delegate_choice,
    school_choices,
)
from app.cpd.forms.courses import CourseForm
from app.cpd.forms.courses_partners import PartnerSearch
from app.cpd.forms.courses_read import course_fields, new_course_fields
from app.cpd.forms.places import (
    CancelPlacesForm,
    CancelRunForm,
    CapacityForm,
    MovePlaceForm,
    NamePlaceForm,
    OfferForm,
    PromoteForm,
    ReasonForm,
    WaiveForm,
    delegate_choices,
)

__all__ = [
    "MOST_ROWS",
    "BookForm",
    "BookingFilterForm",
    "BookingForm",
    "CancelPlacesForm",
    "CancelRunForm",
    "CapacityForm",
    "CourseForm",
    "MovePlaceForm",
    "NamePlaceForm",
    "OfferForm",
    "PartnerSearch",
    "PromoteForm",
    "ReasonForm",
    "RunsFilterForm",
    "WaiveForm",
    "booking_fields",
    "booking_form",
    "course_fields",
    "delegate_choice",
    "delegate_choices",
    "new_course_fields",
    "school_choices",
]
