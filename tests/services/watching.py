"""Seeing what people were told, and what comes of doing things at once."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.kernel import database
from app.kernel.database import session, transaction
from app.kernel.errors import Refused
from app.notifications.models import Notice


def notices(person_id: int) -> list[str]:
    return list(session().scalars(select(Notice.subject).where(Notice.person_id == person_id).order_by(Notice.id)))


def at_once(app: Flask, *work: Callable[[], Any]) -> list[Any]:
    """Run pieces of work in threads that start together; what each returned, or the refusal it met."""
    with app.app_context():
        maker = db.sessionmaker
    start, ends = threading.Barrier(len(work)), []

    def run(do: Callable[[], Any]) -> None:
        with database.bound(maker):
            start.wait()
            try:
                with transaction():
                    done = do()
                ends.append(done)
            except Refused as refused:
                ends.append(refused)

    threads = [threading.Thread(target=run, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends
