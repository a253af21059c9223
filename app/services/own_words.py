"""The words that somebody who knows a person, or knows where they work, would try first as a passphrase."""

import re

from app.models import Person
from app.services import settings

SHORTEST_WORD = 3


def words_about(person: Person) -> list[str]:
    """Their username, name and role, the board's name and its area: each whole, and each word of it.

    Source: ASVS 5.0, 6.2.11.
    """
    in_force = settings.current()
    wholes = [person.username, person.name, person.role.value, in_force.board_name, in_force.board_area]
    parts = [part for whole in wholes for part in re.split(r"[\W\d_]+", whole) if len(part) >= SHORTEST_WORD]
    return list(dict.fromkeys(word.casefold() for word in (*wholes, *parts)))
