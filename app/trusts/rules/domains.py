"""Whether an e-mail address belongs to a trust, as far as its domain can tell."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from app.trusts.values import DomainFinding, DomainMatch


def domain_of(email: str) -> str:
    """The domain of an e-mail address, in small letters."""
    return email.rpartition("@")[2].strip().casefold()


def host_of(website: str) -> str:
    """The host of a website, in small letters without "www."; the register leaves out the scheme at times."""
    text = website.strip()
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host.casefold().rstrip(".").removeprefix("www.")


def findings(email: str, websites: Iterable[tuple[str, str]]) -> list[DomainFinding]:
    """The schools, as (name, website), whose website shares the domain of an e-mail address; the same ones first.

    It is a hint to whoever decides, never a proof.
    """
    domain = domain_of(email)
    compared = [(compare(domain, host_of(website)), school, website) for school, website in websites]
    found = [DomainFinding(match, school, website) for match, school, website in compared if match]
    return sorted(found, key=lambda each: (each.match is not DomainMatch.SAME, each.school))


def compare(domain: str, host: str) -> DomainMatch | None:
    """How the domain of an e-mail address compares with the host of a website.

    The same, or related where one is part of the other ("trust.org.uk" and "school.trust.org.uk"). A domain
    under which anybody's or many bodies' names stand ("org.uk", "kent.sch.uk") is no relation.
    """
    if not domain or not host:
        return None
    if domain == host:
        return DomainMatch.SAME
    shorter, longer = sorted((domain, host), key=len)
    return DomainMatch.RELATED if longer.endswith(f".{shorter}") and _is_owned(shorter) else None


def _is_owned(domain: str) -> bool:
    labels = domain.split(".")
    least = 4 if labels[-2:] == ["sch", "uk"] else 3 if labels[-1] == "uk" else 2
    return len(labels) >= least
