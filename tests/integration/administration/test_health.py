"""An administrator sees how Heard itself is."""

import shutil
from datetime import timedelta

import pytest

from app.models import utc_now
from app.models.codes import Work
from app.services import last_runs
from app.services.checking_up import asking
from tests.factories import ViewFactory

PAGE = "/administration/health"


@pytest.fixture(autouse=True)
def at_newest_migration(monkeypatch):
    """The tests make their tables without migrations."""
    monkeypatch.setattr(asking, "stands_at", asking.newest_migration)


def parts(page) -> dict[str, str]:
    return {part.find("h2").get_text(" ", strip=True): part.get_text(" ") for part in page.soup.select("section")}


def test_what_is_wrong_comes_first_and_says_what_to_do(jos_browser):
    first, *_ = parts(jos_browser.get(PAGE).page).items()

    assert first[0].startswith("Wrong")
    assert "flask people add" in first[1]


def test_it_says_when_the_last_backup_was_made(jos_browser):
    last_runs.note(Work.BACKUP, utc_now())

    assert "flask backup make last ran on 2026-11-17" in jos_browser.get(PAGE).page.text


def test_a_backup_that_is_late_is_wrong(jos_browser):
    last_runs.note(Work.BACKUP, utc_now() - timedelta(days=3))
    wrong = next(text for kind, text in parts(jos_browser.get(PAGE).page).items() if kind.startswith("Wrong"))
    assert "heard-backup.timer" in wrong


@pytest.mark.parametrize(
    "says", ["The database is at the newest migration", "Key 1 seals", "MiB are free", "No figures are published yet"]
)
def test_it_says_what_an_administrator_looks_for(jos_browser, says):
    assert says in jos_browser.get(PAGE).page.text


def test_a_disk_that_is_full_is_wrong(jos_browser, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10**9, 10**9, 0))

    assert "what a child sends could be refused" in jos_browser.get(PAGE).page.text


def test_it_says_how_many_clocks_have_run_out_and_not_of_what(jos_browser):
    assert "No clock has run out." in jos_browser.get(PAGE).page.text
    ViewFactory(read_due_at=utc_now() - timedelta(hours=1))

    assert "1 clock has run out and runs still." in jos_browser.get(PAGE).page.text
