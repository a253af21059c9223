"""A database full of sealed rows, and processes of their own that rotate its keys and change its rows.

The processes are forked from one that has loaded the app already, so that many can be started and killed in a minute.
"""

import multiprocessing
import os
import secrets
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterable
from itertools import cycle
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from app.models import AuditLine, Base, Child, Contact, View, utc_now
from app.models.base import place_of
from app.models.codes import Permission, SafeNow, ViewStatus
from app.protection.fingerprints import blind_index
from app.protection.keys import KeyRing
from app.protection.sealing import Vault

ROOTS = {key_id: bytes((key_id,)) * 32 for key_id in range(1, 10)}
ROTATED_TO = range(2, 9)
WRITTEN_UNDER = (1, 9)
# The sealed column of each table that is filled, and what it is sealed for.
FILLED = {
    View: ("words_sealed", "fields"),
    Contact: ("how_sealed", "identity"),
    Child: ("reference_sealed", "fields"),
    AuditLine: ("reason_sealed", "fields"),
}
LOADED_FIRST = ["tests.rotation", "flask.cli", "flask_migrate", "app.board", "app.chairs", "app.demonstration"]
LOADED_FIRST += ["app.machines", "app.participation", "app.sign_in", "app.young_people"]

Row = tuple[str, uuid.UUID]  # table and id
Said = dict[Row, str | None]  # nothing: the row is gone


def ring_sealing_under(newest: int) -> KeyRing:
    """Every key there is, so that any process opens what any other seals; this one seals."""
    return KeyRing.of(ROOTS).sealing_under(newest)


def vault_sealing_under(newest: int) -> Vault:
    vault = Vault()
    vault.use(ring_sealing_under(newest))
    return vault


def fill(engine: Engine, *, views: int, contacts: int, children: int, lines: int) -> Said:
    """Add rows that are sealed under the first key. Returns what each of them says."""
    now, ring, said = utc_now(), ring_sealing_under(1), {}
    vault = vault_sealing_under(1)

    def add(model: type[Base], texts: Iterable[str], more: Callable[[int, str], dict[str, Any]]) -> list[uuid.UUID]:
        column, purpose = FILLED[model]
        rows = []
        for number, text in enumerate(texts):
            row_id = uuid.uuid4()
            said[model.__tablename__, row_id] = text
            sealed = vault.seal(text, place_of(model.__tablename__, column, row_id), purpose)
            rows.append({"id": row_id, "created_at": now, column: sealed} | more(number, text))
        database.execute(model.__table__.insert(), rows)
        return [row["id"] for row in rows]

    with engine.begin() as database:
        ids = add(View, (f"I think {number} 💛" for number in range(views)), lambda number, _: a_view(number, now))
        add(
            Contact,
            (f"{number} High Street" for number in range(contacts)),
            lambda number, _: {"view_id": ids[number], "wants_contact": True},
        )
        add(
            Child,
            (f"C-{number}" for number in range(children)),
            lambda _, text: {"reference_index": blind_index(ring, text)},
        )
        add(
            AuditLine,
            (f"Reason {number}" for number in range(lines)),
            lambda number, _: {"deed": "opened contact", "subject_table": "contact", "subject_id": ids[number]},
        )
    return said


def a_view(number: int, now: Any) -> dict[str, Any]:
    """What a view needs beside its words."""
    return {
        "safe_now": SafeNow.YES,
        "is_safe": True,
        "permission": Permission.TEAM,
        "status": ViewStatus.WAITING,
        "sent_at": now,
        "read_due_at": now,
        "next_due_at": now,
        "answer_due_at": now,
        "first_answer_due_at": now,
        "words_mark": number.to_bytes(16),
        "words_key_id": 1,
        "once": f"filled in {number}",
    }


def how_many_under(engine: Engine, key_id: int) -> int:
    """How many of all those rows are sealed under this key."""
    with engine.connect() as database:
        return sum(
            database.execute(
                select(func.count()).where(func.substr(getattr(model, column), 2, 1) == bytes((key_id,)))
            ).scalar_one()
            for model, (column, _) in FILLED.items()
        )


def what_is_said(engine: Engine, newest: int) -> tuple[Said, set[int]]:
    """What each of those rows says now, and the keys that they are sealed with."""
    said: Said = {}
    keys: set[int] = set()
    vault = vault_sealing_under(newest)
    with engine.connect() as database:
        for model, (column, purpose) in FILLED.items():
            for row_id, sealed in database.execute(select(model.id, getattr(model, column))):
                place = place_of(model.__tablename__, column, row_id)
                said[model.__tablename__, row_id] = vault.open(sealed, place, purpose)
                keys.add(sealed[1])
    return said, keys


