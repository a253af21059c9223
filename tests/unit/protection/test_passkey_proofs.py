"""What a browser answers about a passkey: read with care, for strangers write it."""

import json

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protection.passkey_proofs import (
    LONGEST_ANSWER,
    MOST_USES,
    Site,
    creation_question,
    new_sign_count,
    read_creation,
    read_request,
    request_question,
    site_at,
)
from tests.authenticator import HOST, PRESENT, SITE, WITH_KEY, Phone, decode, encode

HERE = Site(HOST, SITE)
CHALLENGE = b"c" * 32
MAKE = creation_question(HERE, CHALLENGE, handle=b"h" * 16, username="priya@example.org", known=[])
SIGN = request_question(HERE, CHALLENGE)
PHONE = Phone()
MADE = PHONE.make(MAKE)
SIGNED = PHONE.sign(SIGN)
KEY = read_creation(HERE, CHALLENGE, MADE).credential_public_key

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary().map(encode),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def counted(answer_json: str, **changes) -> int | None:
    answer = read_request(answer_json)
    return new_sign_count(HERE, CHALLENGE, answer, **{"public_key": KEY, "sign_count": 0} | changes) if answer else None


def with_part(answer_json: str, name: str, value: bytes) -> str:
    answer = json.loads(answer_json)
    answer["response"][name] = encode(value)
    return json.dumps(answer)


def part_of(answer_json: str, name: str) -> bytes:
    return decode(json.loads(answer_json)["response"][name])


def flipped(content: bytes, bit: int) -> bytes:
    place = bit // 8 % len(content)
    return content[:place] + bytes([content[place] ^ (1 << bit % 8)]) + content[place + 1 :]


@pytest.mark.parametrize(
    ("address", "host", "origin"),
    [
        ("https://heard.example.org", "heard.example.org", "https://heard.example.org"),
        ("https://Heard.Example.org/", "heard.example.org", "https://heard.example.org"),
        ("https://heard.example.org:443", "heard.example.org", "https://heard.example.org"),
        ("https://heard.example.org:8443", "heard.example.org", "https://heard.example.org:8443"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
        ("http://localhost:80", "localhost", "http://localhost"),
        ("http://localhost:443", "localhost", "http://localhost:443"),
    ],
)
def test_a_site_is_a_host_and_an_origin(address, host, origin):
    assert site_at(address) == Site(host, origin)


@pytest.mark.parametrize(
    "address",
    [None, "", "heard.example.org", "http://heard.example.org", "https://192.0.2.7", "https://[2001:db8::1]",
     "http://127.0.0.1:8000", "https://", "https://[", "https://heard.example.org:port", "https://a:99999"],
)  # fmt: skip
def test_elsewhere_no_browser_lets_a_passkey_work(address):
    assert site_at(address) is None


def test_what_is_right_is_understood():
    assert read_creation(HERE, CHALLENGE, MADE).credential_id == PHONE.credential_id
    assert counted(SIGNED) == 0


@given(anything)
def test_whatever_is_sent_nothing_fails(content):
    sent = json.dumps(content)

    assert read_creation(HERE, CHALLENGE, sent) is None
    assert counted(sent) is None


@given(st.sampled_from(["clientDataJSON", "attestationObject"]), st.binary(max_size=300))
def test_no_bytes_make_reading_a_new_passkey_fail(name, content):
    assert read_creation(HERE, CHALLENGE, with_part(MADE, name, content)) is None


@given(st.binary(max_size=300))
def test_nor_do_strange_keys(key):
    data = cbor2.loads(part_of(MADE, "attestationObject"))["authData"][:-77] + key
    sent = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})

    assert read_creation(HERE, CHALLENGE, with_part(MADE, "attestationObject", sent)) is None


@given(st.sampled_from(["clientDataJSON", "authenticatorData", "signature"]), st.integers(0, 10_000))
def test_one_bit_changed_proves_nothing(name, bit):
    assert counted(with_part(SIGNED, name, flipped(part_of(SIGNED, name), bit))) is None


