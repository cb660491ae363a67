"""The people who can be signed in as with one click, in the order of the story."""

from app.sandbox.demo.content import WrittenPerson, content


def storytellers() -> list[WrittenPerson]:
    """The people of the story, in its order."""
    return sorted((person for person in content().people if person.story), key=lambda person: person.story_order)


def trusts_of(person: WrittenPerson) -> list[str]:
    """The names of the trusts that someone acts for."""
    names = {each.uid: each.legal_name for each in content().finance}
    return [names[each.trust] for each in person.memberships]


def sign_in_lines() -> list[str]:
    """Who can be signed in as, a line each, for a terminal."""
    people = storytellers()
    wide = max(len(person.email) for person in people)
    return ["Sign in as:", *(f"  {person.email:<{wide}}  {person.job_title}" for person in people)]