def misplaced_children(engine: Engine, newest: int) -> int:
    """How many children would not be found by their reference if there were no other key than this."""
    vault, ring = vault_sealing_under(newest), ring_sealing_under(newest)
    with engine.connect() as database:
        rows = database.execute(select(Child.id, Child.reference_sealed, Child.reference_index)).all()
    return sum(
        index != blind_index(ring, vault.open(sealed, place_of("child", "reference_sealed", row_id)))
        for row_id, sealed, index in rows
    )


def context() -> ForkServerContext:
    """Where processes come from: one that has nothing open, and has loaded everything."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(LOADED_FIRST)
    return found


def start_flask(settings: dict[str, str], *command: str) -> BaseProcess:
    """`flask …` in a process of its own, as an operator does, with these settings in its environment."""
    process = context().Process(target=run_flask, args=(settings, command))
    process.start()
    return process


def run_flask(settings: dict[str, str], command: tuple[str, ...], said: dict[int, Path] | None = None) -> None:
    """`said`: the files to which it writes its standard output and its standard error."""
    os.environ.update(settings)
    for number, file in (said or {}).items():
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    sys.argv = ["flask", "--app", "wsgi", *command]
    from flask.cli import main

    main()


def flask_to_the_end(folder: Path, settings: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """What came of `flask …` in a process of its own. What it says is written down in this folder."""
    said = {number: folder / f"{secrets.token_hex(6)}-said" for number in (1, 2)}
    process = context().Process(target=run_flask, args=(settings, command, said))
    process.start()
    process.join()
    out, error = (file.read_text() for file in said.values())
    return subprocess.CompletedProcess(command, process.exitcode, out, error)


def start_writer(settings: dict[str, str], said: Said) -> tuple[BaseProcess, Connection]:
    """A process that changes rows all the time. Send it anything and it stops, and sends what it has changed."""
    ours, its = multiprocessing.Pipe()
    process = context().Process(target=write_all_the_time, args=(settings, said, its))
    process.start()
    its.close()
    return process, ours


def write_all_the_time(settings: dict[str, str], said: Said, asked: Connection) -> None:
    """Like a process that has not been restarted, and one that is ahead: no key it seals under is being rotated to."""
    os.environ.update(settings)
    from app.protection.sealing import vault
    from wsgi import app

    rows = {
        table: [row_id for name, row_id in said if name == table] for table in ("young_person_view", "contact", "child")
    }
    written: Said = {}
    with app.app_context():
        for number, deed in enumerate(
            cycle((change_view, change_child, add_view, change_contact, change_view, remove_contact))
        ):
            if asked.poll(timeout=0.005):  # people do not write without taking breath
                break
            vault.use(ring_sealing_under(secrets.choice(WRITTEN_UNDER)))
            deed(number, rows, written)
    asked.send(written)


Rows = dict[str, list[uuid.UUID]]


def change_view(number: int, rows: Rows, written: Said) -> None:
    change(View, secrets.choice(rows["young_person_view"]), written, words=f"Now I think {number}")


def change_contact(number: int, rows: Rows, written: Said) -> None:
    change(Contact, secrets.choice(rows["contact"]), written, how=f"At school, {number}")


def change_child(number: int, rows: Rows, written: Said) -> None:
    from app.protection.sealing import vault

    row_id, reference = secrets.choice(rows["child"]), f"C-again-{number}"
    change(Child, row_id, written, reference=reference, reference_index=blind_index(vault.ring, reference))


def change(model: type[Base], row_id: uuid.UUID, written: Said, **values: Any) -> None:
    from app.extensions import db

    row = db.session.get_one(model, row_id)
    for name, value in values.items():
        setattr(row, name, value)
    db.session.commit()
    written[model.__tablename__, row_id] = next(iter(values.values()))


def add_view(number: int, rows: Rows, written: Said) -> None:
    from app.extensions import db

    view = View(words=f"A new one, {number}", **a_view(10**6 + number, utc_now()))
    db.session.add(view)
    db.session.commit()
    rows["young_person_view"].append(view.id)
    written["young_person_view", view.id] = f"A new one, {number}"


def remove_contact(_number: int, rows: Rows, written: Said) -> None:
    from app.extensions import db

    if len(rows["contact"]) > 1:
        row_id = rows["contact"].pop()
        db.session.delete(db.session.get_one(Contact, row_id))
        db.session.commit()
        written["contact", row_id] = None
