"""A wrong or missing key stops the start, and is named: nobody may write under a key that is not the one they think."""

from sqlalchemy import inspect, select

from app.extensions import db
from app.models import KeyProof
from app.models.base import place_of
from app.protection.keys import KeyProblem
from app.protection.sealing import vault

PROOF = "Heard"


def prove_keys() -> None:
    """Open what was sealed under each key in use, and seal a proof under a new one.

    Does nothing before the tables are made. Raises KeyProblem, naming the key's id.
    """
    if not inspect(db.engine).has_table(KeyProof.__tablename__):
        return
    proofs = {proof.key_id: proof for proof in db.session.scalars(select(KeyProof))}
    for key_id, proof in proofs.items():
        if vault.open(proof.proof_sealed, place(proof)) != PROOF:
            raise KeyProblem(f"Key {key_id} opens its proof to something else.")
    if vault.ring.newest not in proofs:
        proof = KeyProof(key_id=vault.ring.newest)
        proof.proof_sealed = vault.seal(PROOF, place(proof))
        db.session.add(proof)
        db.session.flush()


def place(proof: KeyProof) -> str:
    return place_of(KeyProof.__tablename__, "proof_sealed", proof.id)
