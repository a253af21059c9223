import hashlib
import time
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.protection.audit_chain import START, canonical, line_content, link, moment, reason_digest, segment_content

LINE = {
    "line_id": UUID("9f5c2f0a-8f0c-4c1e-8a3b-2d1c0b9a8f7e"),
    "created_at": datetime(2026, 11, 17, 10, tzinfo=UTC),
    "person_id": None,
    "deed": "opened view",
    "subject_table": "young_person_view",
    "subject_id": UUID("00000000-0000-4000-8000-000000000001"),
    "reason": None,
}


def test_a_line_is_written_in_one_way_only():
    assert canonical(line_content(**LINE)) == (
        b'{"created_at":"2026-11-17T10:00:00.000000Z","deed":"opened view",'
        b'"id":"9f5c2f0a-8f0c-4c1e-8a3b-2d1c0b9a8f7e","person_id":null,"reason":null,'
        b'"subject_id":"00000000-0000-4000-8000-000000000001","subject_table":"young_person_view"}'
    )


def test_a_link_is_the_one_before_and_what_is_added():
    content = line_content(**LINE)

    assert link(START, content) == hashlib.sha256(bytes(32) + canonical(content)).digest()
    assert link(link(START, content), content) != link(START, content)


def test_a_moment_is_in_utc_to_the_microsecond():
    summer = timezone(timedelta(hours=1))

    assert moment(datetime(2026, 7, 1, 11, 30, 0, 5, tzinfo=summer)) == "2026-07-01T10:30:00.000005Z"


def test_a_moment_is_in_utc_wherever_the_machine_stands(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert moment(LINE["created_at"]) == "2026-11-17T10:00:00.000000Z"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_same_reason_of_two_lines_does_not_look_the_same():
    other = UUID(int=1)

    assert reason_digest(other, "because") != reason_digest(LINE["line_id"], "because")
    assert reason_digest(other, None) is None
    assert reason_digest(other, "") is not None


def test_a_segment_is_linked_with_all_that_says_when_and_how_much():
    at = datetime(2026, 11, 17, 10, tzinfo=UTC)
    segment = {"number": 2, "sealed_at": at, "first_line_at": at, "last_line_at": at, "line_count": 3}
    whole = {**segment, "previous_hash": START}
    changes = [
        {"number": 3}, {"line_count": 4}, {"previous_hash": b"\1" * 32},
        *({name: at + timedelta(microseconds=1)} for name in ("sealed_at", "first_line_at", "last_line_at")),
    ]  # fmt: skip

    made = {link(START, segment_content(**whole | change)) for change in [{}, *changes]}

    assert len(made) == len(changes) + 1


@given(st.dictionaries(st.sampled_from(sorted(LINE)), st.text(), min_size=2), st.randoms())
def test_the_order_of_names_makes_no_difference(content, chance):
    names = list(content)
    chance.shuffle(names)

    assert canonical({name: content[name] for name in names}) == canonical(content)


def test_a_line_names_who_it_was_and_keeps_letters_as_they_are():
    person = UUID("00000000-0000-4000-8000-00000000000a")
    line = line_content(**LINE | {"person_id": person, "reason": "Zoë asked"})

    assert line["person_id"] == str(person)
    assert line["reason"] == reason_digest(LINE["line_id"], "Zoë asked")
    assert canonical({"deed": "Zoë"}) == '{"deed":"Zoë"}'.encode()


def test_a_segment_is_written_in_one_way_only():
    at = datetime(2026, 11, 17, 10, tzinfo=UTC)
    segment = segment_content(
        number=2, sealed_at=at, first_line_at=at, last_line_at=at, line_count=3, previous_hash=b"\1" * 32
    )

    assert canonical(segment) == (
        b'{"first_line_at":"2026-11-17T10:00:00.000000Z","last_line_at":"2026-11-17T10:00:00.000000Z",'
        b'"line_count":3,"number":2,"previous":"' + b"01" * 32 + b'","sealed_at":"2026-11-17T10:00:00.000000Z"}'
    )
