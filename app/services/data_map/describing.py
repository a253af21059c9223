"""The data map in words, as docs/privacy.md prints it."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import Table

from app.services.data_map.answers import USUAL, Basis, Held, openers_in_words
from app.services.data_map.catalogue import (
    EVERYTHING,
    EVERYWHERE,
    PARTS,
    entries_of,
    how_stored,
    is_plain_text,
    tables,
)
from app.services.retention.catalogue import CATALOGUE

HEAD = """# What Heard holds, and why: the data map

`make privacy` writes this page from the code. What is encrypted is read from the models themselves; what each column is
for stands in `app/services/data_map/`; who has which power, in `app/services/powers.py`; how long things are kept, in
`app/services/retention/catalogue.py`. A test fails when a column is missing here, when one is named that is gone, and
when this page is not what the code says. It is part of the board's record of processing (UK GDPR Article 30).

The other papers: [impact assessment](privacy/impact-assessment.md), [policy document](privacy/policy-document.md),
[Children's Code](privacy/childrens-code.md), [members' comments and the Online Safety Act](privacy/online-safety.md),
[accessibility](privacy/accessibility.md), [complaints](privacy/complaints.md). Nothing here is legal advice:
[what a lawyer must check](privacy/to-be-checked.md).

Heard holds no name of a child unless the child gives one. A conference and its children stand under the references of
the case system. “Who can open it” is about the pages: whoever runs the server and holds the keys can open everything,
and must be chosen for that. “Encrypted” is AES-256-GCM, bound to table, column and row ([keys](keys.md)). Times are the
usual values; the board can change them within bounds ([settings](../README.md#settings)).
"""
DUTIES = """The public task is laid down in the Children Act 2004, sections 11 and 16E to 16K, and for conferences in
the Children Act 1989, sections 17 and 47. Nothing rests on consent. A lawyer must check this, and whether it holds for
people aged 18 to 25: checks 2 to 4 of [what a lawyer must check](privacy/to-be-checked.md).
"""
PLAIN = """Not encrypted, and no choice from a list. What staff write here is public or the board's own, and must never
point at a child. The rough area of a young person, and what was counted, stand plain so that they can be counted.
"""


def describe() -> str:
    """A page in Markdown."""
    lines = [HEAD, *_numbers(), *_bases(), *_rules(), *_never_removed(), *_plain_text()]
    done: set[str] = set()
    for title, part in PARTS.items():
        lines.append(f"\n## {title}\n")
        for table in dict.fromkeys(one.model.__tablename__ for one in part):
            if table not in done:
                done.add(table)
                lines += _table(next(one for one in tables() if one.name == table))
    return "\n".join(lines).rstrip() + "\n"


def _numbers() -> Iterator[str]:
    counted = Counter(how_stored(column).how.split(",")[0] for table in tables() for column in table.columns)
    total = f"{len(tables())} tables with {sum(counted.values())} columns"
    yield f"{total}: {counted['encrypted']} encrypted, {counted['hashed']} hashed, {counted['plain']} plain.\n"
    yield "In every row, sharing the answers of the row:\n"
    yield from (f"- `{name}`: {what}" for name, what in EVERYWHERE.items())


def _bases() -> Iterator[str]:
    yield "\n## Legal bases\n"
    yield DUTIES
    yield "| Here called | Legal basis |\n| --- | --- |"
    yield from (f"| {basis.label} | {basis.law} |" for basis in Basis)


def _rules() -> Iterator[str]:
    yield "\n## How long: the rules that clear\n"
    yield "Nothing goes while a clock of it runs, an alert of it is open, or it is on hold.\n"
    yield "| Rule | What | How long | After | Goes | Stays |\n| --- | --- | --- | --- | --- | --- |"
    for kind, rule in CATALOGUE.items():
        cells = (kind.value, rule.what, rule.how_long(USUAL), rule.since, rule.goes, rule.stays)
        yield f"| {' | '.join(cells)} |"


def _never_removed() -> Iterator[str]:
    yield "\n## What no rule ever removes\n"
    yield "The board must say whether that is right (UK GDPR Article 5(1)(e)). What is about nobody is left out.\n"
    for words in dict.fromkeys(one.kept.words for one in EVERYTHING if _is_open(one)):
        names = dict.fromkeys(
            one.model.__tablename__ for one in EVERYTHING if _is_open(one) and one.kept.words == words
        )
        yield f"- {', '.join(f'`{name}`' for name in names)}: {words}."


def _is_open(one: Held) -> bool:
    return one.kept.is_open_question and one.basis is not Basis.NOBODY


def _plain_text() -> Iterator[str]:
    yield "\n## Text that is not encrypted\n"
    yield PLAIN
    for table in tables():
        names = [f"`{column.name}`" for column in table.columns if is_plain_text(column)]
        if names:
            yield f"- `{table.name}`: {', '.join(names)}"


def _table(table: Table) -> Iterator[str]:
    yield f"### `{table.name}`\n"
    entries = entries_of(table)
    yield f"{_first_sentence(entries[0])}\n"
    for one in entries:
        yield f"- Why: {one.why}"
        yield f"- Basis: {one.basis.label}"
        yield f"- How long: {one.kept.words}"
        yield f"- Who can open it: {openers_in_words(one.openers)}\n"
        yield "| Column | What it is | Stored |\n| --- | --- | --- |"
        yield from (f"| `{name}` | {what} | {_stored(table, name)} |" for name, what in one.columns.items())
        yield ""


def _first_sentence(one: Held) -> str:
    return (one.model.__doc__ or "").strip().split("\n")[0]


def _stored(table: Table, name: str) -> str:
    stored = how_stored(table.c[name])
    note = stored.note.split(":")[0]  # what comes after it is for whoever changes keys
    return f"{stored.how} ({note})" if note else stored.how
