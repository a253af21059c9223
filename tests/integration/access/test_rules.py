"""The marks that say who may open a page: each is one of a few, and a power is asked for by its name alone."""

import pytest
from flask import Flask

from app import access
from app.services.powers import Power

OF_A_STATE = {
    access.anyone,
    access.somebody_signed_in,
    access.a_young_person,
    access.somebody_half_way,
    access.somebody_setting_up,
    access.somebody_with_two_steps,
    access.somebody_who_works_here,
}
OF_A_POWER = {
    access.a_chair,
    access.who_takes_minutes,
    access.who_oversees_conferences,
    access.who_reads_guidance,
    access.who_reads_views,
    access.a_safeguarding_lead,
    access.a_board_member,
    access.an_agency_lead,
    access.who_keeps_promises,
    access.who_keeps_accounts,
    access.who_keeps_young_accounts,
    access.who_reads_the_audit_trail,
    access.who_keeps_themes,
    access.who_keeps_the_rota,
}


def open_to(app: Flask) -> dict[str, access.Rule]:
    return {
        endpoint: route.open_to for endpoint, route in app.view_functions.items() if endpoint not in access.UNCHECKED
    }


def test_each_page_is_open_to_one_of_a_few_kinds_of_people(app):
    others = {endpoint for endpoint, rule in open_to(app).items() if rule not in OF_A_STATE | OF_A_POWER}

    assert others == set(), "Write down here and in access/expected.csv whom this rule lets in"


def test_each_rule_is_of_use(app):
    assert set(open_to(app).values()) == OF_A_STATE | OF_A_POWER


def test_there_is_one_rule_for_each_power():
    assert len(OF_A_POWER) == len(Power)


@pytest.mark.parametrize("endpoint", sorted(access.UNCHECKED))
def test_only_files_are_not_asked_about(endpoint):
    assert endpoint == "static"
