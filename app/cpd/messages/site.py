"""Where the site is and from which address it writes: what stands in a calendar's entry has both in full."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from app.kernel.database import session


@dataclass(frozen=True)
class Site:
    """The site's public address without a slash at its end, and the address that its mail comes from."""

    address: str
    sender: str


_sites: WeakKeyDictionary[Engine, Site] = WeakKeyDictionary()


def use_site(engine: Engine, site: Site) -> None:
    """Have the messages of the site with this database say that it is `site`."""
    _sites[engine] = site


def this_site() -> Site:
    """The site at work. Raises LookupError where no session is bound, KeyError where nothing was said of it."""
    return _sites[session().get_bind().engine]
