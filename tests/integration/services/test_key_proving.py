"""A process starts only with the keys that this database was sealed with."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import KeyProof
from app.protection.keys import KeyProblem, KeyRing
from app.protection.sealing import vault
from app.services import key_proving
from tests.factories import ViewFactory
from tests.integration.keys import ROOTS, restart_with, ring_of


@pytest.fixture(autouse=True)
def keys(database) -> Iterator[None]:
    restart_with(1)
    yield
    vault.use(ring_of(1))


def in_use() -> set[int]:
    db.session.expire_all()
    return {proof.key_id for proof in db.session.scalars(select(KeyProof)) if key_proving.is_in_use(proof)}


def test_a_new_key_that_only_opens_may_be_missing_where_it_has_not_arrived_yet():
    restart_with(2, 1)
    restart_with(1)

    assert in_use() == {1}


def test_a_key_that_has_begun_to_seal_may_not_be_missing():
    restart_with(2, 1)
    restart_with(1, 2)

    assert in_use() == {1, 2}
    with pytest.raises(KeyProblem, match="Key 2 is not in KEY_RING"):
        restart_with(1)
    restart_with(2, 1)  # a process that has not been restarted since starts again with what it has


@pytest.mark.parametrize("order", [(2, 1), (1, 2)])
def test_an_id_never_stands_for_two_keys(order):
    restart_with(2, 1)
    roots = ROOTS | {2: b"another key of 32 bytes, also 2!"}
    vault.use(KeyRing.of({key_id: roots[key_id] for key_id in order}))

    with pytest.raises(KeyProblem, match="Key 2 is not the key that was called 2 before"):
        key_proving.prove_keys()


def test_a_key_in_use_that_is_another_is_named():
    vault.use(KeyRing.of({1: b"another key of 32 bytes, also 1!"}))

    with pytest.raises(KeyProblem, match="Key 1 does not open this"):
        key_proving.prove_keys()


def test_a_key_that_was_taken_out_may_be_missing_and_is_known_again():
    restart_with(1, 2)
    key_proving.retire(1)
    restart_with(2)
    restart_with(1, 2)  # put back from escrow, to read an old backup

    assert in_use() == {2}
    vault.use(KeyRing.of({1: b"another key of 32 bytes, also 1!", 2: ROOTS[2]}))
    with pytest.raises(KeyProblem, match="Key 1 is not the key that was called 1 before"):
        key_proving.prove_keys()


def test_what_is_remembered_of_a_key_needs_no_key_but_the_newest():
    restart_with(3, 1)
    restart_with(3, 1, 2)
    key_proving.retire(1)
    restart_with(2)

    assert in_use() == {2}


def test_no_id_is_given_twice_not_even_after_its_key_is_gone():
    restart_with(3, 1)
    restart_with(1)

    assert key_proving.next_id() == 4


def test_two_processes_that_meet_a_new_key_at_the_same_moment_both_start():
    vault.use(ring_of(2, 1))
    key_proving.remember(2)
    vault.use(ring_of(1, 2))
    key_proving.remember(2)  # the other was first
    key_proving.prove_keys()

    assert in_use() == {1, 2}


@pytest.mark.parametrize("order", [(2, 3, 1), (3, 2, 1)])
def test_processes_that_start_together_meet_new_keys_in_one_order_and_so_never_wait_for_each_other(order):
    restart_with(*order)

    remembered = db.session.scalars(select(KeyProof.key_id).order_by(KeyProof.created_at)).all()
    assert remembered == [1, 2, 3]


def test_a_start_that_finds_everything_proved_changes_nothing(count_queries):
    ViewFactory()
    restart_with(1)
    with count_queries() as queries:
        key_proving.prove_keys()

    assert [query for query in queries if not query.startswith(("SELECT", "PRAGMA"))] == []
