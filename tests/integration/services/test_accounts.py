"""Who may change whose account, and what takes two."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, NoResultFound

from app.extensions import db
from app.forms import new_once
from app.models import (
    Approval,
    ApprovalKind,
    AuditLine,
    Decision,
    JoiningLink,
    OutboxMessage,
    Person,
    Role,
    SignIn,
    utc_now,
)
from app.models.audit import DEED_LENGTH
from app.models.codes import Event
from app.services import accounts, approving, auditing, inviting, people, signing_in, two_step
from app.services.carriers import Problem
from app.services.errors import RuleBroken
from app.services.people import State
from app.services.powers import ROLES
from tests.factories import AgencyFactory, AlertFactory, AuthenticatorFactory, PersonFactory, ViewFactory
from tests.participation_factories import OutboxMessageFactory

HASH = "somebody's hash"
TAKES_TWO = [role for role in Role if ROLES[role].needs_approval]
TAKES_ONE = [role for role in Role if not ROLES[role].needs_approval]
WEEK = 7 * 24 * 60 * 60


def administrator(name="Jo") -> Person:
    return PersonFactory(name=name, role=Role.ADMINISTRATOR, passphrase_hash=HASH)


def somebody(role=Role.BOARD_MEMBER, **details) -> Person:
    agency_id = AgencyFactory().id if role is Role.AGENCY_LEAD else None
    return PersonFactory(**{"role": role, "agency_id": agency_id, "passphrase_hash": HASH} | details)


def sign_in(person: Person) -> SignIn:
    return signing_in.sign_in(person, secret_mark=new_once().encode())


def deeds(person: Person) -> list[str]:
    """What was done to this account, oldest first."""
    return [line.deed for line in reversed(auditing.lines_about(person))]


def link_for(by: Person, person: Person) -> str:
    return inviting.give_link(by, person, reason="Lost phone", once=new_once())


def approval_for(person: Person, *kinds: ApprovalKind) -> Approval:
    query = select(Approval).where(Approval.person_id == person.id, Approval.kind.in_(kinds or list(ApprovalKind)))
    return db.session.scalars(query).one()


def invite(by: Person, role=Role.BOARD_MEMBER, **details) -> tuple[Person, str | None]:
    username = "amara" if role.is_young else "amara@example.org"
    agency_id = AgencyFactory().id if role is Role.AGENCY_LEAD else None
    usual = {
        "username": username,
        "name": "Amara",
        "role": role,
        "agency_id": agency_id,
        "reason": "New",
        "once": new_once(),
    }
    return inviting.invite(by, **usual | details)


def change_role(by: Person, person: Person, role: Role, **details) -> bool:
    return accounts.change_role(by, person, role, **{"instead_of": person.role, "reason": "New post"} | details)


class TestInvite:
    @pytest.mark.parametrize("role", TAKES_ONE)
    def test_who_opens_no_words_gets_a_link_at_once(self, role):
        person, token = invite(administrator(), role)

        assert signing_in.find_joining_link(token).person_id == person.id
        assert people.account_of(person.id).state is State.WAITING

    @pytest.mark.parametrize("role", TAKES_TWO)
    def test_who_opens_words_waits_for_a_second_administrator(self, role):
        jo = administrator()
        person, token = invite(jo, role)

        assert token is None
        assert db.session.scalars(select(JoiningLink)).all() == []
        assert approval_for(person).asked_by_id == jo.id

    def test_it_is_written_down(self):
        jo = administrator()
        person, _ = invite(jo)

        assert deeds(person) == ["invited somebody as board member", "made a joining link"]
        assert {line.person_id for line in auditing.lines_about(person)} == {jo.id}

    def test_the_same_form_twice_makes_one_person_and_one_link(self):
        jo, once = administrator(), new_once()
        first, again = (invite(jo, once=once) for _ in range(2))

        assert first == again
        assert deeds(first[0]) == ["invited somebody as board member", "made a joining link"]

    def test_the_same_form_twice_asks_once(self):
        jo, once = administrator(), new_once()
        person, _ = invite(jo, Role.CHAIR, once=once)
        invite(jo, Role.CHAIR, once=once)

        assert deeds(person) == ["invited somebody as conference chair", "asked for a joining link"]

    def test_the_same_page_filled_in_for_somebody_else_makes_somebody_else(self):
        jo, once = administrator(), new_once()
        one, _ = invite(jo, once=once)
        other, _ = invite(jo, once=once, username="bola@example.org")

        assert one.id != other.id

    def test_a_username_belongs_to_one_person(self):
        jo = administrator()
        invite(jo)

        with pytest.raises(RuleBroken, match="There is an account for amara@example.org already"):
            invite(jo)

    @pytest.mark.parametrize(
        ("username", "role", "told"),
        [
            ("amara@example.org", Role.YOUNG_ADVISOR, "not an e-mail address"),
            ("amara", Role.CHAIR, "work e-mail address"),
            ("amara@here", Role.CHAIR, "work e-mail address"),
            ("am ara", Role.YOUNG_ADVISOR, "Leave out the spaces"),
            (" ", Role.YOUNG_ADVISOR, "Enter a username"),
        ],
    )
    def test_it_says_which_username_would_do(self, username, role, told):
        with pytest.raises(RuleBroken, match=told):
            invite(administrator(), role, username=username)

    def test_an_agency_lead_needs_an_agency(self):
        with pytest.raises(RuleBroken, match="needs an agency"):
            invite(administrator(), Role.AGENCY_LEAD, agency_id=None)

    def test_another_administrator_must_know_why(self):
        with pytest.raises(RuleBroken, match="Write why"):
            invite(administrator(), Role.CHAIR, reason=None)


class TestGiveLink:
    def test_a_new_link_takes_the_place_of_the_old_one(self):
        jo, alan = administrator(), somebody()
        old, new = link_for(jo, alan), link_for(jo, alan)

        assert signing_in.find_joining_link(old) is None
        assert signing_in.find_joining_link(new).made_by_id == jo.id

    def test_the_same_form_twice_shows_the_same_link(self):
        jo, alan, once = administrator(), somebody(), new_once()
        first, again = (inviting.give_link(jo, alan, reason="Lost phone", once=once) for _ in range(2))

        assert first == again
        assert deeds(alan) == ["made a joining link"]

    def test_a_form_whose_link_was_used_makes_no_other(self):
        jo, alan, once = administrator(), somebody(), new_once()
        signing_in.join(
            signing_in.by_token(inviting.give_link(jo, alan, reason="Lost phone", once=once)), passphrase_hash=HASH
        )

        with pytest.raises(RuleBroken, match="does not work any more. Make a new one"):
            inviting.give_link(jo, alan, reason="Lost phone", once=once)

    @pytest.mark.parametrize("role", TAKES_TWO)
    def test_for_who_opens_words_it_takes_two(self, role):
        sam = somebody(role)

        assert link_for(administrator(), sam) is None
        assert approval_for(sam).kind is ApprovalKind.JOINING_LINK

    def test_nobody_makes_one_for_somebody_paused(self):
        with pytest.raises(RuleBroken, match="They are paused"):
            link_for(administrator(), somebody(is_active=False))


class TestPause:
    def test_it_signs_them_out_and_keeps_them_out(self):
        jo, alan = administrator(), somebody()
        signed_in, token = sign_in(alan), link_for(jo, alan)

        accounts.pause(jo, alan, reason="Left")

        db.session.refresh(signed_in)
        assert signed_in.ended_at is not None
        assert signing_in.find_joining_link(token) is None
        assert not alan.is_active

    def test_nothing_asked_for_them_holds_any_more(self):
        jo, lena, sam = administrator(), administrator("Lena"), somebody(Role.CHAIR)
        link_for(jo, sam)
        approval = approval_for(sam)
        accounts.approve(lena, approval)

        accounts.pause(jo, sam)

        with pytest.raises(RuleBroken, match="They are paused|run out"):
            inviting.take_link(lena, approval, once=new_once())

    def test_twice_is_written_down_once(self):
        jo, alan = administrator(), somebody()
        accounts.pause(jo, alan, reason="Left")
        accounts.pause(jo, alan, reason="Left")

        assert deeds(alan) == ["paused"]
        assert [line.reason for line in auditing.lines_about(alan)] == ["Left"]


class TestWhoIsBackIsTold:
    """Whoever was paused was told of nothing. Once they are back they hear that something waits, if anything does."""

    def back(self, role=Role.PARTICIPATION_WORKER) -> Person:
        person = somebody(role, is_active=False)
        return person

    def told(self, person: Person) -> list[Event]:
        query = select(OutboxMessage.event).where(
            OutboxMessage.person_id == person.id, OutboxMessage.given_up_at.is_(None)
        )
        return list(db.session.scalars(query))

    def test_of_what_was_handed_to_them_before(self, database):
        person = self.back()
        ViewFactory(handler_id=person.id)
        accounts.let_back_in(administrator(), person)

        assert self.told(person) == [Event.BACK_AGAIN]

    def test_of_an_alert_that_nobody_has_seen(self, database):
        AlertFactory()
        person = self.back(Role.SAFEGUARDING_LEAD)
        accounts.let_back_in(administrator(), person)

        assert self.told(person) == [Event.BACK_AGAIN]

    def test_of_a_message_that_was_given_up_meanwhile_whatever_their_role(self, database):
        person = self.back(Role.CHAIR)
        OutboxMessageFactory(person=person, role=person.role, given_up_at=utc_now(), last_problem=Problem.PAUSED)
        accounts.let_back_in(administrator(), person)

        assert self.told(person) == [Event.BACK_AGAIN]

    def test_each_time_they_come_back(self, database):
        jo, person = administrator(), self.back()
        ViewFactory(handler_id=person.id)
        for _ in range(2):
            accounts.let_back_in(jo, person)

        assert self.told(person) == [Event.BACK_AGAIN] * 2

    @pytest.mark.parametrize("role", [Role.PARTICIPATION_WORKER, Role.CHAIR, Role.YOUNG_ADVISOR])
    def test_of_nothing_when_nothing_waits_for_them(self, database, role):
        AlertFactory(acknowledged_at=utc_now(), acknowledged_by_id=administrator("Kim").id)
        ViewFactory(handler_id=PersonFactory().id)
        person = self.back(role)
        accounts.let_back_in(administrator(), person)

        assert self.told(person) == []


class TestResume:
    @pytest.mark.parametrize("role", TAKES_ONE)
    def test_who_opens_no_words_is_back_at_once(self, role):
        person = somebody(role, is_active=False)

        assert accounts.resume(administrator(), person, reason="Back")
        assert person.is_active
        assert deeds(person) == ["resumed"]

    @pytest.mark.parametrize("role", TAKES_TWO)
    def test_who_opens_words_waits_for_a_second_administrator(self, role):
        jo, lena, person = administrator(), administrator("Lena"), somebody(role, is_active=False)

        assert not accounts.resume(jo, person, reason="Back")
        assert not person.is_active

        accounts.approve(lena, approval_for(person))
        assert person.is_active
        assert person.role is role
        assert deeds(person) == ["asked to let them back in", "approved letting them back in", "resumed"]


class TestChangeRole:
    def test_it_is_done_at_once_where_no_words_are_opened(self):
        jo, alan = administrator(), somebody()
        signed_in, token = sign_in(alan), link_for(jo, alan)

        assert change_role(jo, alan, Role.CHAIRS_MANAGER)

        db.session.refresh(signed_in)
        assert alan.role is Role.CHAIRS_MANAGER
        assert signed_in.ended_at is not None
        assert signing_in.find_joining_link(token) is None
        assert deeds(alan)[-1] == "changed role from board member to chairs' manager"

    @pytest.mark.parametrize("role", TAKES_TWO)
    def test_a_role_that_opens_words_takes_two(self, role):
        jo, lena, alan = administrator(), administrator("Lena"), somebody()
        signed_in = sign_in(alan)

        assert not change_role(jo, alan, role)
        assert alan.role is Role.BOARD_MEMBER

        accounts.approve(lena, approval_for(alan))
        db.session.refresh(signed_in)
        assert alan.role is role
        assert signed_in.ended_at is not None

    @pytest.mark.parametrize("role", TAKES_TWO)
    def test_such_a_role_begins_with_a_new_way_in(self, role):
        """Otherwise one alone could join in their place first, while the account opens nothing."""
        jo, lena, alan = administrator(), administrator("Lena"), somebody(passphrase_hash=HASH)
        AuthenticatorFactory(person_id=alan.id)
        change_role(jo, alan, role)
        accounts.approve(lena, approval_for(alan))

        assert alan.passphrase_hash is None
        assert not two_step.has_second_step(alan)
        assert inviting.take_link(lena, approval_for(alan, ApprovalKind.JOINING_LINK), once=new_once())

    def test_whoever_approves_it_took_their_second_step_away(self):
        jo, lena, alan = administrator(), administrator("Lena"), somebody(passphrase_hash=HASH)
        AuthenticatorFactory(person_id=alan.id)
        change_role(jo, alan, Role.SAFEGUARDING_LEAD)
        accounts.approve(lena, approval_for(alan))

        (line,) = [line for line in auditing.lines_about(alan) if line.deed == "second step removed"]
        assert line.person_id == lena.id

    def test_a_link_made_for_the_old_role_opens_nothing_of_the_new_one(self):
        """One administrator alone must not get into an account that opens words."""
        jo, lena, alan = administrator(), administrator("Lena"), somebody()
        kept_back = link_for(jo, alan)
        change_role(jo, alan, Role.PARTICIPATION_WORKER)
        accounts.approve(lena, approval_for(alan))

        with pytest.raises(RuleBroken):
            signing_in.join(signing_in.by_token(kept_back), passphrase_hash=HASH)

    def test_a_link_approved_for_the_old_role_is_not_one_for_the_new_role(self):
        jo, lena, sam = administrator(), administrator("Lena"), somebody(Role.PARTICIPATION_WORKER)
        link_for(jo, sam)
        approval = approval_for(sam)
        accounts.approve(lena, approval)
        change_role(jo, sam, Role.BOARD_MEMBER)

        with pytest.raises(RuleBroken, match="run out"):
            inviting.take_link(lena, approval, once=new_once())

    @pytest.mark.parametrize(
        ("before", "after"), [(Role.YOUNG_ADVISOR, Role.BOARD_MEMBER), (Role.BOARD_MEMBER, Role.SHADOW_BOARD_MEMBER)]
    )
    def test_young_people_and_staff_stay_what_they_are(self, before, after):
        with pytest.raises(RuleBroken, match="do not mix"):
            change_role(administrator(), somebody(before), after)

    def test_among_young_people_it_is_done_at_once(self):
        dev = somebody(Role.YOUNG_ADVISOR)

        assert change_role(administrator(), dev, Role.SHADOW_BOARD_MEMBER)
        assert dev.role is Role.SHADOW_BOARD_MEMBER

    def test_an_agency_lead_needs_an_agency_and_leaves_it_again(self):
        jo, alan, police = administrator(), somebody(), AgencyFactory()
        with pytest.raises(RuleBroken, match="needs an agency"):
            change_role(jo, alan, Role.AGENCY_LEAD)

        assert change_role(jo, alan, Role.AGENCY_LEAD, agency_id=police.id)
        assert change_role(jo, alan, Role.AGENCY_LEAD, agency_id=AgencyFactory().id)
        assert change_role(jo, alan, Role.BOARD_MEMBER)
        assert alan.agency_id is None
        assert "changed agency" in deeds(alan)

    def test_nobody_changes_the_role_of_somebody_paused(self):
        with pytest.raises(RuleBroken, match="They are paused"):
            change_role(administrator(), somebody(is_active=False), Role.CHAIRS_MANAGER)

    def test_of_two_windows_the_second_is_told_what_the_first_did(self):
        jo, alan = administrator(), somebody()
        change_role(jo, alan, Role.CHAIRS_MANAGER)

        with pytest.raises(RuleBroken, match="changed in the meantime: chairs' manager"):
            change_role(jo, alan, Role.AGENCY_LEAD, instead_of=Role.BOARD_MEMBER, agency_id=AgencyFactory().id)

    def test_the_same_form_twice_is_written_down_once(self):
        jo, alan = administrator(), somebody()
        for _ in range(2):
            assert change_role(jo, alan, Role.CHAIRS_MANAGER, instead_of=Role.BOARD_MEMBER)

        assert len(deeds(alan)) == 1


def test_every_deed_fits_its_column():
    pairs = [(one, other) for one, other in product(Role, Role) if one.is_young == other.is_young and one is not other]
    changes = [f"changed role from {one.value} to {other.value}" for one, other in pairs]
    asked = [
        f"{deed} the role {role.value}" for deed in ("asked for", "approved", "refused", "took back:") for role in Role
    ]

    assert max(map(len, changes + asked)) <= DEED_LENGTH


class TestOnesOwnAccount:
    @pytest.mark.parametrize(
        "change",
        [
            lambda jo: accounts.pause(jo, jo),
            lambda jo: link_for(jo, jo),
            lambda jo: change_role(jo, jo, Role.SAFEGUARDING_LEAD),
            lambda jo: accounts.end_sign_ins(jo, jo),
            lambda jo: accounts.resume(jo, jo),
        ],
        ids=["pause", "link", "role", "sign-ins", "resume"],
    )
    def test_nobody_changes_it(self, change):
        administrator("Lena")
        with pytest.raises(RuleBroken, match="Nobody changes their own account"):
            change(administrator())

    def test_nobody_decides_about_it(self):
        jo, lena = administrator(), administrator("Lena")
        link_for(jo, lena)

        with pytest.raises(RuleBroken, match="own account"):
            accounts.approve(lena, approval_for(lena))

    def test_nobody_takes_the_link_into_it(self):
        jo, lena, kim = administrator(), administrator("Lena"), administrator("Kim")
        link_for(jo, lena)
        accounts.approve(kim, approval_for(lena))

        with pytest.raises(RuleBroken, match="Nobody changes their own account"):
            inviting.take_link(lena, approval_for(lena), once=new_once())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_changes_accounts(role):
    with pytest.raises(RuleBroken, match="You do not look after accounts"):
        accounts.pause(somebody(role), somebody())


def test_an_administrator_who_is_paused_changes_nothing_more():
    jo, lena, alan = administrator(), administrator("Lena"), somebody()
    accounts.pause(lena, jo)

    with pytest.raises(RuleBroken, match="You do not look after accounts any more"):
        accounts.pause(jo, alan)


class TestApprovals:
    @pytest.fixture
    def jo(self):
        return administrator()

    @pytest.fixture
    def lena(self):
        return administrator("Lena")

    @pytest.fixture
    def sam(self):
        return somebody(Role.PARTICIPATION_WORKER, name="Sam")

    @pytest.fixture
    def approval(self, jo, sam):
        link_for(jo, sam)
        return approval_for(sam)

    def test_who_asked_does_not_decide(self, jo, approval):
        for decide in (accounts.approve, accounts.refuse):
            with pytest.raises(RuleBroken, match="You asked for this yourself"):
                decide(jo, approval)

    @pytest.mark.parametrize("decision", Decision)
    def test_the_database_refuses_it_too(self, jo, approval, decision):
        approval.decided_by_id, approval.decision, approval.decided_at = jo.id, decision, approval.created_at

        with pytest.raises(IntegrityError, match="decided_by_another"):
            db.session.flush()

    def test_the_link_is_made_after_another_administrator_said_yes(self, jo, lena, sam, approval):
        accounts.approve(lena, approval)
        token = inviting.take_link(lena, approval, once=new_once())

        assert signing_in.find_joining_link(token).person_id == sam.id
        assert deeds(sam) == ["asked for a joining link", "approved a joining link", "made a joining link"]
        assert [line.reason for line in auditing.lines_about(sam)] == [None, None, "Lost phone"]

    def test_who_asked_never_holds_the_link(self, jo, lena, approval):
        accounts.approve(lena, approval)

        with pytest.raises(RuleBroken, match="Another administrator makes it"):
            inviting.take_link(jo, approval, once=new_once())

    def test_no_link_is_made_before(self, lena, approval):
        with pytest.raises(RuleBroken, match="has to approve this first"):
            inviting.take_link(lena, approval, once=new_once())

    def test_what_was_refused_gives_nothing(self, jo, lena, sam, approval):
        accounts.refuse(lena, approval)

        with pytest.raises(RuleBroken, match="has to approve this first"):
            inviting.take_link(lena, approval, once=new_once())
        assert deeds(sam)[-1] == "refused a joining link"

    def test_after_a_refusal_it_can_be_asked_for_again(self, jo, lena, sam, approval):
        accounts.refuse(lena, approval)
        link_for(jo, sam)

        assert deeds(sam).count("asked for a joining link") == 2

    def test_an_approval_is_used_once(self, jo, lena, approval):
        accounts.approve(lena, approval)
        inviting.take_link(lena, approval, once=new_once())

        with pytest.raises(RuleBroken, match="has been used"):
            inviting.take_link(lena, approval, once=new_once())

    def test_the_same_form_twice_shows_the_same_link(self, jo, lena, approval):
        accounts.approve(lena, approval)
        once = new_once()

        assert inviting.take_link(lena, approval, once=once) == inviting.take_link(lena, approval, once=once)

    def test_any_other_administrator_may_make_the_approved_link(self, lena, approval):
        accounts.approve(lena, approval)

        assert inviting.take_link(administrator("Kim"), approval, once=new_once())

    def test_it_is_decided_once(self, lena, sam, approval):
        accounts.approve(lena, approval)
        accounts.approve(lena, approval)
        with pytest.raises(RuleBroken, match="This has been decided already"):
            accounts.refuse(lena, approval)
        with pytest.raises(RuleBroken, match="decided this already"):
            accounts.approve(administrator("Kim"), approval)

        assert deeds(sam).count("approved a joining link") == 1

    def test_what_nobody_decides_runs_out(self, lena, approval, clock):
        clock.shift(WEEK)

        with pytest.raises(RuleBroken, match="This has run out"):
            accounts.approve(lena, approval)
        assert list(approving.open_ones()) == []
        assert [over.id for over in approving.over_lately(page=1)[0]] == [approval.id]

    def test_what_was_approved_and_not_used_runs_out(self, jo, lena, approval, clock):
        accounts.approve(lena, approval)
        clock.shift(WEEK)

        with pytest.raises(RuleBroken, match="This has run out"):
            inviting.take_link(lena, approval, once=new_once())

    def test_after_a_month_only_the_trail_knows_of_it(self, lena, sam, approval, clock):
        accounts.refuse(lena, approval)
        clock.shift(5 * WEEK)

        assert approving.over_lately(page=1) == ([], False)
        assert "refused a joining link" in deeds(sam)

    def test_two_do_not_ask_for_the_same(self, lena, sam, approval):
        with pytest.raises(RuleBroken, match="Jo has asked for a joining link for them already"):
            link_for(lena, sam)

    def test_what_is_approved_is_not_asked_for_again(self, jo, lena, sam, approval):
        accounts.approve(lena, approval)

        with pytest.raises(RuleBroken, match="has approved a joining link for them already"):
            link_for(jo, sam)

    def test_nobody_is_asked_for_two_roles_at_once(self, jo, sam):
        change_role(jo, sam, Role.SAFEGUARDING_LEAD)

        with pytest.raises(RuleBroken, match="Jo has asked for the role safeguarding lead"):
            change_role(jo, sam, Role.CHAIR)

    def test_a_reason_cannot_be_read_in_the_database(self, approval):
        assert b"Lost phone" not in approval.reason_sealed

    def test_only_what_somebody_can_decide_is_counted_for_them(self, jo, lena, approval):
        assert [approving.how_many_wait_for(person) for person in (jo, lena)] == [0, 1]

    def test_who_asked_takes_it_back(self, jo, lena, sam, approval):
        for _ in range(2):
            accounts.withdraw(jo, approval)

        assert approving.is_withdrawn(approving.get_approval(approval.id))
        assert list(approving.open_ones()) == []
        assert deeds(sam) == ["asked for a joining link", "took back: a joining link"]
        with pytest.raises(RuleBroken, match="This has been stopped"):
            accounts.approve(lena, approval)

    def test_who_asked_takes_it_back_after_it_was_approved(self, jo, lena, approval):
        accounts.approve(lena, approval)
        for _ in range(2):
            accounts.withdraw(jo, approval)

        assert approval.decision is Decision.APPROVED
        with pytest.raises(RuleBroken, match="This has run out"):
            inviting.take_link(lena, approval, once=new_once())

    def test_nobody_else_takes_it_back(self, lena, approval):
        with pytest.raises(RuleBroken, match="Refuse it instead"):
            accounts.withdraw(lena, approval)

    def test_what_is_over_is_not_taken_back(self, jo, lena, approval):
        accounts.refuse(lena, approval)

        with pytest.raises(RuleBroken, match="decided this already"):
            accounts.withdraw(jo, approval)

    @pytest.mark.parametrize("later", [0, 2 * WEEK // 7])
    def test_a_change_of_the_account_is_told_from_running_out(self, jo, sam, approval, clock, later):
        clock.shift(later)
        accounts.pause(jo, sam)
        stopped = approving.get_approval(approval.id)

        assert approving.is_stopped(stopped)
        assert not approving.is_withdrawn(stopped)

    def test_what_was_never_asked_for_is_not_there(self, jo):
        with pytest.raises(NoResultFound):
            approving.get_approval(jo.id)


class TestTheList:
    def test_it_says_how_it_stands_with_each(self):
        waiting, active, paused = somebody(passphrase_hash=None), somebody(), somebody(is_active=False)
        found = people.accounts().accounts

        assert {account.person.id: account.state for account in found} == {
            waiting.id: State.WAITING,
            active.id: State.ACTIVE,
            paused.id: State.PAUSED,
        }

    def test_it_says_when_somebody_last_signed_in_with_every_step(self, clock):
        alan = somebody()
        last = sign_in(alan)
        clock.shift(60)
        signing_in.sign_in(alan, secret_mark=b"half-way", half_way=True)

        assert people.account_of(alan.id).last_signed_in_at == last.created_at

    def test_it_takes_one_query_however_long_it_is(self, count_queries):
        for _ in range(8):
            somebody(Role.AGENCY_LEAD)
        db.session.expunge_all()
        with count_queries() as queries:
            found = people.accounts().accounts
            assert all(account.person.agency.name for account in found)

        assert len(queries) == 1  # everybody, with their agency, second step and last sign-in

    def test_a_username_is_found_by_how_it_begins(self):
        PersonFactory(name="x", username="100%_sure", role=Role.YOUNG_ADVISOR, email=None)
        PersonFactory(name="y", username="100 others", role=Role.YOUNG_ADVISOR, email=None)

        assert usernames(people.accounts(called="100%_S")) == ["100%_sure"]
        assert usernames(people.accounts(called="sure")) == []

    def test_a_name_is_found_by_any_part_of_it(self, count_queries):
        PersonFactory(name="Zoë Straße", username="b", role=Role.YOUNG_ADVISOR, email=None)
        PersonFactory(name="Zoë Other", username="a", role=Role.SHADOW_BOARD_MEMBER, email=None)
        with count_queries() as queries:
            assert usernames(people.accounts(called=" zoë ")) == ["a", "b"]
        assert usernames(people.accounts(called="STRASSE")) == ["b"]
        assert usernames(people.accounts(called="zoë", role=Role.SHADOW_BOARD_MEMBER)) == ["a"]

        assert len(queries) == 2  # every name; the accounts on this page

    @pytest.mark.parametrize("called", ["", "many"])
    def test_it_says_how_many_there_are(self, called):
        for number in range(people.PAGE + 3):
            PersonFactory(name=f"Many {number}", username=f"m{number:03}", role=Role.YOUNG_ADVISOR, email=None)
        pages = [people.accounts(called=called, page=number) for number in (1, 2, 3)]

        assert [(page.first, page.last) for page in pages[:2]] == [(1, 50), (51, 53)]
        assert [page.has_more for page in pages] == [True, False, False]
        assert {page.total for page in pages[:2]} == {53}
        assert pages[2].accounts == []

    def test_never_is_said_only_where_it_is_certain(self, clock):
        alan, wendy = somebody(), somebody(passphrase_hash=None)
        assert people.account_of(alan.id).never_signed_in
        clock.shift(14 * WEEK)

        assert not people.account_of(alan.id).never_signed_in  # a sign-in so long ago is forgotten
        assert people.account_of(wendy.id).never_signed_in


def usernames(page: people.PeoplePage) -> list[str]:
    return [account.person.username for account in page.accounts]


class TestAtTheSameMoment:
    """Two real transactions, on a database of their own."""

    @pytest.fixture
    def two(self, shared_app):
        with shared_app.app_context():
            ids = [administrator(name).id for name in ("Jo", "Lena")]
            db.session.remove()
        return ids

    @staticmethod
    def both(shared_app, ids, change) -> list[str]:
        """Both administrators do this to each other at the same moment. What each is told."""
        barrier = Barrier(2)

        def one(pair) -> str:
            with shared_app.app_context():
                by, other = (db.session.get_one(Person, person_id) for person_id in pair)
                db.session.rollback()  # both have looked, and neither holds anything
                barrier.wait()
                try:
                    change(by, other)
                    db.session.commit()
                    return "done"
                except RuleBroken as broken:
                    return str(broken)
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(2) as hands:
            return sorted(hands.map(one, [ids, ids[::-1]]))

    @pytest.mark.parametrize(
        "change",
        [lambda by, other: accounts.pause(by, other), lambda by, other: change_role(by, other, Role.BOARD_MEMBER)],
        ids=["pause", "role"],
    )
    def test_two_administrators_never_both_put_the_other_out(self, shared_app, two, change):
        for _ in range(3):
            told = self.both(shared_app, two, change)

            assert told == ["You do not look after accounts any more. Another administrator has changed yours.", "done"]
            with shared_app.app_context():
                left = db.session.scalars(
                    select(Person).where(Person.role == Role.ADMINISTRATOR, Person.is_active.is_(True))
                ).all()
                assert len(left) == 1
                for person in db.session.scalars(select(Person)):
                    person.role, person.is_active = Role.ADMINISTRATOR, True
                db.session.commit()

    def test_a_pause_and_a_joining_never_both_win(self, shared_app, two):
        for _ in range(3):
            with shared_app.app_context():
                alan = somebody(passphrase_hash=None)
                alan_id, token = alan.id, link_for(db.session.get_one(Person, two[0]), alan)
                db.session.commit()
            barrier = Barrier(2)

            def pause(alan_id=alan_id, barrier=barrier) -> None:
                with shared_app.app_context():
                    jo, alan = (db.session.get_one(Person, person_id) for person_id in (two[0], alan_id))
                    db.session.rollback()
                    barrier.wait()
                    accounts.pause(jo, alan)
                    db.session.commit()

            def join(token=token, barrier=barrier) -> None:
                with shared_app.app_context():
                    barrier.wait()
                    try:
                        sign_in(signing_in.join(signing_in.by_token(token), passphrase_hash=HASH))
                        db.session.commit()
                    except RuleBroken:
                        db.session.rollback()

            with ThreadPoolExecutor(2) as hands:
                for done in [hands.submit(pause), hands.submit(join)]:
                    done.result()
            with shared_app.app_context():
                assert not db.session.get_one(Person, alan_id).is_active
                assert signing_in.find_joining_link(token) is None

    def test_two_taps_make_one_person_with_one_link(self, shared_app, two):
        once, barrier = new_once(), Barrier(2)

        def tap(_number: int) -> str | None:
            with shared_app.app_context():
                jo = db.session.get_one(Person, two[0])
                db.session.rollback()
                barrier.wait()
                _, token = invite(jo, once=once)
                db.session.commit()
                return token

        with ThreadPoolExecutor(2) as fingers:
            one, other = fingers.map(tap, range(2))
        with shared_app.app_context():
            assert one == other
            assert db.session.scalar(select(func.count()).select_from(JoiningLink)) == 1
            assert db.session.scalar(select(func.count()).where(AuditLine.deed == "made a joining link")) == 1
