"""What may be typed about courses, bookings and registers, and how it is refused."""

from app.cpd.forms.bookings import (
    MOST_ROWS,
    BookForm,
    BookingFilterForm,
    BookingForm,
    booking_fields,
    booking_form,
    delegate_choice,
    school_choices,
)
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
    "MovePlaceForm",
    "NamePlaceForm",
    "OfferForm",
    "PromoteForm",
    "ReasonForm",
    "WaiveForm",
    "booking_fields",
    "booking_form",
    "delegate_choice",
    "delegate_choices",
    "school_choices",
]
