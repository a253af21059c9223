"""A record that is saved while somebody goes on writing: what the script is told (static/js/autosave.js)."""

from datetime import timedelta

import pytest

from app.extensions import db
from app.models import ChildRecord, KeptWork, utc_now
from app.services import auditing
from tests.factories import ChildFactory, ChildRecordFactory
from tests.integration.chairs.addresses import record_address, save_shown
from tests.visitor import Visitor, already_there

WORDS = "I want a dog <b>"


@pytest.fixture
def record(conference) -> ChildRecord:
    return ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-2041"))


class Window:
    """A record that is open in one window of a browser, with the script."""

    def __init__(self, browser: Visitor, address: str) -> None:
        self.browser, self.address = browser, address
        self.fields = already_there(browser.get(address).page.soup.select_one("form[data-autosave]"))

    def leave(self, **typed):
        self.fields |= {name.replace("__", "-"): text for name, text in typed.items()}
        response = self.browser.post(self.address, data=self.fields, headers={"Accept": "application/json"})
        if response.is_json:
            self.fields |= {f"{part}-seen": mark for part, mark in response.json["seen"].items()}
            self.fields |= {"csrf_token": response.json["token"]} if "token" in response.json else {}
        return response


@pytest.fixture
def window(chair_browser, record) -> Window:
    return Window(chair_browser, record_address(record))


def test_what_was_typed_is_saved_and_when_is_said(window, record):
    answer = window.leave(voice__own_words=WORDS).json

    assert record.own_words == WORDS
    assert (answer["says"], answer["is_saved"]) == ("Saved at 10.00am", True)


def test_the_answer_says_what_is_still_to_do_and_no_word_of_the_child(window):
    response = window.leave(voice__own_words=WORDS)

    assert ["voice", "Choose the participation code."] in response.json["to_do"]
    assert ["voice", "Write what the child said, in their own words."] not in response.json["to_do"]
    assert "dog" not in response.text


def test_it_can_be_left_again_and_again(window, record):
    for words in ("I", "I want", "I want a dog"):
        assert window.leave(voice__own_words=words).json["is_saved"]

    assert record.own_words == "I want a dog"


def test_it_is_written_down_each_time_something_changed(window, record):
    window.leave(space__told_beforehand="yes")
    window.leave()

    assert [line.deed for line in auditing.lines_about(record)].count("saved space") == 1


def test_what_is_wrong_stays_unsaved_and_the_rest_is_saved(window, record):
    answer = window.leave(voice_more__how_safe="11", space__told_beforehand="yes").json

    assert answer["says"] == "Not saved yet, voice: Enter a number from 0 to 10."
    assert (answer["is_saved"], record.told_beforehand, record.how_safe) == (False, True, None)


def test_however_often_a_field_is_left_another_window_is_never_written_over(window, record, chair_browser):
    other = chair_browser.get(record_address(record))
    save_shown(chair_browser, other, "voice", own_words="From the other window")

    for _ in range(2):
        answer = window.leave(voice__own_words=WORDS).json

    assert answer["says"] == "Not saved: voice was changed in another window. Press its Save button to see both."
    assert (record.own_words, answer["seen"]) == ("From the other window", {})


def test_its_button_then_shows_both(window, record, chair_browser):
    other = chair_browser.get(record_address(record))
    save_shown(chair_browser, other, "voice", own_words="From the other window")
    window.leave(voice__own_words=WORDS)

    page = chair_browser.post(record_address(record), data=window.fields | {"part": "voice"}).page

    assert "From the other window" in page.soup.select_one("#voice .promise").get_text()
    assert page.field("voice-own_words") == WORDS


def test_what_only_the_other_window_changed_stays_as_it_is(window, record, chair_browser):
    other = chair_browser.get(record_address(record))
    save_shown(chair_browser, other, "space", told_beforehand="no")

    window.leave(voice__own_words=WORDS)

    assert (record.told_beforehand, record.own_words) == (False, WORDS)


def test_a_page_that_was_open_too_long_gets_a_new_token_and_goes_on(window, record):
    window.fields["csrf_token"] = "too old"

    assert not window.leave(voice__own_words=WORDS).json["is_saved"]
    assert window.leave().json["is_saved"]
    assert record.own_words == WORDS


def test_when_the_age_is_said_the_page_says_how_to_come_to_the_codes(chair_browser, conference):
    four = ChildRecordFactory(conference=conference, stage=None, child=ChildFactory(born="2022-11"))

    answer = Window(chair_browser, record_address(four)).leave(stage__stage="4 or over").json

    assert answer["says"] == "Saved at 10.00am. Press “Save age” to see the codes."


def test_a_finished_conference_is_not_changed(window, record):
    record.conference.finished_at = utc_now()
    db.session.commit()

    assert "This conference is finished." in window.leave(voice__own_words=WORDS).json["says"]
    assert record.own_words is None


def test_whoever_is_signed_out_is_not_told_that_it_is_saved(window, record):
    window.browser.sign_ins()[0].last_seen_at = utc_now() - timedelta(hours=2)
    db.session.commit()

    assert window.leave(voice__own_words=WORDS).status_code == 403
    assert (record.own_words, db.session.query(KeptWork).count()) == (None, 0)

    window.browser.post(window.address, data=window.fields | {"part": "voice"})  # its button keeps it for them
    assert db.session.query(KeptWork).count() == 1
