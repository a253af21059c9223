"""A member says something without their name: nothing that is kept differs from what anybody's view leaves.

Two worlds, compared column by column in every table. In both, a member is signed in and looks at a page at the moment
at which the view is sent. In one of them it is the member who sends it.
"""

import json
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Alert, Base, Role, View, utc_now
from app.protection.cookie_secret import CookieSecret
from app.services import clocks, visiting
from tests.factories import PersonFactory
from tests.integration.access import walk
from tests.participation_factories import RotaEntryFactory

pytestmark = pytest.mark.usefixtures("still_clock")

THEIR_ID = "the member"
BY_A_RANDOM_SOURCE = {"once", "token_mark"}


def send(visitor, **how) -> None:
    """A whole view, up to its receipt; who is not safe says how to find them."""
    safe_now = how.pop("safe_now")
    visitor.fill_in("/say/1", topic="home")
    visitor.fill_in("/say/2", words="It is too loud at night.")
    visitor.fill_in("/say/4", safe_now=safe_now)
    if safe_now == "no":
        visitor.fill_in("/say/help", wants_contact="yes", how_to_find="Ask at school.")
    visitor.fill_in("/say/5", permission="team", **how)
    assert visitor.fill_in("/say/6").location == "/say/sent"
    visitor.get("/say/sent")


def world(app, clock, capsys, *, by_member: bool, safe_now: str, minutes: int = 20) -> tuple[dict, list]:
    """Everything that is stored when the view has been sent, and the lines of the log since the member signed in."""
    begin = utc_now()
    with walk.undone():
        member = PersonFactory(name="Zee", role=Role.SHADOW_BOARD_MEMBER)
        lead = PersonFactory(name="Lee", role=Role.SAFEGUARDING_LEAD)
        RotaEntryFactory(person=lead, weekday=1)
        browser, other = app.test_client().sign_in(member), app.test_client()
        browser.get("/account")
        capsys.readouterr()
        clock.shift(timedelta(minutes=minutes))
        browser.get("/account")
        if by_member:
            send(browser, safe_now=safe_now, with_name="no")
        else:
            send(other, safe_now=safe_now)
        lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
        found = everything(member.id)
    clock.move_to(begin, tick=False)
    return found, [(line["method"], line.get("route"), line["status"], line["role"]) for line in lines]


def everything(member_id: UUID) -> dict[str, list[dict]]:
    """Every row of every table. What is drawn at random is replaced by which one it is, wherever it stands: two
    columns that hold the same hold the same afterwards, too."""
    names: dict[object, str] = {member_id.hex: THEIR_ID}

    def named(column: str, value: object) -> object:
        if isinstance(value, UUID):
            return names.setdefault(value.hex, f"id {len(names)}")
        if isinstance(value, (bytes, memoryview)) or column in BY_A_RANDOM_SOURCE:
            return names.setdefault(bytes(value) if not isinstance(value, str) else value, f"random {len(names)}")
        return value

    found = {}
    for table in Base.metadata.sorted_tables:
        order = [table.c[name] for name in ("created_at", "channel", "kind", "expires_at") if name in table.c]
        rows = db.session.execute(select(table).order_by(*order)).mappings()
        found[table.name] = [{name: named(name, row[name]) for name in row} for row in rows]
    return found


@pytest.mark.parametrize("safe_now", ["yes", "no"])
def test_every_column_of_every_table_is_the_same_as_when_anybody_said_it(app, clock, capsys, safe_now):
    by_a_member = world(app, clock, capsys, by_member=True, safe_now=safe_now)
    by_anybody = world(app, clock, capsys, by_member=False, safe_now=safe_now)

    for table, rows in by_a_member[0].items():
        assert rows == by_anybody[0][table], table
    assert len(by_a_member[0]["young_person_view"]) == 1
    assert by_a_member[1] == by_anybody[1]


def test_the_comparison_would_see_a_name(app, clock, capsys):
    """What it is worth: with their name, the worlds differ."""
    with walk.undone():
        member = PersonFactory(role=Role.SHADOW_BOARD_MEMBER)
        send(app.test_client().sign_in(member), safe_now="yes", with_name="yes")
        (row,) = everything(member.id)["young_person_view"]

    assert row["advisor_id"] == THEIR_ID
    assert row["sent_at"] == utc_now()


def test_of_a_view_without_a_name_the_time_is_kept_as_a_date_whoever_sent_it(app, clock, capsys):
    early = world(app, clock, capsys, by_member=True, safe_now="yes", minutes=20)[0]
    late = world(app, clock, capsys, by_member=False, safe_now="yes", minutes=400)[0]

    assert early["young_person_view"] == late["young_person_view"]


def test_its_clocks_run_from_the_day_on_which_it_was_sent(browser, clock):
    clock.move_to(datetime(2026, 11, 17, 23, 30, tzinfo=UTC), tick=False)
    send(browser, safe_now="yes")

    view = db.session.scalars(select(View)).one()

    assert view.sent_at == datetime.combine(date(2026, 11, 17), time(), UTC)
    assert view.read_due_at == clocks.due_by(utc_now(), 2)
    assert view.answer_due_at == clocks.due_by(utc_now(), 10)


def test_a_day_is_a_day_in_london(browser, clock):
    """In summer it is the next day there already."""
    clock.move_to(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), tick=False)
    send(browser, safe_now="yes")

    assert clocks.london_day(db.session.scalars(select(View.sent_at)).one()) == date(2026, 7, 2)


def test_somebody_who_is_not_safe_is_seen_within_the_hour_all_the_same(browser):
    RotaEntryFactory(weekday=1)
    send(browser, safe_now="no")

    assert db.session.scalars(select(Alert.due_at)).one() == utc_now() + timedelta(hours=1)


def test_nothing_of_the_draft_leads_from_the_members_browser_to_the_view(app):
    """Even for somebody who has their phone, and the server's keys, no id or token of it is left there."""
    member = PersonFactory(role=Role.SHADOW_BOARD_MEMBER)
    visitor = app.test_client().sign_in(member)
    send(visitor, safe_now="yes", with_name="no")
    view = db.session.scalars(select(View)).one()

    kept = visiting.remembered(secret_of(visitor, app))

    assert kept.answers == {}
    assert kept.once is None
    assert str(view.id) not in str(kept)
    assert view.once not in str(kept)


def test_nor_does_a_members_complaint(app):
    visitor = app.test_client().sign_in(PersonFactory(role=Role.SHADOW_BOARD_MEMBER))
    visitor.fill_in("/complain", words="Nobody came.", safe_now="yes")
    view = db.session.scalars(select(View)).one()

    assert "Nobody came" not in str(kept := visiting.remembered(secret_of(visitor, app)))
    assert str(view.id) not in str(kept)
    assert view.advisor_id is None


def secret_of(visitor, app) -> CookieSecret:
    return CookieSecret(visitor.secret, app.session_interface.server_key)


def test_to_who_looked_earlier_that_day_it_is_new_until_somebody_has_read_it(browser, another_browser, clock):
    desk = another_browser.sign_in(PersonFactory(role=Role.PARTICIPATION_WORKER))
    desk.get("/inbox/")
    clock.shift(timedelta(minutes=25))
    desk.get("/account")
    send(browser, safe_now="yes")
    clock.shift(timedelta(minutes=25))

    assert len(desk.get("/inbox/?new=yes").page.soup.select(".rows .tag--plum")) == 1
    view = db.session.scalars(select(View)).one()
    desk.get(f"/inbox/{view.id}")
    assert desk.get("/inbox/?new=yes").page.soup.select(".rows .tag--plum") == []
