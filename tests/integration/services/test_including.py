import pytest

from app.extensions import db
from app.forms import new_once
from app.services import conferring, including
from app.services.errors import RuleBroken
from app.services.stages import BirthMonth
from tests.factories import ChildRecordFactory, ConferenceFactory


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
