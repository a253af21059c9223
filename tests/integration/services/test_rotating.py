"""Everything that is sealed is sealed anew under the newest key, and says what it said."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import LargeBinary, func, select, text, update

from app.extensions import db
from app.models import (
    Approval,
    ApprovalKind,
    AuditLine,
    Base,
    Child,
    Contact,
    KeptWork,
    View,
    utc_now,
)
from app.models.base import SealedText
from app.protection.fingerprints import blind_index
from app.protection.sealing import vault
from app.services import auditing, conferring, including, rotating
from app.services.rotating import MOST_PASSES, Rotation
from app.services.sealed_columns import BLIND_INDEXES, NOT_SEALED_HERE, all_columns, sealed_tables
from tests.board_meeting_factories import AgendaProposalFactory
from tests.factories import (
    ActionFactory,
    AdditionFactory,
    AnswerFactory,
    AuthenticatorFactory,
    ChildFactory,
    ChildRecordFactory,
    ConferenceFactory,
    ConferenceHandOverFactory,
    ContributionFactory,
    MeetingReplyFactory,
    PersonFactory,
    ViewFactory,
    WishFactory,
)
from tests.integration.keys import restart_with, ring_of
from tests.member_factories import one_of_each_of_members
from tests.note_factories import ChecklistFactory, MemberNoteFactory
from tests.participation_factories import one_of_each
from tests.partnership_factories import FrameworkSignatureFactory


@pytest.fixture(autouse=True)
def keys(database) -> Iterator[None]:
    """The first key seals when a test begins, and again when it is over."""
    restart_with(1)
    yield
    vault.use(ring_of(1))


def rotate(**how) -> Rotation:
    rotation = Rotation(**how)
    for _ in rotation.run():
        db.session.commit()
    db.session.expire_all()
    return rotation


def keys_that_seal() -> set[int]:
    """The ids of all keys that some value needs."""
    found: set[int] = set()
    for column in all_columns():
        is_there = column.table.c[column.name].is_not(None)
        found |= {int.from_bytes(key) for key in db.session.scalars(select(column.key_byte).where(is_there))}
    return found


def everything_said() -> dict[tuple[str, str], str | None]:
    """What stands in every sealed column of every row, by row and name."""
    db.session.expire_all()
    return {
        (f"{mapper.class_.__name__} {row.id}", name): getattr(row, name)
        for mapper in Base.registry.mappers
        for row in db.session.scalars(select(mapper.class_))
        for name, value in vars(mapper.class_).items()
        if isinstance(value, SealedText)
    }


@pytest.fixture
def everything(keys) -> None:
    """A row in every table that holds something sealed."""
    priya, sam, ruth = PersonFactory(name="Priya"), PersonFactory(name="Sam"), PersonFactory(name="Ruth")
    AuthenticatorFactory(person=priya)
    db.session.add(KeptWork(person_id=priya.id, fields="{}", expires_at=utc_now() + timedelta(days=1)))
    db.session.add(
        Approval(
            kind=ApprovalKind.JOINING_LINK,
            person_id=priya.id,
            asked_by_id=sam.id,
            reason="She lost her phone.",
            expires_at=utc_now() + timedelta(days=7),
        )
    )
    answer = AnswerFactory(missing="You did not say when.")
    db.session.add(Contact(view=answer.view, wants_contact=True, how="07700 900123, after school"))
    conference = ConferenceFactory(reference="NB-77", late_reason="The interpreter was ill.")
    record = ChildRecordFactory(
        conference=conference, child=ChildFactory(reference="C-2041"), own_words="I 💛 my nan", teller="Their nan"
    )
    ConferenceHandOverFactory(conference=conference)
    WishFactory(record=record, changed="They see her on Fridays.")
    ActionFactory(record=record)
    AdditionFactory(view=answer.view)
    ContributionFactory(record=record, private="Not for my uncle.")
    MeetingReplyFactory(record=record, words="That is not what I said.")
    FrameworkSignatureFactory()
    AgendaProposalFactory(deferred=True)
    MemberNoteFactory(because="You name somebody.")
    ChecklistFactory()
    one_of_each()
    one_of_each_of_members()
    ViewFactory.create_batch(7)
    auditing.note(ruth, "opened contact", answer.view, reason="She did not come to school.")
    db.session.commit()


def test_everything_says_what_it_said_and_needs_the_newest_key_only(everything):
    before = everything_said()
    restart_with(1, 2)
    rotation = rotate(size=3)

    assert (rotation.left, rotation.late, rotation.busy, rotation.stuck) == (0, 0, set(), {})
    assert keys_that_seal() == {2}
    vault.use(ring_of(2))
    assert everything_said() == before


def test_the_test_above_looks_at_every_table(everything):
    empty = [table.name for table in sealed_tables() if not db.session.scalar(select(func.count(table.table.c.id)))]

    assert empty == []


def test_children_and_conferences_are_found_by_their_references_without_the_old_key(everything):
    restart_with(1, 2)
    rotate()
    vault.use(ring_of(2))

    assert including.find_child(" c-2041 ").reference == "C-2041"
    with pytest.raises(conferring.RuleBroken, match="in use on that day"):
        conferring.check_not_there(PersonFactory(), "nb-77", ConferenceFactory.held_on)


def test_nothing_is_done_twice(everything):
    restart_with(1, 2)
    rotate()
    sealed = db.session.scalars(select(View.words_sealed).order_by(View.id)).all()
    again = rotate()

    assert (again.passes, again.changed) == (1, 0)
    assert db.session.scalars(select(View.words_sealed).order_by(View.id)).all() == sealed


def test_only_what_is_sealed_changes_in_a_row(everything):
    columns = [column for column in AuditLine.__table__.c if column.name != "reason_sealed"]
    before = db.session.execute(select(*columns).order_by(AuditLine.id)).all()
    restart_with(1, 2)
    rotate()

    assert db.session.execute(select(*columns).order_by(AuditLine.id)).all() == before


def test_what_an_older_process_seals_is_sealed_anew_however_often():
    view = ViewFactory(words="before")
    restart_with(1, 2)
    rotate()
    vault.use(ring_of(2, 1))
    view.words = "after"
    db.session.commit()
    vault.use(ring_of(1, 2))
    rotate()

    assert view.words == "after"
    assert keys_that_seal() == {2}


class TestMeanwhile:
    def test_a_change_made_after_a_row_was_read_wins(self):
        view = ViewFactory(words="before")
        (table,) = (table for table in sealed_tables() if table.name == "young_person_view")
        restart_with(1, 2)
        (read,) = rotating.rows_after(table, None, 10)
        renewed = Rotation().renewed(table, read)
        view.words = "after"
        db.session.commit()

        assert rotating.write(table, [(read, renewed)]) == 0
        db.session.expire_all()
        assert view.words == "after"

    def test_a_process_that_still_seals_under_the_old_key_is_noticed(self):
        child, view = ChildFactory(born="2014-05"), ViewFactory(words="before")
        restart_with(1, 2)
        rotation = Rotation()
        for table in rotation.run():
            if table == "young_person_view" and rotation.passes == 1:  # the last one: it has been past the child
                vault.use(ring_of(2, 1))
                db.session.get(Child, child.id).born = "2014-06"
                db.session.commit()
                vault.use(ring_of(1, 2))
        db.session.expire_all()

        assert (rotation.late, rotation.left) == (1, 0)
        assert (child.born, view.words) == ("2014-06", "before")
        assert keys_that_seal() == {2}

    def test_one_that_never_stops_does_not_keep_it_running_for_ever(self):
        view = ViewFactory()
        restart_with(1, 2)
        rotation = Rotation()
        for table in rotation.run():
            if table == "young_person_view":
                vault.use(ring_of(2, 1))
                view.words = f"pass {rotation.passes}"
                db.session.commit()
                vault.use(ring_of(1, 2))

        assert rotation.passes == MOST_PASSES
        assert (rotation.left, rotation.late) == (1, MOST_PASSES - 1)
        assert view.words == f"pass {MOST_PASSES}"


class TestTrouble:
    def test_what_does_not_open_stays_as_it_is_and_stops_nothing_else(self):
        broken, whole = ViewFactory(), ViewFactory()
        sealed = broken.words_sealed[:-1] + bytes((broken.words_sealed[-1] ^ 1,))
        db.session.execute(update(View).where(View.id == broken.id).values(words_sealed=sealed))
        db.session.commit()
        restart_with(1, 2)
        rotation = rotate()

        assert rotation.stuck == {
            ("young_person_view", broken.id): "Key 1 does not open this: wrong key, or moved from its place."
        }
        assert rotation.left == 0
        assert broken.words_sealed == sealed
        assert whole.words_sealed[1] == 2

    def test_two_rows_that_stand_for_one_reference_are_named_and_both_can_be_read(self):
        old = ChildFactory(reference="C-1")
        restart_with(1, 2)
        new = ChildFactory(reference="C-1")  # by a process that saw no other, at the same moment
        another = ChildFactory(reference="C-2")
        rotation = rotate()

        assert rotation.stuck == {("child", old.id): "Another row stands for the same reference."}
        assert (old.reference, new.reference) == ("C-1", "C-1")
        assert another.reference_sealed[1] == 2

    def test_an_index_that_another_key_made_is_made_anew_though_its_text_is_not(self):
        child = ChildFactory(reference="C-1")
        restart_with(1, 2)
        child.reference = "C-1"
        db.session.commit()
        rotation = rotate()

        assert rotation.changed == 1
        assert child.reference_index == blind_index(ring_of(2), "C-1")


class TestRegistry:
    """A new column cannot be forgotten when keys change."""

    def columns_of_bytes(self) -> set[tuple[str, str]]:
        tables = Base.metadata.sorted_tables
        return {(table.name, c.name) for table in tables for c in table.c if isinstance(c.type, LargeBinary)}

    def test_every_column_of_bytes_is_sealed_text_or_an_index_or_listed_with_its_reason(self):
        known = {(column.table.name, column.name) for column in all_columns()} | {*BLIND_INDEXES, *NOT_SEALED_HERE}

        assert self.columns_of_bytes() - known == set()

    def test_none_is_listed_that_is_not_there(self):
        assert {*BLIND_INDEXES, *NOT_SEALED_HERE} - self.columns_of_bytes() == set()

    def test_each_has_a_reason_of_its_own_kind_only(self):
        sealed = {(column.table.name, column.name) for column in all_columns()}

        assert sealed.isdisjoint(NOT_SEALED_HERE)
        assert sealed.isdisjoint(BLIND_INDEXES)
        assert all(NOT_SEALED_HERE.values())

    def test_every_blind_index_stands_for_a_sealed_text_of_its_row(self):
        found = {(table.name, table.index.name): table.index.of.name for table in sealed_tables() if table.index}

        assert found == BLIND_INDEXES


def test_the_byte_that_names_the_key_is_compared_as_a_byte():
    for key_id in (1, 127, 128, 255):
        sealed = bytes((1, key_id)) + b"rest"
        found = db.session.execute(text("SELECT substr(:sealed, 2, 1)").bindparams(sealed=sealed)).scalar()
        assert bytes(found) == bytes((key_id,))
    ViewFactory()
    restart_with(1, 2)
    (table,) = (table for table in sealed_tables() if table.name == "young_person_view")
    assert len(rotating.rows_after(table, None, 10)) == 1
