"""A suggestion in words: how many, what and when, and never who, with whom or for how much."""

from urllib.parse import urlencode

from app.contracts.values import Suggestion

NUMBERS = {3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven", 8: "Eight", 9: "Nine"}


def sentence_of(suggestion: Suggestion) -> str:
    """What a trust is told: "Three trusts near you have a contract for school meals that ends …, as yours does."."""
    number = NUMBERS.get(suggestion.others, str(suggestion.others))
    what = suggestion.what if suggestion.what.split()[0].isupper() else suggestion.what[0].lower() + suggestion.what[1:]
    first, last = suggestion.quarter_start, suggestion.quarter_end
    return (
        f"{number} trusts near you have a contract for {what} that ends between {first.day} {first:%B} and "
        f"{last.day} {last:%B %Y}, as yours does."
    )


def round_link(suggestion: Suggestion) -> str:
    """The path on which a joint round for it is opened."""
    asked = {"category": suggestion.category, "cpv": suggestion.cpv}
    return f"/rounds/new?{urlencode({name: code for name, code in asked.items() if code})}"
