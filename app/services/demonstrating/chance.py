"""Chance that comes out the same for the same seed: everything that is made up is drawn from here."""

import uuid
from base64 import urlsafe_b64encode
from bisect import bisect
from collections.abc import Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Odds(Generic[T]):
    """Choices, and how often each comes up beside the others."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self.choices = tuple(weights)
        self.edges = tuple(accumulate(weights.values()))


class Chance(Random):
    """Random numbers, ids and choices from one seed. Nothing that has to be secret may come from here."""

    def happens(self, share: float) -> bool:
        return self.random() < share

    def draw(self, odds: Odds[T]) -> T:
        return odds.choices[bisect(odds.edges, self.random() * odds.edges[-1])]

    def new_id(self) -> uuid.UUID:
        return uuid.UUID(int=self.getrandbits(128), version=4)

    def once(self) -> str:
        """What stands in `once` of a row that no form made."""
        return urlsafe_b64encode(self.randbytes(32)).decode().rstrip("=")
