"""How fast a database is filled with a demonstration, and how fast everything in it is sealed anew."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

from sqlalchemy import bindparam, create_engine, insert, select, update

from app.extensions import db
from app.models import Person, Role, View, utc_now
from app.models.base import place_of
from app.protection.sealing import vault
from app.services import demonstrating
from app.services.clocks import london_day, start_of_day
from app.services.rotating import Rotation
from tests.benchmarks.inbox import row
from tests.benchmarks.made import make_heard
from tests.benchmarks.measuring import Finding
from tests.rotation import fill, ring_sealing_under, vault_sealing_under

FEW = 2_000


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def loading(folder: Path, *, views: int) -> Iterator[Finding]:
    """Target 13: what each view more costs, beside putting the same rows there and nothing else."""
    few, many = (time_to_load(folder, number) for number in (FEW, FEW + views))
    each = (many - few) / views
    raw = raw_rows(folder, views) / views
    yield Finding(
        number=13,
        what="`flask demo load`: a million views more",
        figure=each * 1_000_000,
        target=60,
        unit="s",
        more=f"{1 / each:,.0f} views a second, each with its answer and trail, beside {1 / raw:,.0f} bare rows;"
        f" measured with {views:,}",
    )


def time_to_load(folder: Path, views: int) -> float:
    with make_heard(folder, f"sqlite:///{folder}/loaded-{views}.db").app_context():
        return spent(
            lambda: (demonstrating.load(seed=1, views=views, conferences=20, now=utc_now()), db.session.commit())
        )


def raw_rows(folder: Path, views: int) -> float:
    with make_heard(folder, f"sqlite:///{folder}/raw-{views}.db").app_context():
        sam = Person(username="sam@example.org", name="Sam", role=Role.PARTICIPATION_WORKER)
        db.session.add(sam)
        db.session.flush()
        rows = [row(place, start_of_day(london_day(utc_now())), views, (sam.id, sam.id)) for place in range(views)]
        return spent(lambda: (db.session.execute(insert(View.__table__), rows), db.session.commit()))


def rotating(folder: Path, *, fields: int) -> Iterator[Finding]:
    """Target 14: key rotation beside opening, sealing and writing the same texts and nothing else."""
    address = f"sqlite:///{folder}/rotated-{uuid4().hex}.db"
    app, ring = make_heard(folder, address), vault.ring
    with app.app_context():
        engine = create_engine(address)
        fill(engine, views=fields, contacts=1, children=1, lines=1)
        engine.dispose()
        vault.use(ring_sealing_under(2))
        bare = spent(lambda: bare_rotation(2))
        vault.use(ring_sealing_under(3))
        ours = spent(whole_rotation)
    vault.use(ring)
    yield Finding(
        number=14,
        what=f"key rotation of {fields:,} fields beside the bare cipher and executemany",
        figure=bare / ours,
        target=0.5,
        at_least=True,
        more=f"{fields / ours:,.0f} fields a second beside {fields / bare:,.0f}",
    )


def bare_rotation(key_id: int) -> None:
    old, new, table = vault_sealing_under(1), vault_sealing_under(key_id), View.__table__
    changed = []
    for row_id, sealed in db.session.execute(select(table.c.id, table.c.words_sealed)):
        place = place_of(table.name, "words_sealed", row_id)
        changed.append({"row": row_id, "words": new.seal(old.open(sealed, place), place)})
    statement = update(table).where(table.c.id == bindparam("row")).values(words_sealed=bindparam("words"))
    db.session.connection().execute(statement, changed)
    db.session.commit()


def whole_rotation() -> None:
    for _ in Rotation(size=1_000).run():
        db.session.commit()
