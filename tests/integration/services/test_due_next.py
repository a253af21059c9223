"""What is due first about a view, and where it stands in the inbox."""

from datetime import UTC, datetime, timedelta

import pytest

from app.models import Addition, Answer, Contact, View
from app.services import due_next
from app.services.due_next import FIRST, RAISED, USUAL

NOW = datetime(2026, 11, 17, 10, tzinfo=UTC)
ANSWER_DUE = NOW + timedelta(days=20)
USUAL_WORDS, WORRYING_WORDS = "I like my school.", "He hits me."


def in_days(days):
    return NOW + timedelta(days=days)


def read_view(**more):
    """A view that was read and waits for its answer, with whatever else belongs to it."""
    return View(**{"read_at": NOW, "read_due_at": in_days(1), "answer_due_at": ANSWER_DUE, "is_safe": True} | more)


class TestWhatIsDueFirst:
    def test_is_its_answer_when_everything_was_read(self):
        assert due_next.what_is_due_first(read_view()) == ANSWER_DUE

    @pytest.mark.parametrize(
        "unread",
        [
            {"read_at": None, "read_due_at": in_days(3)},
            {"additions": [Addition(read_at=None, read_due_at=in_days(3))]},
            {"answers": [Answer(read_at=None, read_due_at=in_days(3))]},
            {"contact": Contact(read_due_at=in_days(3), opened_at=None)},
        ],
        ids=["the view", "what was added", "what is missing in our answer", "how to find them"],
    )
    def test_is_to_read_what_nobody_has_read(self, unread):
        assert due_next.what_is_due_first(read_view(**unread)) == in_days(3)

    @pytest.mark.parametrize(
        "read",
        [
            {"additions": [Addition(read_at=NOW, read_due_at=in_days(3))]},
            {"answers": [Answer(read_at=NOW, read_due_at=in_days(3))]},
            {"answers": [Answer(read_at=None, read_due_at=None)]},
            {"contact": Contact(read_due_at=in_days(3), opened_at=NOW)},
            {"contact": Contact(read_due_at=None, opened_at=None)},
        ],
        ids=["what was added", "what was missing", "an answer that nobody said anything of", "opened", "no clock"],
    )
    def test_is_nothing_that_was_read_or_that_asks_for_nothing(self, read):
        assert due_next.what_is_due_first(read_view(**read)) == ANSWER_DUE

    def test_is_the_first_of_several(self):
        view = read_view(
            additions=[Addition(read_at=None, read_due_at=in_days(4))],
            answers=[Answer(read_at=None, read_due_at=in_days(2))],
        )
        assert due_next.what_is_due_first(view) == in_days(2)

    def test_is_kept_with_the_view(self):
        view = read_view(read_at=None)
        due_next.note_what_is_due(view)

        assert view.next_due_at == in_days(1)


class TestWhereItStands:
    @pytest.mark.parametrize(
        ("says", "is_safe", "place"),
        [
            (USUAL_WORDS, True, USUAL),
            (WORRYING_WORDS, True, RAISED),
            (None, True, USUAL),
            (USUAL_WORDS, False, FIRST),
            (WORRYING_WORDS, False, FIRST),
        ],
    )
    def test_who_is_not_safe_stands_first_and_a_word_brings_forward(self, says, is_safe, place):
        assert due_next.place_of(says, is_safe=is_safe) == place

    @pytest.mark.parametrize(
        ("words", "place"), [([USUAL_WORDS, USUAL_WORDS], USUAL), ([USUAL_WORDS, WORRYING_WORDS], FIRST), ([], USUAL)]
    )
    def test_what_a_member_wrote_stands_first_for_one_worrying_word(self, words, place):
        assert due_next.place_of_members(*words) == place

    @pytest.mark.parametrize(
        ("more", "place"),
        [
            (lambda: {}, USUAL),
            (lambda: {"words": WORRYING_WORDS}, RAISED),
            (lambda: {"additions": [Addition(words=WORRYING_WORDS)]}, RAISED),
            (lambda: {"answers": [Answer(missing=WORRYING_WORDS)]}, RAISED),
            (lambda: {"is_safe": False}, FIRST),
        ],
        ids=["usual words", "a worrying word", "one that was added", "one about our answer", "not safe"],
    )
    def test_with_its_alert_closed_it_stands_where_its_words_put_it(self, more, place):
        view = read_view(**{"place": FIRST, "words": USUAL_WORDS} | more())
        due_next.note_alert_closed(view)

        assert view.place == place

    @pytest.mark.parametrize(
        ("stood", "says", "stands"),
        [(USUAL, USUAL_WORDS, USUAL), (USUAL, WORRYING_WORDS, RAISED), (FIRST, USUAL_WORDS, FIRST)],
    )
    def test_what_they_write_later_brings_it_forward_and_never_back(self, stood, says, stands):
        view = read_view(place=stood)
        due_next.note_what_was_said(view, says, in_days(1))

        assert (view.place, view.last_said_at) == (stands, in_days(1))
