"""Encryption at rest: opened only with its key, in its place, unchanged."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protection.fingerprints import blind_index, marks
from app.protection.keys import KeyProblem, KeyRing
from app.protection.sealing import Vault, key_id_of

ONE = base64.b64encode(b"1" * 32).decode()
TWO = base64.b64encode(b"2" * 32).decode()
PLACE = "young_person_view|words_sealed|1"


def vault(ring: str) -> Vault:
    made = Vault()
    made.use(KeyRing.parse(ring))
    return made


@given(st.text())
def test_what_is_sealed_opens_to_the_same(text):
    if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        return  # half a character: no form can bring one
    one = vault(f"1:{ONE}")

    assert one.open(one.seal(text, PLACE), PLACE) == text


def test_the_envelope_says_its_format_and_key():
    assert vault(f"1:{ONE} 7:{TWO}").seal("x", PLACE)[:2] == bytes((1, 7))


def test_the_same_text_is_sealed_differently_each_time():
    one = vault(f"1:{ONE}")

    assert one.seal("x", PLACE) != one.seal("x", PLACE)


def test_it_does_not_open_in_another_place():
    one = vault(f"1:{ONE}")

    with pytest.raises(KeyProblem, match="Key 1 does not open this"):
        one.open(one.seal("x", PLACE), PLACE + "0")


def test_it_does_not_open_for_another_purpose():
    one = vault(f"1:{ONE}")

    with pytest.raises(KeyProblem, match="Key 1"):
        one.open(one.seal("x", PLACE, "identity"), PLACE)


@pytest.mark.parametrize("byte", [2, 14, -1])
def test_a_changed_bit_is_noticed(byte):
    one = vault(f"1:{ONE}")
    sealed = bytearray(one.seal("some words", PLACE))
    sealed[byte] ^= 1

    with pytest.raises(KeyProblem, match="Key 1"):
        one.open(bytes(sealed), PLACE)


def test_the_key_id_cannot_be_swapped():
    both = vault(f"1:{ONE} 2:{ONE}")
    sealed = bytearray(both.seal("x", PLACE))
    sealed[1] = 1

    with pytest.raises(KeyProblem, match="Key 1"):
        both.open(bytes(sealed), PLACE)


def test_an_older_key_still_opens_and_the_newest_seals():
    sealed = vault(f"1:{ONE}").seal("x", PLACE)
    both = vault(f"1:{ONE} 2:{TWO}")

    assert both.open(sealed, PLACE) == "x"
    assert both.seal("y", PLACE)[1] == 2


def test_a_missing_key_is_named():
    sealed = vault(f"9:{TWO}").seal("x", PLACE)

    with pytest.raises(KeyProblem, match="Key 9 is not in KEY_RING"):
        vault(f"1:{ONE}").open(sealed, PLACE)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01\x01" + b"0" * 5, b"\x01\x01" + b"0" * 27, b"\x02" + b"0" * 40])
def test_what_was_never_sealed_does_not_open(sealed):
    with pytest.raises(KeyProblem):
        vault(f"1:{ONE}").open(sealed, PLACE)


def test_no_key_is_printed():
    assert ONE not in repr(KeyRing.parse(f"1:{ONE}"))
    assert "111" not in repr(KeyRing.parse(f"1:{ONE}"))


@pytest.mark.parametrize(
    ("ring", "told"),
    [
        ("", "holds no key"),
        (f"0:{ONE}", "number from 1 to 255"),
        (f"256:{ONE}", "number from 1 to 255"),
        (f"1:{ONE} 1:{TWO}", "key 1 is there twice"),
        ("3:AAAA", "key 3 must be 32 bytes"),
        ("3:****", "key 3 must be 32 bytes"),
    ],
)
def test_a_ring_that_cannot_be_used_says_why(ring, told):
    with pytest.raises(KeyProblem, match=told):
        KeyRing.parse(ring)


def test_a_child_is_found_by_reference_however_it_is_spaced():
    ring = KeyRing.parse(f"1:{ONE}")

    assert blind_index(ring, " c-2041 ") == blind_index(ring, "C-2041")
    assert blind_index(ring, "c 2041") == blind_index(ring, "C2041") == blind_index(ring, "C/2041")
    assert blind_index(ring, "C-2041") != blind_index(ring, "C-2042")
    assert blind_index(ring, "C-2041-1") != blind_index(ring, "C-204-11")


def test_a_mark_is_looked_for_under_every_live_key_newest_first():
    old, both = KeyRing.parse(f"1:{ONE}"), KeyRing.parse(f"1:{ONE} 2:{TWO}")

    assert marks(both, "words", "x")[1] == marks(old, "words", "x")[0]
    assert len(marks(both, "words", "x")) == 2


def test_an_envelope_says_which_key_it_needs_and_nothing_else_does():
    assert key_id_of(vault(f"1:{ONE} 7:{TWO}").seal("x", PLACE)) == 7
    assert key_id_of(b"\x01\x07") == 7
    assert [key_id_of(other) for other in (b"", b"\x01", b"\x02\x07", b"\x07\x01")] == [None] * 4


def test_what_is_no_envelope_is_not_opened():
    with pytest.raises(KeyProblem, match="^This is not something Heard has sealed.$"):
        vault(f"1:{ONE}").open(b"\x01\x01short", PLACE)
