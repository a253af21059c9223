"""The board's pages with more and more views.

A page reads what is frozen: its time must not grow. That it asks for nothing else is a test
(tests/integration/board/test_show_figures.py). Here is its time.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, insert, text

from app.extensions import db
from app.models import Person, PracticePublication, Publication, Role, View, utc_now
from app.models.codes import Feeling
from app.services import publishing
from app.services.clocks import Quarter, london_day, start_of_day
from tests.benchmarks.inbox import row
from tests.benchmarks.made import make_heard, signed_in
from tests.benchmarks.measuring import Finding, side_by_side

AT_FIRST = 10_000
ANEW = {"id": "lower(hex(randomblob(16)))", "once": "lower(hex(randomblob(16)))", "words_mark": "randomblob(16)"}
COPIED = tuple(column.name for column in View.__table__.columns)
ADDRESSES = ("/board/", "/board/figures/views_by_topic")


def findings(folder: Path, sizes: Sequence[int]) -> Iterator[Finding]:
    """Target 7: each size after the one before, in one database."""
    app, there = make_heard(folder, f"sqlite:///{folder}/board.db"), 0
    with app.app_context():
        db.session.add(Person(username="dawn@example.org", name="Dawn", role=Role.BOARD_MEMBER))
        db.session.commit()
    client, spent = signed_in(app, Role.BOARD_MEMBER), {}
    for size in sizes:
        with app.app_context():
            fill(there, size)
            publish()
        there = size
        works = {address: (lambda address=address: client.get(address)) for address in ADDRESSES}
        assert all(work().status_code == 200 for work in works.values())
        found = side_by_side({"steady": steady, **works}, each=10)
        spent[size] = {address: (found.ratio(address, "steady"), found.spent(address)) for address in ADDRESSES}
    for address in ADDRESSES:
        more = ", ".join(f"{spent[size][address][1]:.1f} ms with {size:,}" for size in sizes)
        figure = spent[sizes[-1]][address][0] / spent[sizes[0]][address][0]
        what = f"GET {address} with {sizes[-1]:,} views beside {sizes[0]:,}"
        yield Finding(number=7, what=what, figure=figure, target=1.1, more=more)


def steady() -> None:
    """Work that is always the same: by it what was measured at different times is compared."""
    sum(number * number for number in range(20_000))


def fill(there: int, size: int) -> None:
    """Views of the quarter that was over last, each topic and feeling among them, until there are so many."""
    if not there:
        begins, feelings = start_of_day(closed_quarter().first_day), [*Feeling]
        worker = db.session.query(Person).first()
        rows = [row(place, begins, size, (worker.id, worker.id)) | times(place, begins) for place in range(AT_FIRST)]
        both = [one | {"feeling": feelings[place % len(feelings)]} for place, one in enumerate(rows)]
        db.session.execute(insert(View), both)
        there = len(rows)
    while there < size:
        more = min(there, size - there)
        db.session.execute(text(f"INSERT INTO {View.__tablename__} ({', '.join(COPIED)}) {one_more_of_each(more)}"))
        there += more
    db.session.commit()


def one_more_of_each(many: int) -> str:
    """The same views again, in the words of SQLite: only what must be unique is another."""
    return f"SELECT {', '.join(ANEW.get(name, name) for name in COPIED)} FROM {View.__tablename__} LIMIT {many}"


def times(place: int, begins: datetime) -> dict[str, datetime]:
    sent_at = begins + timedelta(minutes=place % 80_000)  # 55 days: its answer is due in the same quarter
    due_at = sent_at + timedelta(days=14)
    return {"sent_at": sent_at, "read_due_at": due_at, "read_at": sent_at, "next_due_at": due_at} | {
        "answer_due_at": due_at,
        "first_answer_due_at": due_at,
    }


def publish() -> None:
    """From nothing published to everything."""
    for model in (Publication, PracticePublication):
        db.session.execute(delete(model))
    db.session.commit()
    publishing.publish(closed_quarter(), today=london_day(utc_now()))
    db.session.commit()


def closed_quarter() -> Quarter:
    return Quarter.containing(london_day(utc_now())).previous
