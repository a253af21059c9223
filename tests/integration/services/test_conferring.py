from datetime import date

import pytest
from sqlalchemy.exc import NoResultFound

from app.extensions import db
from app.forms import new_once
from app.models import utc_now
from app.models.codes import ConferenceFormat, ConferenceType
from app.services import auditing, conferring
from app.services.conferring import ConferenceDetails
from app.services.errors import RuleBroken
from tests.factories import ConferenceFactory, PersonFactory

TODAY = date(2026, 11, 17)


def make(chair=None, once=None, **changes):
    details = ConferenceDetails(
        reference="NB-1",
        held_on=date(2026, 11, 10),
        start_time=None,
        type=ConferenceType.INITIAL,
        format=ConferenceFormat.ONLINE,
        strategy_discussion_on=date(2026, 11, 2),
        late_reason=None,
    )
    return conferring.make_conference(chair or PersonFactory(), details | changes, once=once or new_once())


class TestMakeConference:
    def test_the_same_token_gives_the_same_conference(self):
        chair, once = PersonFactory(), new_once()

        assert make(chair, once=once) is make(chair, once=once)

    def test_the_reference_is_found_again_however_it_is_spaced(self):
        chair = PersonFactory()
        make(chair)

        with pytest.raises(RuleBroken, match="already"):
            make(chair, reference=" nb - 1 ")

    def test_another_chairs_reference_is_in_use_and_no_more_is_told(self):
        make()

        with pytest.raises(RuleBroken, match="^This reference is in use on that day. Check both with your team.$"):
            make(chair=PersonFactory())

    def test_a_late_conference_needs_a_reason(self):
        with pytest.raises(RuleBroken, match="Write why the conference is late"):
            make(strategy_discussion_on=date(2026, 10, 19))

    @pytest.mark.parametrize("day", [date(2009, 12, 31), date(2026, 11, 15), date(2026, 12, 28), date(2027, 5, 18)])
    def test_some_days_cannot_be_right(self, day):
        with pytest.raises(RuleBroken):
            make(held_on=day, type=ConferenceType.LATER_REVIEW, strategy_discussion_on=None)

    def test_six_months_ahead_is_not_too_far(self):
        ahead = make(held_on=date(2027, 5, 17), type=ConferenceType.LATER_REVIEW, strategy_discussion_on=None)

        assert ahead.held_on == date(2027, 5, 17)

    def test_a_refused_conference_is_not_half_there(self):
        make()
        with pytest.raises(RuleBroken):
            make()

        assert not db.session.new


class TestOpenAgain:
    def test_who_did_it_is_written_down_once(self):
        conference = ConferenceFactory(finished_at=utc_now())

        for _ in range(2):
            conferring.open_again(conference.chair, conference)

        (line,) = auditing.lines_about(conference)
        assert (line.deed, line.person_id) == ("opened conference again", conference.chair_id)


class TestGetConference:
    def test_someone_elses_conference_does_not_exist(self):
        with pytest.raises(NoResultFound):
            conferring.get_conference(PersonFactory(), ConferenceFactory().id)

    def test_ones_own_comes_with_its_children(self):
        conference = ConferenceFactory()

        assert conferring.get_conference(conference.chair, conference.id).records == []


class TestTimeLimits:
    @pytest.mark.parametrize(
        ("discussed", "last"),
        [
            (date(2026, 10, 20), date(2026, 11, 10)),
            (date(2026, 3, 26), date(2026, 4, 20)),  # Good Friday and Easter Monday are in between
        ],
    )
    def test_an_initial_conference_has_fifteen_working_days(self, discussed, last):
        assert conferring.latest_day(discussed) == last

    def test_the_last_day_is_in_time(self):
        assert not conferring.is_late(ConferenceType.INITIAL, date(2026, 10, 20), date(2026, 11, 10))

    def test_the_day_after_is_late(self):
        assert conferring.is_late(ConferenceType.PRE_BIRTH, date(2026, 10, 20), date(2026, 11, 11))

    def test_without_a_strategy_discussion_nothing_is_late(self):
        assert not conferring.is_late(ConferenceType.INITIAL, None, TODAY)

    @pytest.mark.parametrize(
        "type", [ConferenceType.FIRST_REVIEW, ConferenceType.LATER_REVIEW, ConferenceType.RECONVENED,
                 ConferenceType.TRANSFER_IN]
    )  # fmt: skip
    def test_only_initial_conferences_count_from_the_strategy_discussion(self, type):
        assert conferring.due_on(type, date(2026, 1, 5)) is None
        assert not conferring.is_late(type, date(2026, 1, 5), TODAY)
        assert make(type=type, strategy_discussion_on=date(2026, 1, 5)).late_reason is None
