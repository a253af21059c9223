"""Lists that go on over several pages, and the way from one of their rows back to the page it stood on."""

from typing import Any, Final

from flask import Blueprint, has_request_context, request

LAST_PAGE = 100_000  # nobody turns so many pages; a larger number is no number to a database
PLACE: Final = ("which", "shown", "page")  # what the address of a list says of what it shows


def page_asked_for() -> int:
    """The page of a list that the address names, from 1."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)


def leads_back(part: Blueprint, **lists: str | tuple[str, ...]) -> None:
    """From a row of these lists, and from all that is done about it, one comes back to the same page of the list.

    `lists` says by which part of its address a row is known, each kind of row by its own. Where it stood is in the
    address, as in that of the list.
    """
    ways = [(name, row) for name, rows in lists.items() for row in ([rows] if isinstance(rows, str) else rows)]

    @part.url_defaults
    def carry_place(endpoint: str, values: dict[str, Any]) -> None:
        if has_request_context() and any(is_way(endpoint, values, f"{part.name}.{name}", row) for name, row in ways):
            for name in PLACE:
                if name in request.args:
                    values.setdefault(name, request.args[name])


def is_way(endpoint: str, values: dict[str, Any], listed: str, row: str) -> bool:
    """Whether a link leads from this list to a row, from a row on to the same one, or back."""
    here = request.view_args or {}
    if request.endpoint == listed:
        return row in values
    return row in here and (endpoint == listed or str(values.get(row)) == str(here[row]))