@given(st.binary(max_size=100))
def test_a_stored_key_that_cannot_be_read_proves_nothing(key):
    assert counted(SIGNED, public_key=key) is None


@pytest.mark.parametrize(
    "head", [b"\x9b", b"\xbb", b"\x5b", b"\x7b", b"\xdb"], ids=["list", "map", "bytes", "text", "tag"]
)
def test_what_says_that_it_is_endless_takes_no_memory(head):
    sent = with_part(MADE, "attestationObject", head + b"\x0f" + b"\xff" * 7)

    assert read_creation(HERE, CHALLENGE, sent) is None


def test_what_is_nested_too_deep_is_not_followed():
    assert read_creation(HERE, CHALLENGE, with_part(MADE, "attestationObject", b"\x81" * 5_000)) is None


@pytest.mark.parametrize(("before", "now"), [(5, 5), (5, 4), (5, 0), (1, 0)])
def test_a_count_that_does_not_grow_is_a_copy(before, now):
    assert counted(PHONE.sign(SIGN, uses=now), sign_count=before) is None


def test_a_passkey_that_never_counts_is_one_that_its_maker_copies():
    assert counted(PHONE.sign(SIGN, uses=0), sign_count=0) == 0


def test_a_browser_is_asked_for_a_passkey_that_it_keeps_on_a_device_that_has_none_of_these():
    asked = json.loads(creation_question(HERE, CHALLENGE, handle=b"h" * 16, username="priya", known=[b"one", b"two"]))

    assert asked["rp"] == {"id": HOST, "name": "Heard"}
    assert (decode(asked["user"]["id"]), asked["user"]["name"]) == (b"h" * 16, "priya")
    assert decode(asked["challenge"]) == CHALLENGE
    assert (asked["timeout"], asked["attestation"]) == (300_000, "none")
    assert asked["authenticatorSelection"] == {
        "residentKey": "required", "requireResidentKey": True, "userVerification": "required"
    }  # fmt: skip
    assert [decode(one["id"]) for one in asked["excludeCredentials"]] == [b"one", b"two"]


def test_a_browser_is_asked_for_any_passkey_of_this_site():
    asked = json.loads(request_question(HERE, CHALLENGE))

    assert (asked["rpId"], decode(asked["challenge"]), asked["timeout"]) == (HOST, CHALLENGE, 300_000)
    assert (asked["userVerification"], asked["allowCredentials"]) == ("required", [])


def test_who_is_there_but_not_verified_by_the_device_proves_nothing():
    assert read_creation(HERE, CHALLENGE, Phone().make(MAKE, flags=PRESENT | WITH_KEY)) is None
    assert counted(PHONE.sign(SIGN, flags=PRESENT)) is None


def test_what_was_asked_inside_another_sites_page_proves_nothing():
    assert read_creation(HERE, CHALLENGE, Phone().make(MAKE, in_a_frame=True)) is None
    assert counted(PHONE.sign(SIGN, in_a_frame=True)) is None


@pytest.mark.parametrize(("length", "is_taken"), [(1_023, True), (1_024, False)])
def test_an_id_is_as_long_as_browsers_may_make_it_and_no_longer(length, is_taken):
    made = Phone(credential_id=b"i" * length)

    assert (read_creation(HERE, CHALLENGE, made.make(MAKE)) is not None) is is_taken


@pytest.mark.parametrize(("uses", "is_taken"), [(MOST_USES, True), (MOST_USES + 1, False)])
def test_a_count_fits_where_it_is_kept(uses, is_taken):
    assert (read_creation(HERE, CHALLENGE, Phone().make(MAKE, uses=uses)) is not None) is is_taken
    assert (counted(PHONE.sign(SIGN, uses=uses)) == uses) is is_taken


@pytest.mark.parametrize(("more", "is_taken"), [(0, True), (1, False)])
def test_an_answer_longer_than_any_browsers_is_not_read(more, is_taken):
    padded = SIGNED + " " * (LONGEST_ANSWER - len(SIGNED) + more)

    assert (read_request(padded) is not None) is is_taken
