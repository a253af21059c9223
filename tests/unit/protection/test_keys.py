"""The ring: new keys, and a key of its own for every purpose."""

import base64
import hmac
from itertools import combinations
from typing import get_args

import pytest

from app.protection.cookie_secret import CookieSecret
from app.protection.fingerprints import blind_index, mark
from app.protection.four_words import words_mark
from app.protection.keys import KeyProblem, KeyRing, Purpose, derive
from app.protection.sealing import Vault

ROOTS = {key_id: bytes((key_id,)) * 32 for key_id in (1, 2, 3)}
PURPOSES = get_args(Purpose)


def ring_of(*ids: int) -> KeyRing:
    return KeyRing.of({key_id: ROOTS[key_id] for key_id in ids})


class TestChanging:
    def test_a_ring_is_written_as_it_is_read(self):
        assert KeyRing.parse(ring_of(3, 1, 2).as_text()) == ring_of(3, 1, 2)
        assert ring_of(1).as_text() == "1:" + base64.b64encode(ROOTS[1]).decode()

    def test_a_new_key_opens_and_does_not_seal(self):
        ring = ring_of(1, 2).with_new_key(3)

        assert list(ring.roots) == [3, 1, 2]
        assert ring.newest == 2
        assert len(ring.roots[3]) == 32

    def test_no_two_new_keys_are_the_same(self):
        assert ring_of(1).with_new_key(2).roots[2] != ring_of(1).with_new_key(2).roots[2]

    def test_a_key_that_is_brought_into_use_seals_and_every_other_stays(self):
        ring = ring_of(3, 1, 2).sealing_under(3)

        assert list(ring.roots) == [1, 2, 3]
        assert ring.newest == 3

    def test_a_key_is_taken_out(self):
        assert ring_of(1, 2).without(1) == ring_of(2)

    def test_the_ring_that_was_changed_is_as_it_was(self):
        ring = ring_of(1, 2)
        ring.with_new_key(3), ring.sealing_under(1), ring.without(1)

        assert ring == ring_of(1, 2)

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (lambda ring: ring.with_new_key(2), "key 2 is there already"),
            (lambda ring: ring.with_new_key(256), "no id is left"),
            (lambda ring: ring.sealing_under(3), "Key 3 is not in KEY_RING. The ring holds: 1, 2."),
            (lambda ring: ring.without(3), "Key 3 is not in KEY_RING"),
            (lambda ring: ring.without(2), "Key 2 is the one that seals"),
        ],
    )
    def test_what_cannot_be_says_why(self, change, told):
        with pytest.raises(KeyProblem, match=told):
            change(ring_of(1, 2))


class TestPurposes:
    """What is taken from one place is of no use in another."""

    def test_every_purpose_of_every_key_is_another_key(self):
        ring = ring_of(1, 2)
        keys = [ring.key(key_id, purpose) for key_id in (1, 2) for purpose in PURPOSES]

        assert len({*keys, *ring.roots.values()}) == 2 * len(PURPOSES) + 2

    @pytest.mark.parametrize(("sealed_for", "opened_for"), [*combinations(PURPOSES, 2)])
    def test_what_is_sealed_for_one_purpose_opens_for_no_other(self, sealed_for, opened_for):
        vault = Vault()
        vault.use(ring_of(1))
        for one, other in ((sealed_for, opened_for), (opened_for, sealed_for)):
            with pytest.raises(KeyProblem, match="Key 1 does not open this"):
                vault.open(vault.seal("07700 900123", "contact|how_sealed|1", one), "contact|how_sealed|1", other)

    def test_hashes_for_different_purposes_never_agree(self):
        ring = ring_of(1)

        assert len({mark(ring, purpose, "foil knack bread tidal") for purpose in PURPOSES}) == len(PURPOSES)
        assert words_mark(ring, ("a", "b", "c", "d")) != blind_index(ring, "a b c d")

    def test_sessions_have_keys_of_their_own_even_if_the_same_secret_were_behind_both(self):
        root = ROOTS[1]
        cookie = CookieSecret("a cookie's secret", derive(root, "sessions"))
        of_sessions = {cookie.server_key, cookie.visit_key, cookie.sign_in_mark, cookie.visit_mark}

        assert of_sessions.isdisjoint(ring_of(1).key(1, purpose) for purpose in PURPOSES)


class TestReading:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "^KEY_RING holds no key. README.md says how to make one.$"),
            ("x:" + "A" * 43 + "=", "^KEY_RING: a key's id must be a number from 1 to 255, as in 1:<base64>.$"),
            ("0:" + "A" * 43 + "=", "must be a number from 1 to 255"),
            ("256:" + "A" * 43 + "=", "must be a number from 1 to 255"),
            ("1:1:" + "A" * 43 + "=", "^KEY_RING: key 1 must be 32 bytes in base64.$"),
            ("1:" + "A" * 20 + "*" + "A" * 23 + "=", "^KEY_RING: key 1 must be 32 bytes in base64.$"),
            ("1:", "^KEY_RING: key 1 must be 32 bytes in base64.$"),
        ],
    )
    def test_what_is_no_ring_says_why(self, text, told):
        with pytest.raises(KeyProblem, match=told):
            KeyRing.parse(text)

    def test_the_last_id_and_the_first_are_ids(self):
        assert KeyRing.parse("255:" + "A" * 43 + "=").newest == 255
        assert list(ring_of(2).with_new_key(1).roots) == [1, 2]
        assert list(ring_of(2).with_new_key(255).roots) == [255, 2]
        assert len(ring_of(2).with_new_key(255).roots[255]) == 32


def test_a_derived_key_is_what_it_always_was():
    """All that is stored hangs on it: RFC 5869 by hand, with SHA-256, no salt and 32 bytes."""
    secret = hmac.digest(bytes(32), ROOTS[1], "sha256")

    assert derive(ROOTS[1], "fields") == hmac.digest(secret, b"heard fields\x01", "sha256")
