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
        last_conference_on=None,
        told_of_move_on=None,
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
            make(held_on=day, type=ConferenceType.RECONVENED, strategy_discussion_on=None)

    def test_six_months_ahead_is_not_too_far(self):
        ahead = make(held_on=date(2027, 5, 17), type=ConferenceType.LATER_REVIEW, last_conference_on=date(2026, 11, 17))

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
