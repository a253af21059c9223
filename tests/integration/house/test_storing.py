"""What the database holds, and what it refuses."""

import pytest
from sqlalchemy import LargeBinary, select, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from app.extensions import WritesUnannounced, db, may_write
from app.models import Answer, Base, Person, Role, View, utc_now
from app.models.codes import SafeNow, ViewStatus
from app.protection.keys import KeyProblem
from tests.factories import AnswerFactory, PersonFactory, ViewFactory


def test_a_childs_words_cannot_be_read_in_the_database():
    view = ViewFactory(words="my own words")

    (raw,) = db.session.execute(select(View.__table__.c.words_sealed)).scalars()
    assert b"my own words" not in raw
    assert raw[:2] == bytes((1, 1))  # the format, and the key's id
    assert view.words == "my own words"


def test_words_moved_to_another_row_do_not_open():
    one, other = ViewFactory(), ViewFactory()
    one.words_sealed = other.words_sealed

    with pytest.raises(KeyProblem, match="Key 1"):
        _ = one.words


def test_words_moved_to_another_column_do_not_open():
    answer = AnswerFactory(missing="something")
    answer.missing_sealed = answer.text_sealed

    with pytest.raises(KeyProblem, match="Key 1"):
        _ = answer.missing


def test_everything_sealed_is_bytes_and_says_so_in_its_name():
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("_sealed"):
                assert isinstance(column.type, LargeBinary), column


def test_every_constraint_has_a_name_and_every_reference_a_key():
    for table in Base.metadata.sorted_tables:
        for constraint in table.constraints:
            assert constraint.name, constraint
        for column in table.columns:
            if column.name.endswith("_id") and column.name not in (
                "subject_id",
                "key_id",
                "words_key_id",
                "credential_id",
                "source_id",
            ):
                assert column.foreign_keys, column


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"status": ViewStatus.ANSWERED}, "answered_was_read"),
        ({"safe_now": SafeNow.NO}, "safe_when_they_said_yes"),
        ({"once": "same"}, "once"),
        ({"words_mark": b"0" * 16}, "words_mark"),
    ],
)
def test_the_database_itself_refuses_a_view_that_must_never_be(changes, rule):
    ViewFactory(once="same", words_mark=b"0" * 16) if rule in ("once", "words_mark") else None

    with pytest.raises(IntegrityError, match=rule):
        ViewFactory(**changes)


def test_the_database_refuses_an_answer_to_nothing():
    with pytest.raises(IntegrityError):
        db.session.execute(
            Answer.__table__.insert().values(
                id=ViewFactory().id, created_at=utc_now(), view_id=PersonFactory().id, turn=1, text_sealed=b"",
                written_by_id=PersonFactory().id, sent_at=utc_now(), once="x",
            )
        )  # fmt: skip


def test_the_database_refuses_two_answers_in_one_turn():
    answer = AnswerFactory()

    with pytest.raises(IntegrityError, match="turn"):
        AnswerFactory(view=answer.view, turn=1)


@pytest.mark.parametrize("role", [Role.YOUNG_ADVISOR, Role.SHADOW_BOARD_MEMBER])
def test_the_database_refuses_an_e_mail_address_of_a_young_person(role):
    with pytest.raises(IntegrityError, match="young_have_no_email"):
        PersonFactory(role=role, email="amara@example.org")


def test_the_database_refuses_an_agency_lead_without_an_agency():
    with pytest.raises(IntegrityError, match="agency_leads_have_an_agency"):
        PersonFactory(role=Role.AGENCY_LEAD)


def test_moments_come_back_knowing_they_are_utc():
    person_id = PersonFactory().id
    db.session.expire_all()

    assert db.session.get_one(Person, person_id).created_at.tzinfo is not None


def test_a_moment_without_a_time_zone_is_not_stored():
    with pytest.raises(Exception, match="time zone"):
        ViewFactory(sent_at=utc_now().replace(tzinfo=None))


def test_related_rows_are_never_fetched_by_accident():
    view_id = ViewFactory().id
    db.session.expunge_all()

    with pytest.raises(InvalidRequestError, match="raise_on_sql"):
        _ = db.session.get_one(View, view_id).answers


def test_a_page_that_only_reads_cannot_write():
    person = PersonFactory()
    may_write.set(False)
    try:
        person.is_active = False
        with pytest.raises(WritesUnannounced):
            db.session.flush()
    finally:
        may_write.set(True)


def test_sqlite_is_durable_and_checks_its_keys():
    if db.session.get_bind().dialect.name != "sqlite":
        return
    found = {name: db.session.execute(text(f"PRAGMA {name}")).scalar() for name in ("synchronous", "foreign_keys")}

    assert found == {"synchronous": 2, "foreign_keys": 1}
