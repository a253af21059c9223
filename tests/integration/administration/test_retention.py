"""How long things are kept, as administrators see it: counts and reasons, never a word; and a run, by whom."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.administration import clearing
from app.extensions import db
from app.models import AuditLine, View, utc_now
from app.models.codes import Work
from app.services import last_runs, settings
from app.services.retention import running
from tests.factories import ViewFactory
from tests.participation_factories import HoldFactory

PAGE = "/administration/retention"
PREVIEW = f"{PAGE}/preview"
RUN = "form[action$='/retention/run']"
LONG = timedelta(days=800)


def an_old_view(**more) -> View:
    then = utc_now() - LONG
    return ViewFactory(answered=True, sent_at=then, read_at=then, first_answered_at=then, words="turquoise", **more)


def left() -> int:
    return db.session.scalar(select(func.count()).select_from(View).where(View.cleared_at.is_(None))) or 0


def text_of(response) -> str:
    return " ".join(response.page.soup.select_one("main").get_text(" ").split())


@pytest.fixture
def old(clock) -> list[View]:
    """Two views that are over; one of them is on hold."""
    held = an_old_view()
    HoldFactory(view=held, reason="turquoise", created_at=utc_now() - LONG)
    return [an_old_view(), held]


def test_the_rules_stand_there_in_words_with_the_time_that_is_set(jos_browser):
    settings.change("view_months", "30")
    said = text_of(jos_browser.get(PAGE))

    assert "Views 30 months What young people said" in said
    assert "It is on hold" in said
    assert "Nothing was ever cleared." in said


@pytest.mark.usefixtures("old")
def test_what_would_go_is_counted_and_what_stays_is_explained_without_a_word_of_it(jos_browser):
    shown = jos_browser.get(PREVIEW)

    assert "Views Would go 1 Over, and must stay 1 What young" in text_of(shown)
    assert "1: it is on hold" in text_of(shown)
    assert "turquoise" not in shown.text
    assert "/inbox/" not in shown.text
    assert left() == 2


@pytest.mark.usefixtures("old")
def test_a_run_clears_what_is_over_and_says_who_ran_it(jos_browser, jo):
    shown = jos_browser.fill_in(PREVIEW, form=RUN, is_sure="y", follow_redirects=True)

    assert left() == 1
    assert "by Jo Turner Cleared: views: 1, meetings: 0" in text_of(shown)
    assert last_runs.last(Work.RETENTION) is not None
    deeds = (running.RUN_DEED, running.BATCH_DEED)
    ran = db.session.execute(select(AuditLine.deed, AuditLine.person_id).where(AuditLine.deed.in_(deeds)))
    assert set(map(tuple, ran)) == {(deed, jo.id) for deed in deeds}


@pytest.mark.usefixtures("old")
def test_nothing_goes_before_the_box_is_ticked(jos_browser):
    assert jos_browser.fill_in(PREVIEW, form=RUN).page.errors == ["Tick the box to clear it."]
    assert left() == 2


@pytest.mark.usefixtures("old")
def test_with_a_clock_that_is_far_ahead_nothing_goes(jos_browser, jo, clock):
    last_runs.note(Work.RETENTION, utc_now())
    db.session.commit()
    clock.shift(timedelta(days=15))
    jos_browser.sign_in(jo)

    assert "Look at the clock." in jos_browser.fill_in(PREVIEW, form=RUN, is_sure="y").page.text
    assert left() == 2


@pytest.mark.usefixtures("old")
def test_what_takes_too_long_goes_on_in_the_next_run(jo):
    run = clearing.clear(jo, seconds=-1)

    assert run.came_to == "cleared some"
    assert left() == 1


def test_a_run_needs_fresh_proof(jos_browser, clock):
    shown = jos_browser.get(PREVIEW)
    clock.shift(settings.current().confirm_minutes * 60 + 1)

    assert jos_browser.send(shown, form=RUN, is_sure="y").location.startswith("/confirm")
    assert running.newest_run() is None


def test_what_is_on_hold_is_listed_by_kind_day_and_name_and_not_why(jos_browser):
    HoldFactory(reason="turquoise", view=ViewFactory(words="turquoise"))
    shown = jos_browser.get(f"{PAGE}/holds")

    assert "What a young person said Look at it again by" in text_of(shown)
    assert "turquoise" not in shown.text
