"""What may go into a notice or a mail."""

import pytest

from app.notifications.rules import check_link, one_line, settled, topics_for
from app.notifications.values import Choice, Topic


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Order accepted", "Order accepted"),
        ("Order\r\nBcc: everyone@example.org", "Order Bcc: everyone@example.org"),
        ("a\x00b\u2028c\td", "a b c d"),
        ("Ysgol Llanfair: Siân ŵyr", "Ysgol Llanfair: Siân ŵyr"),
        ("x" * 150, "x" * 150),
        ("x" * 151, "x" * 149 + "…"),
    ],
)
def test_a_subject_is_one_line_of_at_most_150_characters(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@pytest.mark.parametrize("link", [None, "/r/ORD-7F3K2", "/notices?show=all"])
def test_a_notice_may_link_to_a_path_on_this_site(link: str | None) -> None:
    check_link(link)


@pytest.mark.parametrize("link", ["https://example.org", "//example.org", "r/ORD-7F3K2", "/\\example.org", ""])
def test_a_notice_may_not_link_anywhere_else(link: str) -> None:
    with pytest.raises(ValueError, match="path on this site"):
        check_link(link)


def test_mail_that_protects_an_account_cannot_be_turned_off() -> None:
    assert settled(Choice(Topic.ACCOUNT, in_site=False, by_email=False)) == Choice(Topic.ACCOUNT, False, True)
    assert settled(Choice(Topic.MONEY, in_site=False, by_email=False)) == Choice(Topic.MONEY, False, False)


def test_running_the_site_is_a_topic_for_its_operator_alone() -> None:
    assert Topic.OPERATOR in topics_for(is_operator=True)
    assert set(Topic) - set(topics_for(is_operator=False)) == {Topic.OPERATOR}
