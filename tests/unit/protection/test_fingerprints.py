"""A child's reference is recognised without being kept, and a text gives words that nobody can find out."""

import hashlib
import hmac

import pytest

from app.protection.fingerprints import blind_index, blind_indexes, mark, plain
from app.protection.four_words import words_of
from app.protection.keys import KeyRing, derive
from app.protection.word_list import WORDS

ROOTS = {1: b"1" * 32, 2: b"2" * 32}
RING = KeyRing.of(ROOTS)


@pytest.mark.parametrize("typed", ["C-2041", "c 2041", "C2041", "(c) 2041."])
def test_a_reference_is_known_however_it_is_typed(typed):
    assert plain(typed) == "c-2041"
    assert blind_index(RING, typed) == blind_index(RING, "C-2041")


def test_it_is_marked_for_no_other_use_and_looked_for_under_every_key():
    assert blind_index(RING, "C-2041") == mark(RING, "index", "c-2041")
    assert blind_indexes(RING, "C 2041") == [
        hmac.digest(derive(ROOTS[key_id], "index"), b"c-2041", hashlib.sha256)[:16] for key_id in (2, 1)
    ]


def test_the_words_of_a_text_are_the_same_tomorrow_and_another_texts_are_others():
    number = int.from_bytes(hmac.digest(derive(ROOTS[2], "words"), b"words of|one", hashlib.sha256))
    places = [number // len(WORDS) ** power % len(WORDS) for power in range(4)]

    assert words_of(RING, "one") == tuple(WORDS[place] for place in places)
    assert words_of(RING, "two") != words_of(RING, "one")
