"""Somebody who has everything that is published of the demonstration's two years cannot rule out a small number.

Every hidden number is tried, with everything; and for each chair and agency what they recorded. It takes minutes, so
`make soak` names this file and `make test` does not find it.
"""

import pytest
from sqlalchemy import text

from app import create_app
from app.extensions import db
from app.models import utc_now
from app.protection.linked_tables import Limits
from app.protection.small_numbers import HIDDEN
from app.services import counted_periods, demonstrating, publishing
from app.services.clocks import FinancialYear, Quarter
from config import Config
from tests.unit.protection.attacker import Attacker

VIEWS, CONFERENCES = 2_400, 800


@pytest.fixture(scope="module", params=[1, 2, 3])
def published(request, tmp_path_factory):
    """What was counted and what is shown of each period that is published."""
    folder = tmp_path_factory.mktemp("demonstration")
    app = create_app(
        Config(
            SECRET_KEY="soak",
            KEY_RING="1:" + "A" * 43 + "=",
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/heard.db",
            ASSETS_FOLDER=str(folder / "assets"),
            ALLOW_HTTP=True,
        )
    )
    with app.app_context():
        db.create_all()
        demonstrating.load(seed=request.param, views=VIEWS, conferences=CONFERENCES, now=utc_now())
        db.session.commit()
        assert db.session.scalar(text("SELECT count(*) FROM publication")) > 0
        versions = counted_periods.every_version()
        quarters = publishing.by_revision(*versions)
        return {version.period: (version, counted_periods.shown_of(version, quarters)) for version in versions}


def small_and_hidden(counts, shown):
    return [name for name, cell in shown.items() if cell is HIDDEN and 1 <= counts[name] <= 5]


def attacker_of_everything(published) -> Attacker:
    attacker = Attacker()
    for period, (version, shown) in published.items():
        attacker.reads(shown, version.links, period=f"{period.label}: ")
    for period in published:
        if isinstance(period, FinancialYear):
            for name in published[period.quarters[0]][1].keys() & published[period][1].keys():
                parts = [f"{quarter.label}: {name}" for quarter in period.quarters]
                attacker.adds_up(f"{period.label}: {name}", parts)
    return attacker


def test_with_everything_that_is_published(published):
    attacker = attacker_of_everything(published)
    tried, found = 0, {}
    for period, (version, shown) in published.items():
        others = published[period.quarters[0]][1] if isinstance(period, FinancialYear) else {}
        for name in small_and_hidden(version.counts, shown):
            if name not in others:
                tried += 1
                if out := attacker.rules_out(f"{period.label}: {name}"):
                    found[period.label, name] = out
    assert not found
    assert tried > 100


def test_with_what_a_chair_or_an_agency_recorded(published):
    tried, found = 0, {}
    for period, (version, shown) in published.items():
        if not isinstance(period, Quarter):
            continue
        for who, own in version.recorded.items():
            known = {name: own[name] for name in version.links.names if own.get(name)}
            attacker = Attacker().reads(shown, version.links).recorded(known)
            parts = {
                part: shown[part]
                for each in version.links.breakdowns
                if shown[each.whole] is not HIDDEN
                and version.counts[each.whole] - own.get(each.whole, 0) >= Limits().fewest(len(each.parts))
                for part in each.parts
                if own.get(each.whole)  # of all others this person knows no more than anybody
            }
            for name in small_and_hidden(version.counts, parts):
                tried += 1
                if out := attacker.rules_out(name, range(max(1, own.get(name, 0)), 6)):
                    found[period.label, who, name] = out
    assert not found
    assert tried > 100
