"""Lists that go on over several pages."""

from flask import request

LAST_PAGE = 100_000  # nobody turns so many pages; a larger number is no number to a database


def page_asked_for() -> int:
    """The page of a list that the address names, from 1."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
