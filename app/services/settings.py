"""What the board decides: names, numbers, hours, clocks. One typed catalogue, backed by a table.

Read at most once in half a minute in each process: pages ask for settings all the time and they change once a year.
"""

import time
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from datetime import time as clock_time
from threading import Lock
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Setting, utc_now
from app.services import auditing
from app.services.clocks import Cover
from app.services.errors import RuleBroken
from app.services.targets import Targets

FRESH_FOR = 30.0  # seconds
STALE_AFTER = timedelta(days=92)


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


BOUNDS = {  # name: least, most
    "team_size": (1, 100),
    "cover_opens": (0, 22),
    "cover_closes": (1, 23),
    "alert_minutes": (5, 240),
    "escalate_minutes": (5, 120),
    "alert_close_days": (1, 20),
    "read_days": (1, 10),
    "answer_days": (1, 40),
    "tell_child_days": (1, 20),
    "reply_days": (1, 20),
    "stopped_days": (1, 20),
    "quote_decide_days": (1, 40),
    "release_hours": (1, 14 * 24),
    "review_days": (1, 20),
    "board_question_days": (1, 60),
    "initial_conference_days": (1, 30),
    "core_group_days": (1, 30),
    "first_review_months": (1, 6),
    "later_review_months": (1, 12),
    "letter_days": (1, 20),
    "record_days": (1, 40),
    "quorum_agencies": (1, 10),
    "framework_days": (1, 120),
    "minutes_days": (1, 40),
    "refresher_months": (3, 60),
    "draft_minutes": (15, 240),
    "draft_long_minutes": (60, 2 * 24 * 60),
    "joining_days": (1, 30),
    "left_days": (1, 365),
    "sign_in_idle_minutes": (5, 240),
    "sign_in_hours": (1, 24),
    "young_idle_minutes": (5, 240),
    "young_hours": (1, 24),
    "own_phone_days": (1, 80),
    "administrator_idle_minutes": (5, 60),
    "administrator_hours": (1, 12),
    "confirm_minutes": (1, 60),
    "kept_work_hours": (1, 168),
    "approval_days": (1, 30),
    "audit_years": (1, 30),
    "view_months": (6, 120),
    "meeting_months": (6, 120),
    "outbox_days": (30, 730),
    "hold_months": (1, 24),
    "retention_ahead_days": (2, 366),
    "small_number": (5, 10),
    "smallest_base": (20, 100),
} | {field.name: (1, 99) for field in fields(Settings) if field.name.startswith("target_")}
DAYS = frozenset({"numbers_checked_on", "accessibility_checked_on"})
MAY_BE_EMPTY = DAYS | {"numbers_checked_by"}

_asking = Lock()
_kept: Settings | None = None
_kept_at = 0.0


def current() -> Settings:
    """The settings in force. Asks the database at most every half minute.

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
    global _kept, _kept_at
    _kept, _kept_at = read(), time.monotonic()
    return _kept


def last_known() -> Settings:
    """The settings without asking the database: for the page that says something went wrong."""
    return _kept or Settings()


def forget() -> None:
    """Read again at the next question."""
    global _kept
    _kept = None


def read() -> Settings:
    """The settings as the table has them now."""
    rows = db.session.execute(select(Setting.name, Setting.value)).all()
    known = {field.name for field in fields(Settings)}
    return replace(Settings(), **{name: as_stored(value["is"]) for name, value in rows if name in known})


def as_stored(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def change(name: str, typed: str) -> Any:
    """Set one setting from what somebody typed (lists with commas between). Returns the value it has now.

    Raises RuleBroken when there is no such setting, or when Heard could not work with it.
    """
    usual = asdict(Settings()).get(name)
    if usual is None:
        raise RuleBroken(f"There is no setting called {name}.")
    value = converted(usual, typed)
    check(name, value)
    check_cover(replace(read(), **{name: as_stored(value)}))
    row = db.session.scalar(select(Setting).where(Setting.name == name)) or Setting(name=name)
    row.value = {"is": value}
    db.session.add(row)
    auditing.note(None, f"changed setting {name}", row)
    db.session.flush()
    forget()
    return value


def check(name: str, value: Any) -> None:
    """Raises RuleBroken when this one value is empty, out of bounds, or not an address a page may lead to."""
    if name in BOUNDS and not BOUNDS[name][0] <= value <= BOUNDS[name][1]:
        raise RuleBroken(f"{name} must be from {BOUNDS[name][0]} to {BOUNDS[name][1]}.")
    if value in ("", []) and name not in MAY_BE_EMPTY:
        raise RuleBroken(f"{name} cannot be empty.")
    if name in DAYS and value and not is_a_day(value):
        raise RuleBroken("Enter the day like 2026-12-01.")
    if name == "neutral_site" and not value.startswith(("https://", "http://127.0.0.1")):
        raise RuleBroken("Enter an address that begins with https://.")


def is_a_day(typed: str) -> bool:
    try:
        date.fromisoformat(typed)
    except ValueError:
        return False
    return True


def check_cover(changed: Settings) -> None:
    """Raises RuleBroken when nobody would ever be there: no alert could have a clock."""
    try:
        _ = changed.cover
    except ValueError as never:
        raise RuleBroken("Choose days from 0 (Monday) to 6, and an hour to open before the hour to close.") from never


def converted(usual: Any, typed: str) -> Any:
    try:
        if isinstance(usual, bool):
            return {"yes": True, "no": False}[typed.strip().lower()]
        if isinstance(usual, int):
            return int(typed)
        if isinstance(usual, tuple):
            kind = type(usual[0])
            return [kind(part.strip()) for part in typed.split(",") if part.strip()]
    except KeyError as wrong:
        raise RuleBroken("Enter yes or no.") from wrong
    except ValueError as wrong:
        raise RuleBroken("Enter a whole number.") from wrong
    return typed.strip()
