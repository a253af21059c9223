"""The catalogue in words, as docs/figures.md prints it: everything that is said of a figure, from its declaration."""

from collections.abc import Iterator
from itertools import groupby

from app.services.figures.catalogue import CATALOGUE
from app.services.figures.declared import Figure, Into, Place, Split

FOUND = {  # rows that are not declared, by the name of the figure
    "views_by_area": "the areas that the board offers (`areas`), another area, not said",
    "actions_on_time": "every agency, by name",
}
HEAD = """# The figures

What the board can see, table by table. `heard figures describe` writes this page from the catalogue
(`app/services/figures/`). [How small numbers are hidden](decisions/0028-linked-tables.md).
[Why these figures](decisions/0035-the-catalogue-of-figures.md).

“Together” says which rows are one number before they are broken down: where that number is hidden, so are they.
Neighbours in a breakdown are hidden together, two by two. A table of a year is made of its quarters (April to March).
"""


def describe() -> str:
    """A page in Markdown."""
    parts = [HEAD]
    for about, figures in groupby(sorted(CATALOGUE, key=lambda each: _order(each.about)), key=lambda each: each.about):
        parts.append(f"\n## {about}\n")
        parts += ["\n".join(_lines_of(figure)) for figure in figures]
    return "\n".join(parts).rstrip() + "\n"


def _order(about: str) -> int:
    return list(dict.fromkeys(figure.about for figure in CATALOGUE)).index(about)


def _lines_of(figure: Figure) -> Iterator[str]:
    yield f"### {figure.title}\n"
    kinds = "each year" if figure.only_years else "each quarter and each year"
    yield f"*{figure.question}* `{figure.name}`, {kinds}.\n"
    yield figure.definition.format(period="quarter or year" if not figure.only_years else "year") + "\n"
    rows = FOUND.get(figure.name) or "; ".join(figure.rows or ())
    yield f"- {figure.row_head}: {rows}"
    if len(figure.columns) > 1:
        yield f"- Columns: {'; '.join(figure.columns)}"
    for split in figure.splits:
        yield from _split(figure, split)
    if figure.share:
        share = f"{figure.share.numerator}, out of {figure.share.denominator}".format(period="quarter or year")
        yield f"- Share: {share}" + (f". Target: `{figure.target}`" if figure.target else "")
    yield ""


def _split(figure: Figure, split: Split) -> Iterator[str]:
    if figure.name in FOUND or split.crosses:
        yield f"- Breaks down: {_named(split.of)}" + (f", by `{split.crosses}` as well" if split.crosses else "")
        return
    yield f"- Breaks down: {_named(split.of)}"
    yield from _together(split.parts(figure.rows or ()))


def _together(into: Into) -> Iterator[str]:
    for part in into:
        if not isinstance(part, tuple):
            yield f"- Together: {'; '.join(dict.fromkeys(_rows(part.into)))}"
            yield from _together(part.into)


def _rows(into: Into) -> Iterator[str]:
    for part in into:
        if isinstance(part, tuple):
            yield _row(part)
        else:
            yield from _rows(part.into)


def _row(place: Place) -> str:
    return place[0]


def _named(whole: str) -> str:
    """“wishes_by_extent/not fully” is said with the table it stands in."""
    figure, _, part = whole.partition("/")
    return f"“{part.replace('/', ', ')}” of `{figure}`" if part else f"all {whole}"
