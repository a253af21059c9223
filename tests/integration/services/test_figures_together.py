"""Publishing that is started twice at the same moment, with real commits, publishes once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import CountedPeriod, PracticePublication, Publication
from app.models.codes import Topic
from app.services import publishing, revising_figures, verifying_figures
from app.services.clocks import Quarter
from app.services.figures import OF_A_QUARTER
from tests.counted import add_views

TODAY, SUMMER = date(2026, 11, 17), Quarter(2026, 3)
TWICE = 2


def publish(app: Flask, together: Barrier) -> int:
    with app.app_context():
        together.wait(timeout=30)
        published = len(publishing.publish_closed_quarters(TODAY)) + len(revising_figures.revise(TODAY))
        db.session.commit()
        return published


def twice(app: Flask) -> list[int]:
    together = Barrier(TWICE)
    with ThreadPoolExecutor(TWICE) as people:
        return sorted(each.result() for each in [people.submit(publish, app, together) for _ in range(TWICE)])


def how_many(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_two_who_publish_at_once_publish_a_quarter_once_and_its_revision_once(shared_app):
    with shared_app.app_context():
        for topic in (Topic.HOME, Topic.SCHOOL, Topic.FAMILY):
            add_views(30, topic=topic)
        db.session.commit()

    assert twice(shared_app) == [0, 1]
    with shared_app.app_context():
        assert how_many(Publication) == len(OF_A_QUARTER)
        assert how_many(CountedPeriod) == 1
        assert how_many(PracticePublication) == 0
        add_views(9, topic=Topic.HOME)
        db.session.commit()

    assert twice(shared_app) == [0, 1]
    with shared_app.app_context():
        assert how_many(CountedPeriod) == TWICE
        assert publishing.published_tables(SUMMER)[SUMMER]["views_by_topic"].cells_by_row["home"] == (39,)
        assert not [*verifying_figures.verify()]
