"""What may be an account, a password, a next page; when someone has tried too often."""

from datetime import UTC, datetime, timedelta

import pytest

from app.people import rules
from app.people.values import PER_ACCOUNT, PER_ADDRESS, AttemptKind, Limit

AT = datetime(2026, 9, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Sian.Jones@Fairhaven.EXAMPLE ", "sian.jones@fairhaven.example"),
        ("a+b@ysgol-ŵyr.example", "a+b@xn--ysgol-yr-g2b.example"),
    ],
)
def test_an_address_is_kept_in_lower_case_and_ascii(typed: str, kept: str) -> None:
    assert rules.usual_email(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "sian", "sian@", "@fairhaven.example", "a@b", "a b@c.example", "a@b.example\r\nBcc: c@d.example"]
)
def test_what_is_no_address_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(rules.EmailNotUsable, match="correct format") as refusal:
        rules.usual_email(typed)
    assert refusal.value.field == "email"


@pytest.mark.parametrize("domain", ["gmail.com", "outlook.com", "hotmail.co.uk", "yahoo.co.uk", "icloud.com"])
def test_free_mail_is_refused_and_named(domain: str) -> None:
    with pytest.raises(rules.EmailNotUsable, match=f"work email address. {domain} is"):
        rules.check_work_email(f"sian@{domain}")


@pytest.mark.parametrize("domain", ["fairhaven.example", "gmail.com.example", "notgmail.com", "aol.fair.example"])
def test_any_other_domain_is_taken_for_work(domain: str) -> None:
    rules.check_work_email(f"sian@{domain}")


@pytest.mark.parametrize("name", ["Siân Ŵyn", "Gwen ferch Gruffudd", "O’Neill-Rhys, J.", "Nguyễn Thị Ánh", "X" * 100])
def test_a_name_is_kept_as_its_owner_writes_it(name: str) -> None:
    assert rules.usual_name(f"  {name.replace(' ', '   ')} ") == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Enter your full name"),
        ("...", "Enter your full name"),
        ("X" * 101, "100 characters or fewer"),
        ("<script>alert(1)</script>", "must not include symbols"),
        ("a@b", "must not include symbols"),
        ("see http://x", "must not include symbols"),
        ("A\x00B", "must not include symbols"),
    ],
)
def test_what_is_no_name_is_refused_beside_its_field(name: str, said: str) -> None:
    with pytest.raises(rules.NameNotUsable, match=said) as refusal:
        rules.usual_name(name)
    assert refusal.value.field == "name"


@pytest.mark.parametrize(
    "password", ["kettle gr8", "copper kettle lantern 47", "z8$Kp!q0Wm" * 20, "ŵyddfa llechi crochan"]
)
def test_a_password_hard_to_guess_is_taken_from_10_to_200_characters(password: str) -> None:
    rules.check_password(password, about=["sian@fairhaven.example", "Siân Ŵyn"])


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("kettle gr", "10 characters or more"),
        ("z8$Kp!q0Wm" * 20 + "x", "200 characters or fewer"),
        ("password1234", "harder to guess. This is .*common"),
        ("aaaaaaaaaaaaaaa", "harder to guess. Repeats"),
        ("fairhaven sian", "harder to guess"),
        ("Marianoyelaran", "harder to guess"),
    ],
)
def test_a_password_easy_to_guess_is_refused_with_advice(password: str, said: str) -> None:
    with pytest.raises(rules.WeakPassword, match=said) as refusal:
        rules.check_password(password, about=["sian@fairhaven.example", "Marian Oyelaran"], field="new")
    assert refusal.value.field == "new"
    assert "apitaliz" not in refusal.value.message


@pytest.mark.parametrize(("counted", "over"), [(4, False), (5, False), (6, True)])
def test_an_attempt_is_one_too_many_above_the_limit_and_not_at_it(counted: int, over: bool) -> None:
    assert rules.is_over(Limit(5, timedelta(minutes=15)), counted) is over


def test_five_sign_ins_an_account_and_thirty_an_address_in_15_minutes() -> None:
    assert PER_ACCOUNT[AttemptKind.SIGN_IN] == Limit(5, timedelta(minutes=15))
    assert PER_ADDRESS[AttemptKind.SIGN_IN] == Limit(30, timedelta(minutes=15))


@pytest.mark.parametrize(
    ("started", "seen", "live"),
    [
        (timedelta(hours=12), timedelta(hours=12) - timedelta(seconds=1), True),
        (timedelta(hours=12), timedelta(hours=12), False),
        (timedelta(days=30) - timedelta(seconds=1), timedelta(0), True),
        (timedelta(days=30), timedelta(0), False),
    ],
)
def test_a_sign_in_ends_after_12_idle_hours_and_after_30_days(started: timedelta, seen: timedelta, live: bool) -> None:
    assert rules.is_live(started_at=AT - started, last_seen_at=AT - seen, at=AT) is live


@pytest.mark.parametrize(("seconds", "expired"), [(1, False), (0, True), (-1, True)])
def test_a_link_is_good_until_its_moment_and_not_at_it(seconds: int, expired: bool) -> None:
    assert rules.is_expired(AT + timedelta(seconds=seconds), at=AT) is expired


@pytest.mark.parametrize("path", ["/", "/r/ORD-7F3K2", "/search?text=a b&page=2", "/a#b", "/x?u=https://e.example"])
def test_a_path_on_this_site_may_be_gone_on_to(path: str) -> None:
    assert rules.local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "notices",
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/a\nb",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/" + "x" * 500,
    ],
)
def test_nothing_that_could_lead_elsewhere_is_gone_on_to(path: str | None) -> None:
    assert rules.local_path(path) is None


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("<script>alert(1)</script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(user_agent: str, name: str) -> None:
    assert rules.browser_name(user_agent) == name
