"""The database knows every topic and no other word, and kept what it held when one was added."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.kernel.database import session, transaction
from app.notifications.values import Topic

NOTICE = text(
    "INSERT INTO notice (person_id, key, topic, subject, body, told_at) VALUES (1, :key, :topic, 's', 'b', :at)"
)
CHOICE = text("INSERT INTO notice_choice (person_id, topic, in_site, by_email) VALUES (1, :topic, true, false)")
AT = "2026-11-20 10:00:00"
BEFORE_CPD = "0130"


@pytest.mark.parametrize("topic", [*Topic, "weather"])
def test_each_topic_may_be_told_and_chosen_and_no_other_word(app: Flask, topic: str) -> None:
    for statement in (NOTICE, CHOICE):
        try:
            with transaction() as current:
                current.execute(statement, {"key": "k", "topic": str(topic), "at": AT})
            kept = True
        except IntegrityError:
            kept = False
        assert kept is (topic in list(Topic)), statement


def test_what_people_were_told_and_chose_outlives_a_new_topic(app: Flask) -> None:
    with app.app_context():
        downgrade(revision=BEFORE_CPD)
    with transaction() as current:
        for topic in (Topic.ORDERS, Topic.OPERATOR):
            current.execute(NOTICE, {"key": topic.value, "topic": topic.value, "at": AT})
            current.execute(CHOICE, {"topic": topic.value})
    with app.app_context():
        upgrade()
        names = {index["name"] for index in inspect(db.engine).get_indexes("notice")}
        assert {"ix_notice_person_id_read_at", "ix_notice_told_at"} <= names
    with transaction():
        for table in ("notice", "notice_choice"):
            kept = session().execute(text(f"SELECT topic FROM {table} ORDER BY topic")).scalars().all()
            assert kept == ["operator", "orders"]
