from datetime import date

import pytest

from app.extensions import db
from app.forms import new_once
from app.models import ChildRecord, utc_now
from app.models.codes import Stage
from app.services import conferring, including, recording, settings
from app.services.errors import RuleBroken
from app.services.stages import BirthMonth
from tests.factories import ChildRecordFactory, ConferenceFactory


class TestRemoveChild:
    def test_nobody_is_taken_out_of_a_finished_conference(self):
        conference = ConferenceFactory(finished_at=utc_now())
        empty = ChildRecordFactory(conference=conference)
        chair, record_id = conference.chair, empty.id
        db.session.expire_all()
        record = recording.get_record(chair, conference.id, record_id)

        with pytest.raises(RuleBroken, match="Open it again to change its children"):
            including.remove_child(chair, record)

        assert db.session.get(ChildRecord, record_id) is record


class TestAddChild:
    def test_the_second_child_comes_after_the_first(self):
        conference = ConferenceFactory()
        chair = conference.chair
        for reference in ("C-1", "C-2"):
            db.session.expire_all()
            mine = conferring.get_conference(chair, conference.id)
            including.add_child(
                chair,
                mine,
                reference=reference,
                born=BirthMonth(2014, 5),
                is_subject=True,
                once=new_once(),
            )
        db.session.expire_all()

        mine = conferring.get_conference(chair, conference.id)
        assert [record.child.reference for record in mine.records] == ["C-1", "C-2"]

    @pytest.mark.parametrize(("born", "stage"), [(BirthMonth(2014, 5), Stage.FOUR_OR_OVER), (None, Stage.UNBORN)])
    def test_the_boards_clock_starts_for_every_child(self, born, stage):
        settings.change("tell_child_days", "7")
        conference = ConferenceFactory(held_on=date(2026, 11, 10))
        mine = conferring.get_conference(conference.chair, conference.id)

        record = including.add_child(
            conference.chair, mine, reference="C-1", born=born, is_subject=True, once=new_once()
        )

        assert (record.stage, record.tell_due_on) == (stage, date(2026, 11, 19))

    def test_a_child_of_18_is_refused(self):
        conference = ConferenceFactory()
        mine = conferring.get_conference(conference.chair, conference.id)

        with pytest.raises(RuleBroken, match="18 or over"):
            including.add_child(
                conference.chair, mine, reference="C-1", born=BirthMonth(2008, 10), is_subject=True, once=new_once()
            )

    def test_a_token_that_was_used_elsewhere_is_refused(self):
        elsewhere = ChildRecordFactory().once
        conference = ConferenceFactory()
        chair = conference.chair
        mine = conferring.get_conference(chair, conference.id)

        with pytest.raises(RuleBroken, match="sent already"):
            including.add_child(chair, mine, reference="C-1", born=BirthMonth(2014, 5), is_subject=True, once=elsewhere)
