"""The people of the service as one table: what no row of it may ever hold."""

import pytest

from app.models import Role
from app.services import powers
from app.services.powers import OPENS_WORDS, ROLES, Power, Stay

STAFF = [role for role in Role if not role.is_young]
YOUNG = [role for role in Role if role.is_young]


def test_each_role_has_a_row():
    assert set(ROLES) == set(Role)


def test_who_has_which_power():
    assert {power: {role for role in Role if powers.may(role, power)} for power in Power} == {
        Power.READ_VIEWS: {Role.PARTICIPATION_WORKER, Role.SAFEGUARDING_LEAD},
        Power.OPEN_CONTACT: {Role.SAFEGUARDING_LEAD},
        Power.RECORD_CONFERENCES: {Role.CHAIR},
        Power.TAKE_MINUTES: {Role.CHAIR, Role.PARTICIPATION_WORKER},
        Power.OVERSEE_CONFERENCES: {Role.CHAIRS_MANAGER},
        Power.READ_GUIDANCE: {Role.CHAIR, Role.CHAIRS_MANAGER, Role.PARTICIPATION_WORKER},
        Power.SEE_FIGURES: {Role.BOARD_MEMBER},
        Power.KEEP_PROMISES: {Role.BOARD_MEMBER},
        Power.DO_ACTIONS: {Role.AGENCY_LEAD},
        Power.KEEP_ACCOUNTS: {Role.ADMINISTRATOR},
        Power.KEEP_YOUNG_ACCOUNTS: {Role.PARTICIPATION_WORKER},
        Power.READ_AUDIT: {Role.ADMINISTRATOR},
        Power.KEEP_THEMES: {Role.PARTICIPATION_WORKER, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR},
        Power.KEEP_ROTA: {Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR},
    }


def test_administrators_cannot_open_words():
    assert not ROLES[Role.ADMINISTRATOR].opens_words


def test_board_members_cannot_open_records_or_views():
    assert not ROLES[Role.BOARD_MEMBER].opens_words


@pytest.mark.parametrize("role", Role)
def test_nobody_both_looks_after_accounts_and_opens_words(role):
    assert not (powers.may(role, Power.KEEP_ACCOUNTS) and ROLES[role].powers & OPENS_WORDS)


@pytest.mark.parametrize("role", Role)
def test_nobody_both_opens_words_and_reads_who_opened_them(role):
    assert not (powers.may(role, Power.READ_AUDIT) and ROLES[role].powers & OPENS_WORDS)


@pytest.mark.parametrize("role", STAFF)
def test_every_member_of_staff_signs_in_with_two_steps(role):
    assert ROLES[role].two_step


@pytest.mark.parametrize("role", YOUNG)
def test_young_people_sign_in_with_a_passphrase_alone_and_have_no_power_over_others(role):
    assert not ROLES[role].two_step
    assert ROLES[role].powers == frozenset()
    assert ROLES[role].stay is Stay.YOUNG


@pytest.mark.parametrize("role", Role)
def test_two_administrators_give_a_role_that_opens_words_or_looks_after_accounts(role):
    does_much = bool(ROLES[role].powers & (OPENS_WORDS | {Power.KEEP_ACCOUNTS}))

    assert ROLES[role].needs_approval == does_much
