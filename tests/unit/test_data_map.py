"""The data map says of every column what it is, why it is held, for how long, and who can open it."""

from pathlib import Path

import pytest
from sqlalchemy import Column, LargeBinary, MetaData, String, Table

from app.models import Child, ChildRecord, Role, View
from app.services.data_map.answers import Basis, goes, held, openers_in_words
from app.services.data_map.catalogue import EVERYTHING, how_stored, is_plain_text, problems, tables
from app.services.data_map.describing import describe
from app.services.powers import Power
from app.services.retention.catalogue import Kind
from app.services.retention.meetings import NO_LONGER_KNOWN
from app.services.sealed_columns import all_columns

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
ABOUT_THE_TOPIC = held(
    View, "to answer", Basis.CHILDREN, goes(Kind.VIEWS), (Power.READ_VIEWS,), topic="what it is about"
)


def test_every_column_is_in_the_data_map_once_and_none_that_is_gone():
    assert list(problems()) == []


def test_the_page_is_what_the_code_says():
    assert PAGE.read_text(encoding="utf-8") == describe(), "make privacy"


def test_a_column_that_nobody_answers_for_is_named():
    said = set(problems([one for one in EVERYTHING if "words_sealed" not in one.columns]))

    assert "young_person_view.words_sealed is not in the data map (app/services/data_map/)." in said


def test_a_table_that_nobody_answers_for_is_named_with_its_id():
    said = set(problems([one for one in EVERYTHING if one.model is not Child]))

    assert "child.id is not in the data map (app/services/data_map/)." in said


def test_an_entry_for_a_column_that_is_gone_is_named():
    gone = held(View, "to answer", Basis.CHILDREN, goes(Kind.VIEWS), (), telephone="their number")

    assert list(problems([*EVERYTHING, gone])) == [
        "young_person_view.telephone is in the data map, and not in the database."
    ]


def test_a_column_that_is_answered_for_twice_is_named():
    assert list(problems([*EVERYTHING, ABOUT_THE_TOPIC])) == ["young_person_view.topic is in the data map 2 times."]


def test_no_answer_is_left_empty():
    assert [one.model for one in EVERYTHING if not (one.why and one.openers and one.kept.words)] == []
    assert [name for one in EVERYTHING for name, what in one.columns.items() if not what.strip()] == []


def test_whoever_has_a_power_is_named_by_role_and_once():
    both = (Power.READ_VIEWS, Power.OPEN_CONTACT, "whoever holds the 4 words")

    assert openers_in_words(both) == f"{Role.PARTICIPATION_WORKER}; {Role.SAFEGUARDING_LEAD}; whoever holds the 4 words"


def test_what_is_sealed_is_called_encrypted_and_nothing_else_is_that_is_not():
    called = {str(column) for table in tables() for column in table.columns if how_stored(column).how != "plain"}
    sealed = {str(column) for column in all_columns()}

    assert sealed <= called
    assert how_stored(View.__table__.c["words_sealed"]).how == "encrypted"
    assert how_stored(View.__table__.c["words_mark"]).how == "hashed"
    assert how_stored(View.__table__.c["topic"]).how == "plain"
    assert how_stored(Child.__table__.c["reference_index"]).how == "hashed"


def test_a_column_is_not_called_encrypted_for_its_name_alone():
    pretender = Table("pretender", MetaData(), Column("words_sealed", String), Column("bytes_sealed", LargeBinary))

    assert how_stored(pretender.c["words_sealed"]).how == "plain"
    with pytest.raises(KeyError):
        how_stored(pretender.c["bytes_sealed"])


def test_no_column_that_a_young_person_writes_stands_plain():
    theirs = {Basis.CHILDREN, Basis.MEMBERS}
    plain = {
        f"{one.model.__tablename__}.{name}"
        for one in EVERYTHING
        if one.basis in theirs
        for name in one.columns
        if is_plain_text(one.model.__table__.c[name])
    }

    # Where staff write a role, an agency, or words that are public; and what is counted.
    assert plain == {
        *("action.owner_role", "alert.told_whom", "hold.subject_table", "young_person_view.area", "counted_view.area"),
        *("board_question.agreed", "board_question.owner_role", "member_note.subject_table", "priority_ranking.themes"),
        *("review.reference", "review.title", "review.summary", "counted_period.reason", "counted_period.counted"),
    }


def test_nothing_that_is_encrypted_is_said_to_stay_when_a_rule_has_cleared_the_rest():
    sealed = {(column.table.name, column.name) for column in all_columns()}
    stays = {
        (one.model.__tablename__, name)
        for one in EVERYTHING
        if one.kept.words.startswith("stays when")
        for name in one.columns
    }

    assert stays & sealed == set()


def test_what_clearing_a_record_forgets_is_said_to_go():
    said = {name for one in EVERYTHING if one.model is ChildRecord and one.kept.cleared_by for name in one.columns}

    assert set(NO_LONGER_KNOWN) <= said


def test_each_rule_of_retention_clears_something_on_the_map():
    assert {kind for one in EVERYTHING for kind in one.kept.cleared_by} == set(Kind)
