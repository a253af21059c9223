"""Whatever administrators do, and in whatever order: one of them stays, and none alone gets at a child's words."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.extensions import db
from app.forms import new_once
from app.models import Agency, JoiningLink, Person, Role
from app.services import accounts, approving, inviting
from app.services.errors import RuleBroken
from app.services.powers import ROLES
from tests.factories import AgencyFactory, PersonFactory
from tests.integration.access.walk import undone

PEOPLE = [Role.ADMINISTRATOR] * 3 + [Role.CHAIR, Role.SAFEGUARDING_LEAD, Role.BOARD_MEMBER, Role.YOUNG_ADVISOR]
# Each case is many deeds.
FEWER = settings(max_examples=settings().max_examples // 3, suppress_health_check=[HealthCheck.too_slow])
WHY = "They need it for their work"


def pause(by: Person, whom: Person, _role: Role) -> None:
    accounts.pause(by, whom, reason=WHY)


def resume(by: Person, whom: Person, _role: Role) -> None:
    accounts.resume(by, whom, reason=WHY)


def change_role(by: Person, whom: Person, role: Role) -> None:
    agency_id = db.session.scalar(select(Agency.id)) if role is Role.AGENCY_LEAD else None
    accounts.change_role(by, whom, role, instead_of=whom.role, agency_id=agency_id, reason=WHY)


def give_link(by: Person, whom: Person, _role: Role) -> None:
    inviting.give_link(by, whom, reason=WHY, once=new_once())


def approve(by: Person, whom: Person, _role: Role) -> None:
    for approval in approving.open_about(whom):
        accounts.approve(by, approval)


def take_link(by: Person, whom: Person, _role: Role) -> None:
    for approval in approving.open_about(whom):
        inviting.take_link(by, approval, once=new_once())


somebody = st.integers(0, len(PEOPLE) - 1)
deeds = st.tuples(
    somebody,
    st.sampled_from([pause, resume, change_role, change_role, give_link, approve, approve, take_link]),
    somebody,
    st.sampled_from(Role),
)


def everybody() -> list[Person]:
    AgencyFactory()
    return [PersonFactory(role=role) for role in PEOPLE]


def do(people: list[Person], deed, *, by: int | None = None) -> None:
    """One deed. What a rule refuses is not done."""
    who, act, whom, role = deed
    with suppress(RuleBroken), db.session.begin_nested():
        act(people[who if by is None else by], people[whom], role)


def who_opens_much() -> set:
    """Who can sign in with a role that two administrators give."""
    people = db.session.scalars(select(Person).where(Person.is_active.is_(True)))
    return {(person.id, person.role) for person in people if ROLES[person.role].needs_approval}


@FEWER
@given(st.lists(deeds, min_size=3, max_size=15))
def try_to_remove_everybody(done) -> None:
    with undone():
        people = everybody()
        for deed in done:
            do(people, deed)
        assert any(role is Role.ADMINISTRATOR for _id, role in who_opens_much())


def test_one_administrator_who_can_sign_in_always_stays():
    try_to_remove_everybody()


@FEWER
@given(st.lists(deeds, min_size=3, max_size=15))
def try_alone_to_get_at_words(done) -> None:
    with undone():
        people = everybody()
        before = who_opens_much()
        for deed in done:
            do(people, deed, by=0)
        much = {person_id for person_id, _role in who_opens_much()}
        ways_in = set(db.session.scalars(select(JoiningLink.person_id)))

        assert who_opens_much() <= before
        assert ways_in & much == set()


def test_an_administrator_alone_gives_nobody_a_role_or_a_way_in_that_opens_words():
    try_alone_to_get_at_words()
