"""What the board decides: names, numbers, hours, clocks. One typed catalogue, backed by a table.

Each process reads them again after 5 seconds at the latest: pages ask for settings all the time and they change once a
year, but a wrong number must not stand on any page for long.
"""

import time
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from datetime import time as clock_time
from threading import Lock
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import event, select

from app.extensions import db
from app.models import Person, Setting, utc_now
from app.models.codes import Topic
from app.services import auditing, setting_rules
from app.services.adding import add_if_new
from app.services.clocks import Cover, london_day
from app.services.errors import RuleBroken
from app.services.number_checks import CHECKED, STALE_AFTER, NumberCheck, check_of
from app.services.targets import Targets

FRESH_FOR = 5.0  # seconds
CHANGED: Final = "changed setting"


@dataclass(frozen=True, kw_only=True)
class Settings(Targets):
    """Every setting with the value Heard comes with. README.md explains each."""

    board_name: str = "Northbank Safeguarding Children Board"
    board_area: str = "Northbank"
    neutral_site: str = "https://www.bbc.co.uk/weather"
    neutral_name: str = "the weather"
    is_domain_ours_alone: bool = False
    emergency_number: str = "999"
    emergency_text: str = "You can text 999 too. First text the word register to 999."
    emergency_bsl: str = "999bsl.co.uk"
    emergency_relay: str = "18000"
    emergency_quiet_key: str = "55"
    childline_number: str = "0800 1111"
    childline_hours: str = "Free, day or night"
    childline_site: str = "childline.org.uk"
    advocate_name: str = "Northbank Young People's Advocacy"
    advocate_number: str = "01632 960456"
    advocate_hours: str = "Monday to Friday, 9am to 5pm"
    out_of_hours_number: str = "01632 960457"
    out_of_hours_times: str = "every night, and all day at weekends"
    complaints_name: str = "the complaints team"
    complaints_number: str = "01632 960458"
    complaints_email: str = "complaints@heard.example"
    complaints_address: str = "Complaints, Northbank Board, 1 Example Street, Northbank"
    complaints_hours: str = "Monday to Friday, 9am to 5pm"
    ombudsman_name: str = "the Local Government and Social Care Ombudsman"
    ombudsman_number: str = "0300 061 0614"
    data_protection_name: str = "the data protection team"
    data_protection_number: str = "01632 960459"
    data_protection_email: str = "data@heard.example"
    privacy_regulator_name: str = "the Information Commissioner"
    privacy_regulator_number: str = "0303 123 1113"
    privacy_regulator_site: str = "ico.org.uk"
    equality_name: str = "the Equality Advisory Service"
    equality_number: str = "0808 800 0082"
    accessibility_checked_on: str = "2026-11-26"
    numbers_checked_on: str = ""  # 2026-12-01
    numbers_checked_by: str = ""
    team_size: int = 3
    topics: tuple[str, ...] = tuple(topic.value for topic in Topic)
    areas: tuple[str, ...] = ("city", "county", "Rutland")
    cover_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    cover_opens: int = 9
    cover_closes: int = 17
    reading_days: str = "Monday to Friday"
    reading_hours: str = "9am to 5pm"
    alert_minutes: int = 60
    escalate_minutes: int = 15
    alert_close_days: int = 5
    read_days: int = 2
    answer_days: int = 10
    answers_need_two: bool = False
    tell_child_days: int = 5
    reply_days: int = 5
    stopped_days: int = 5
    quote_decide_days: int = 10
    release_hours: int = 72
    review_days: int = 5
    board_question_days: int = 20
    initial_conference_days: int = 15
    core_group_days: int = 10
    first_review_months: int = 3
    later_review_months: int = 6
    letter_days: int = 1
    record_days: int = 15
    quorum_agencies: int = 3
    framework_days: int = 20
    minutes_days: int = 10
    refresher_months: int = 24
    draft_minutes: int = 60
    draft_long_minutes: int = 24 * 60
    joining_days: int = 7
    left_days: int = 30
    sign_in_idle_minutes: int = 30
    sign_in_hours: int = 10
    young_idle_minutes: int = 30
    young_hours: int = 10
    own_phone_days: int = 30
    administrator_idle_minutes: int = 15
    administrator_hours: int = 8
    confirm_minutes: int = 10
    kept_work_hours: int = 72
    approval_days: int = 7
    audit_years: int = 7
    view_months: int = 24
    meeting_months: int = 24
    outbox_days: int = 90
    request_months: int = 36
    hold_months: int = 6
    retention_ahead_days: int = 14
    small_number: int = 5
    smallest_base: int = 20

    @property
    def are_numbers_stale(self) -> bool:
        """Whether nobody has rung the numbers that young people see for a quarter of a year, or ever."""
        if not self.numbers_checked_on:
            return True
        return utc_now().date() - date.fromisoformat(self.numbers_checked_on) > STALE_AFTER

    @property
    def cover(self) -> Cover:
        """When somebody is there to see an alert."""
        return Cover(
            weekdays=frozenset(self.cover_days),
            opens=clock_time(self.cover_opens),
            closes=clock_time(self.cover_closes),
        )


_asking = Lock()
_kept: Settings | None = None
_kept_at = 0.0


def current() -> Settings:
    """The settings in force. Asks the database at most every 5 seconds.

    Nobody waits for whoever is asking: they may hold the database's write lock, which the one who asks needs.
    """
    kept = _kept
    if kept is None:
        return renew()
    if time.monotonic() - _kept_at > FRESH_FOR and _asking.acquire(blocking=False):
        try:
            return renew()
        finally:
            _asking.release()
    return kept


