from datetime import UTC, datetime

from sqlalchemy import func, select

from app.extensions import db
from app.models import Publication
from app.services.figures import OF_A_QUARTER
from tests.counted import add_views


def publish(app) -> str:
    with app.app_context():
        return app.test_cli_runner().invoke(args=["figures", "publish"]).output


def test_it_says_what_it_published_and_then_that_there_is_nothing_to_do(app):
    add_views(20)
    add_views(20, sent_at=datetime(2026, 5, 6, tzinfo=UTC))

    assert publish(app) == (
        "Published the figures for April to June 2026.\nPublished the figures for July to September 2026.\n"
    )
    assert publish(app) == "Nothing to do: every quarter that is over is published, or nothing happened in it.\n"
    assert db.session.scalar(select(func.count()).select_from(Publication)) == 2 * len(OF_A_QUARTER)


def test_a_reason_that_nobody_could_read_is_refused(app):
    with app.app_context():
        result = app.test_cli_runner().invoke(args=["figures", "publish", "--reason", "x" * 501])

    assert result.exit_code != 0
    assert "Give a reason of at most 500 characters." in result.output
