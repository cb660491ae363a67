"""Who may see salaries: HR leads and finance of the two trusts."""

from app.kernel.actor import Actor
from app.kernel.errors import NotFound
from app.trusts.values import Permission
from app.web.access import actor

READERS = (Permission.POST_SECONDMENTS, Permission.MANAGE_FINANCE)


def may_see_salaries(who: Actor) -> bool:
    """Whether somebody is an HR lead or in finance of the trust they act for."""
    return any(map(who.may, READERS))


def salary_reader() -> Actor:
    """The actor of this request. Raises NotFound for somebody who is neither an HR lead nor in finance."""
    who = actor()
    if not may_see_salaries(who):
        raise NotFound("salaries are for HR leads and finance")
    return who
