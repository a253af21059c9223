from datetime import date

import pytest
from sqlalchemy.exc import NoResultFound

from app.extensions import db
from app.forms import new_once
from app.models import Conference, Person
from app.models.codes import ActionStatus, Extent
from app.services import promising, recording
from app.services.errors import RuleBroken
from app.services.promising import ActionDetails, WishDetails
from tests.factories import ActionFactory, AgencyFactory, ChildRecordFactory, WishFactory

TODAY = date(2026, 11, 17)
A_DOG = WishDetails(
    text="A dog", extent=Extent.FULLY, changed=None, reason=None, explanation=None, topic=None, weight=None
)


def loaded(record):
    chair = db.session.get_one(Person, db.session.get_one(Conference, record.conference_id).chair_id)
    db.session.expire_all()
    return chair, recording.get_record(chair, record.conference_id, record.id)


def an_action(**changes) -> ActionDetails:
    details = ActionDetails(
        what="Ask",
        wish_id=None,
        agency_id=AgencyFactory().id,
        owner_role="Teacher",
        due_on=date(2026, 12, 1),
        status=ActionStatus.NOT_STARTED,
        done_on=None,
        stopped_reason=None,
        evidence=None,
        difference=None,
        child_said=None,
    )
    return details | changes


class TestAddWish:
    def test_a_removed_wish_leaves_its_place_free(self):
        record = ChildRecordFactory()
        WishFactory(record=record, position=1)
        WishFactory(record=record, position=3)
        chair, record = loaded(record)

        assert promising.add_wish(chair, record, A_DOG, once=new_once()).position == 4

    def test_the_same_token_gives_the_same_wish(self):
        chair, record = loaded(ChildRecordFactory())
        once = new_once()

        assert promising.add_wish(chair, record, A_DOG, once=once) is promising.add_wish(
            chair, record, A_DOG, once=once
        )

    def test_a_token_that_was_used_for_another_child_is_refused(self):
        elsewhere = WishFactory().once
        chair, record = loaded(ChildRecordFactory())

        with pytest.raises(RuleBroken, match="for another child"):
            promising.add_wish(chair, record, A_DOG, once=elsewhere)


class TestAddAction:
    def test_a_token_that_was_used_for_another_child_is_refused(self):
        elsewhere, details = ActionFactory().once, an_action()
        chair, record = loaded(ChildRecordFactory())

        with pytest.raises(RuleBroken, match="for another child"):
            promising.add_action(chair, record, details, once=elsewhere, today=TODAY)

    @pytest.mark.parametrize(
        "changes",
        [
            {"due_on": date(2026, 11, 9)},
            {"status": ActionStatus.DONE},
            {"done_on": TODAY},
            {"status": ActionStatus.DONE, "done_on": date(2026, 11, 18)},
        ],
    )
    def test_a_day_that_cannot_be_right_is_refused(self, changes):
        details = an_action(**changes)
        chair, record = loaded(ChildRecordFactory())

        with pytest.raises(RuleBroken):
            promising.add_action(chair, record, details, once=new_once(), today=TODAY)

    def test_the_wish_must_be_the_childs_own(self):
        details = an_action(wish_id=WishFactory().id)
        chair, record = loaded(ChildRecordFactory())

        with pytest.raises(NoResultFound):
            promising.add_action(chair, record, details, once=new_once(), today=TODAY)


class TestAgenciesFor:
    def test_those_who_have_left_are_not_among_them(self):
        AgencyFactory(name="Gone", is_active=False)
        here = AgencyFactory(name="Here")

        assert promising.agencies_for() == [here]

    def test_apart_from_the_owner_of_the_action(self):
        action = ActionFactory(agency=AgencyFactory(name="Gone", is_active=False))

        assert [agency.name for agency in promising.agencies_for(action)] == ["Gone"]
