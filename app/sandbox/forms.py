"""What may be typed on the demo's own pages."""

from app.sandbox.values import MOST_DAYS
from app.web.fields import Form, HiddenField, SubmitField, WholeNumberField


class SignInAsForm(Form):
    """Whom to sign in as."""

    email = HiddenField("Email address")


class CalendarForm(Form):
    """How far to wind the demo on."""

    days = WholeNumberField("Days to wind on", needed="Enter a number of days", least=1, most=MOST_DAYS)
    wind_on = SubmitField("Wind the calendar on")
