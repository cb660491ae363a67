"""What to look for in the register when choosing partner trusts."""

from app.web.fields import FilterForm, TextField


class PartnerSearch(FilterForm):
    """Finds a trust to give the partner price."""

    text = TextField("Find a trust", most=200, hint="Name, school, town, postcode or UID")