def renew() -> Settings:
    """As the table has them now: the very same object as before as long as nothing in it has changed."""
    global _kept, _kept_at
    found = read()
    _kept, _kept_at = _kept if _kept == found else found, time.monotonic()
    return _kept or found


def last_known() -> Settings:
    """The settings without asking the database: for the page that says something went wrong."""
    return _kept or Settings()


def forget() -> None:
    """Read again at the next question."""
    global _kept
    _kept = None


def read() -> Settings:
    """The settings as the table has them now."""
    stored = rows_by_name()
    known = {field.name for field in fields(Settings)} & stored.keys()
    found = replace(Settings(), **{name: as_stored(stored[name]["is"]) for name in known})
    oldest = min(checks(stored, found).values(), key=lambda check: check.on or date.min)
    return replace(found, numbers_checked_on=oldest.on.isoformat() if oldest.on else "", numbers_checked_by=oldest.by)


def rows_by_name() -> dict[str, dict[str, Any]]:
    return {name: value for name, value in db.session.execute(select(Setting.name, Setting.value))}


def checks(stored: dict[str, dict[str, Any]], in_force: Settings) -> dict[str, NumberCheck]:
    """When each number was last found right, and by whom."""
    all_on, all_by = in_force.numbers_checked_on, in_force.numbers_checked_by
    return {name: check_of(stored.get(name, {}), all_on=all_on, all_by=all_by) for name in CHECKED}


def checks_now() -> dict[str, NumberCheck]:
    """The same, as the table has them now."""
    stored = rows_by_name()
    said = {name: stored[name]["is"] for name in ("numbers_checked_on", "numbers_checked_by") if name in stored}
    return checks(stored, replace(Settings(), **said))


def as_stored(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def hold(name: str) -> Setting:
    """The row of a setting, until the commit: whoever else would change it waits. Made where there is none yet."""
    usual = asdict(Settings())[name]
    add_if_new(Setting, {"id": uuid4(), "created_at": utc_now(), "name": name, "value": {"is": usual}}, key="name")
    query = select(Setting).where(Setting.name == name).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def change(name: str, typed: str, *, by: Person | None = None, reason: str | None = None) -> Any:
    """Set one setting from what somebody typed (lists with commas between). Returns the value it has now.

    What it was, and why it is changed, stands in the audit trail. A number that is changed counts as not checked.
    Raises RuleBroken when there is no such setting, or when Heard could not work with it.
    """
    value, row, before = readable(name, typed), hold(name), read()
    row.value = {"is": value} | ({"checked_on": ""} if name in CHECKED else {})
    was, now = in_words(getattr(before, name)), in_words(value)
    if name == "numbers_checked_on":
        forget_single_checks()
        reason = " ".join(filter(None, ("What was checked one by one is forgotten.", reason)))
    auditing.note_change(by, f"{CHANGED} {name}", row, was=was, now=now, reason=reason)
    db.session.flush()
    forget_now_and_when_committed()
    return value


def forget_single_checks() -> None:
    """Somebody made sure of all numbers: what was said of single ones before does not count any more."""
    for row in db.session.scalars(select(Setting).where(Setting.name.in_(CHECKED))):
        row.value = {"is": row.value["is"]}


def say_checked(name: str, *, by: Person, seen: str) -> None:
    """This number is right: somebody made sure of it today. Said again on the same day it changes nothing.

    Raises RuleBroken when it is none of the numbers that are checked, or another one stands there by now.
    """
    if name not in CHECKED:
        raise RuleBroken("Only numbers and addresses to call are checked.")
    row = hold(name)
    number = row.value["is"]
    if number != seen:
        raise RuleBroken("It was changed in another window. Check the one that stands here now.")
    before = row.value.get("checked_on") or "never"
    said = {"is": number, "checked_on": london_day(utc_now()).isoformat(), "checked_by": by.name}
    if row.value == said:
        return
    was = f"{before}, {row_by}" if (row_by := row.value.get("checked_by")) else before
    row.value = said
    auditing.note(by, "checked a number that people see", row, reason=f"{name}: {number}. Checked before: {was}.")
    db.session.flush()
    forget_now_and_when_committed()


def forget_now_and_when_committed() -> None:
    """Whoever asks in between, in another thread, would keep what was there before."""
    forget()
    event.listen(db.session(), "after_commit", lambda _session: forget(), once=True)


def readable(name: str, typed: str) -> Any:
    """What this setting would be. Changes nothing.

    Raises RuleBroken when there is no such setting, or when Heard could not work with it.
    """
    usual = asdict(Settings()).get(name)
    if usual is None:
        raise RuleBroken(f"There is no setting called {name}.")
    value = setting_rules.converted(usual, typed)
    setting_rules.check(name, value)
    check_cover(replace(read(), **{name: as_stored(value)}))
    return value


def in_words(value: Any) -> str:
    """As the audit trail and the commands show it, and as it can be typed again: yes; 60; city, county."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def check_cover(changed: Settings) -> None:
    """Raises RuleBroken when nobody would ever be there: no alert could have a clock."""
    try:
        _ = changed.cover
    except ValueError as never:
        raise RuleBroken("Choose days from 0 (Monday) to 6, and an hour to open before the hour to close.") from never
