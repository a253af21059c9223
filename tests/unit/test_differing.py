"""What is different between two texts, line by line."""

import pytest

from app.services.differing import differences


def said(before: str, now: str) -> list[tuple[str, str | None, str | None]]:
    return [(one.kind, one.before, one.now) for one in differences(before, now)]


@pytest.mark.parametrize(
    ("before", "now", "different"),
    [
        ("a\nb", "a\nb", []),
        ("a\n\n  b", "a\nb\n", []),
        ("| a |\n|---|\n| b |", "| a |\n|:-:|\n| b |", []),
        ("a", "a\nb", [("Added", None, "b")]),
        ("a\nb", "b", [("Taken out", "a", None)]),
        ("a\nb\nc", "a\nB\nc", [("Changed", "b", "B")]),
        ("a\nb", "A\nB\nC", [("Changed", "a", "A"), ("Changed", "b", "B"), ("Added", None, "C")]),
        ("", "a", [("Added", None, "a")]),
        ("a\nb\nc", "c\na\nb", [("Added", None, "c"), ("Taken out", "c", None)]),
    ],
)
def test_each_line_is_added_taken_out_or_changed(before, now, different):
    assert said(before, now) == different


@pytest.mark.parametrize("now", ["b\n" * 10_000, "a\nb\n" * 5_000, "\n".join(map(str, range(4_000)))])
def test_many_lines_end_in_time(now):
    assert said("a\n" * 10_000, now)
