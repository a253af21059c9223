"""A wrong or missing key stops the start, and is named: nobody may write under a key that is not the one they think.

Every key that a process ever started with has one row. While the key is in use its proof is sealed under the key
itself, so the ring must hold it. Before its first use and after its last the row is only a memory, sealed under
another key: the ring need not hold the key, but an id never stands for two keys.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import inspect, select

from app.extensions import db
from app.models import KeyProof, utc_now
from app.models.base import place_of
from app.protection.fingerprints import fingerprint
from app.protection.keys import KeyProblem
from app.protection.sealing import key_id_of, vault
from app.services.adding import add_if_new

PROOF = "Heard"


def prove_keys() -> None:
    """Open the proof of every key, remember the keys that are new, and prove the one that seals.

    Does nothing before the tables are made. Raises KeyProblem, naming the key's id.
    """
    if not inspect(db.engine).has_table(KeyProof.__tablename__):
        return
    known = {proof.key_id: proof for proof in proofs()}
    for key_id in sorted(vault.ring.roots.keys() - known.keys()):  # one order for all: two that start wait in turn
        remember(key_id)
    known = {proof.key_id: proof for proof in proofs()}
    for proof in known.values():
        check(proof)
    newest = known[vault.ring.newest]
    if not is_in_use(newest):
        newest.proof_sealed = vault.seal(PROOF, place(newest.id))
        newest.created_at = utc_now()  # the moment from which something may be sealed with it
    db.session.flush()


def proofs() -> Sequence[KeyProof]:
    """What is known of every key there ever was, by id."""
    return db.session.scalars(
        select(KeyProof).order_by(KeyProof.key_id).execution_options(populate_existing=True)
    ).all()


def get_proof(key_id: int) -> KeyProof:
    """What is known of one key, for change. Raises NoResultFound when no process ever started with it."""
    return db.session.scalars(select(KeyProof).where(KeyProof.key_id == key_id).with_for_update()).one()


def remember(key_id: int) -> None:
    """A row for a key that no process has started with before. Another process may do the same at this moment."""
    row_id = uuid.uuid4()
    text = PROOF if key_id == vault.ring.newest else memory_of(key_id)
    proof_sealed = vault.seal(text, place(row_id))
    values = {"id": row_id, "created_at": utc_now(), "key_id": key_id, "proof_sealed": proof_sealed}
    add_if_new(KeyProof, values, key="key_id")


def check(proof: KeyProof) -> None:
    """Raises KeyProblem when the key that is called by this id now is not the one that was."""
    opened = vault.open(proof.proof_sealed, place(proof.id))
    if is_in_use(proof):
        is_same = opened == PROOF
    else:
        is_same = proof.key_id not in vault.ring.roots or opened == memory_of(proof.key_id)
    if not is_same:
        raise KeyProblem(f"Key {proof.key_id} is not the key that was called {proof.key_id} before. Make another one.")


def is_in_use(proof: KeyProof) -> bool:
    """Whether something may have been sealed with this key, and it has not been taken out since."""
    return key_id_of(proof.proof_sealed) == proof.key_id


def began() -> dict[int, datetime]:
    """The keys in use by id, and when each was last brought into use."""
    return {proof.key_id: proof.created_at for proof in proofs() if is_in_use(proof)}


def bring_into_use(key_id: int) -> KeyProof:
    """This key is to seal, from the next start of each process on. Raises NoResultFound when there is none."""
    proof = get_proof(key_id)
    proof.created_at = utc_now()
    db.session.flush()
    return proof


def next_id() -> int:
    """An id that no key of this database has ever had."""
    return 1 + max([*vault.ring.roots, *(proof.key_id for proof in proofs())])


def retire(key_id: int) -> KeyProof:
    """From now on the ring need not hold this key. Its id stays taken. Raises NoResultFound when there is none."""
    proof = get_proof(key_id)
    if is_in_use(proof):
        proof.proof_sealed = vault.seal(memory_of(key_id), place(proof.id))
    renew_memories()
    return proof


def renew_memories() -> None:
    """Seal what is only a memory under the newest key, so that it needs no other."""
    for proof in proofs():
        if not is_in_use(proof) and key_id_of(proof.proof_sealed) != vault.ring.newest:
            proof.proof_sealed = vault.seal(vault.open(proof.proof_sealed, place(proof.id)), place(proof.id))
    db.session.flush()


def memory_of(key_id: int) -> str:
    """What proves a key that does not seal: a mark by which the same key is known again."""
    return f"{PROOF} {fingerprint(vault.ring.key(key_id, 'proof'), str(key_id)).hex()}"


def place(row_id: uuid.UUID) -> str:
    return place_of(KeyProof.__tablename__, "proof_sealed", row_id)
