"""Each of the twelve essentials: when it is missing, and when it is not asked for."""

from datetime import date

import pytest

from app.models import Action, ChildRecord, RecordSource, Wish
from app.models.codes import (
    Category,
    Extent,
    Outcome,
    ParticipationCode,
    Reason,
    SharedBy,
    SharedWhen,
    Stage,
    ToldHow,
    VoiceSource,
)
from app.services.essentials import Missing, RecordState, missing_in, state_of

SEALED = b"sealed"


def a_complete_record(**changes) -> ChildRecord:
    """Everything a child of 4 or over needs, apart from what a test changes."""
    return ChildRecord(
        **{
            "is_subject": True,
            "stage": Stage.FOUR_OR_OVER,
            "told_beforehand": True,
            "participation_code": ParticipationCode.PN1,
            "sources": [RecordSource(source=VoiceSource.AT_CONFERENCE)],
            "own_words_sealed": SEALED,
            "considered_individually": True,
            "shared_when": SharedWhen.START,
            "shared_by": SharedBy.CHILD,
            "no_wishes": True,
            "no_action_asked": True,
            "category": Category.NEG,
            "outcome": Outcome.PLAN_MADE,
            "teller_sealed": SEALED,
            "told_how": ToldHow.FACE_TO_FACE,
            "tell_by": date(2026, 11, 17),
        }
        | changes
    )


def a_baby(**changes) -> ChildRecord:
    about_a_baby = {
        "stage": Stage.UNDER_4,
        "told_beforehand": None,
        "participation_code": ParticipationCode.PN0,
        "own_words_sealed": None,
        "observation_sealed": SEALED,
    }
    return a_complete_record(**about_a_baby | changes)


def an_unborn_child(**changes) -> ChildRecord:
    before_birth = {
        "stage": Stage.UNBORN,
        "participation_code": None,
        "teller_sealed": None,
        "told_how": None,
        "tell_by": None,
    }
    return a_baby(**before_birth | changes)


def sentences(record: ChildRecord) -> list[str]:
    return [missing.sentence for missing in missing_in(record)]


class TestNothingIsMissing:
    def test_in_a_complete_record(self):
        assert missing_in(a_complete_record()) == []

    def test_for_a_baby_who_was_observed(self):
        assert missing_in(a_baby()) == []

    def test_for_an_unborn_child(self):
        assert missing_in(an_unborn_child()) == []

    def test_a_no_is_an_answer(self):
        assert missing_in(a_complete_record(told_beforehand=False, considered_individually=False)) == []


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        (
            {"told_beforehand": None},
            Missing("space", "Say whether the child was told about the conference in a way they understand."),
        ),
        ({"participation_code": None}, Missing("voice", "Choose the participation code.")),
        ({"sources": []}, Missing("voice", "Tick how the child’s voice was obtained.")),
        ({"own_words_sealed": None}, Missing("voice", "Write what the child said, in their own words.")),
        (
            {"considered_individually": None},
            Missing("audience", "Say whether the child was considered on their own, apart from brothers and sisters."),
        ),
        ({"shared_when": None}, Missing("audience", "Say when in the meeting the child’s voice was shared.")),
        ({"shared_by": None}, Missing("audience", "Say who shared the child’s voice.")),
        (
            {"no_wishes": False},
            Missing("influence", "Add what the child wishes, or tick that no wishes were expressed."),
        ),
        ({"category": None}, Missing("influence", "Choose the category for this child.")),
        ({"outcome": None}, Missing("influence", "Choose the outcome for this child.")),
        ({"no_action_asked": False}, Missing("actions", "Add an action, or tick that no action was asked for.")),
        ({"teller_sealed": None}, Missing("tell", "Write who tells the child what happened.")),
        ({"told_how": None}, Missing("tell", "Choose how the child is told.")),
        ({"tell_by": None}, Missing("tell", "Enter the day by which the child is told.")),
    ],
)
def test_what_is_left_out_is_said_in_one_sentence(left_out, missing):
    assert missing_in(a_complete_record(**left_out)) == [missing]


class TestTheStage:
    def test_the_chair_is_asked_when_only_the_chair_can_say(self):
        assert Missing("stage", "Say whether the child was 4 on the day of the conference.") in missing_in(
            a_complete_record(stage=None)
        )


class TestWhatStandsForTheVoice:
    def test_a_baby_needs_the_observation(self):
        assert sentences(a_baby(observation_sealed=None)) == ["Write what was seen of the child’s daily life."]

    def test_a_babys_own_words_do_not_stand_for_the_observation(self):
        assert sentences(a_baby(observation_sealed=None, own_words_sealed=SEALED)) == [
            "Write what was seen of the child’s daily life."
        ]

    def test_an_unborn_child_needs_what_is_known_of_the_preparations(self):
        assert sentences(an_unborn_child(observation_sealed=None)) == [
            "Write what is known of the preparations for the baby."
        ]

    def test_on_the_4th_birthday_pn0_needs_the_observation(self):
        on_the_day = a_complete_record(stage=Stage.FOURTH_BIRTHDAY, participation_code=ParticipationCode.PN0)

        assert sentences(on_the_day) == ["Write what was seen of the child’s daily life."]

    @pytest.mark.parametrize("code", [ParticipationCode.PN4, ParticipationCode.PN7])
    def test_a_child_who_was_not_heard_needs_the_reason(self, code):
        assert sentences(a_complete_record(participation_code=code)) == ["Write why there is nothing from the child."]

    @pytest.mark.parametrize("kind", ["own_words_sealed", "observation_sealed"])
    def test_a_child_who_shows_what_they_think_may_have_either(self, kind):
        shown = {"own_words_sealed": None, "participation_code": ParticipationCode.PN3, kind: SEALED}

        assert sentences(a_complete_record(**shown)) == []

    def test_a_child_who_shows_what_they_think_needs_one_of_them(self):
        assert sentences(a_complete_record(participation_code=ParticipationCode.PN3, own_words_sealed=None)) == [
            "Write what the child said or showed, or what was seen of their daily life."
        ]


class TestSharing:
    def test_a_voice_that_was_not_shared_was_shared_by_nobody(self):
        assert sentences(a_complete_record(shared_when=SharedWhen.NOT_SHARED, shared_by=None)) == []


class TestWishes:
    def test_no_wish_is_asked_for_where_there_is_only_a_reason(self):
        not_heard = a_complete_record(
            participation_code=ParticipationCode.PN7, not_heard_reason_sealed=SEALED, no_wishes=False
        )

        assert sentences(not_heard) == []

    def test_each_wish_needs_how_far_it_was_acted_on(self):
        wishes = [Wish(position=1, extent=Extent.FULLY), Wish(position=2)]

        assert sentences(a_complete_record(wishes=wishes)) == ["Say how far wish 2 was acted on."]

    @pytest.mark.parametrize("extent", [Extent.PARTLY, Extent.NOT_ACTED_ON])
    def test_a_wish_that_was_not_fully_acted_on_needs_a_reason_and_an_explanation(self, extent):
        assert sentences(a_complete_record(wishes=[Wish(position=1, extent=extent)])) == [
            "Choose why wish 1 was not fully acted on.",
            "Write how the answer to wish 1 is explained to the child.",
        ]

    @pytest.mark.parametrize("extent", [Extent.FULLY, Extent.UNDECIDED, Extent.NOT_ASKED])
    def test_other_wishes_need_neither(self, extent):
        assert sentences(a_complete_record(wishes=[Wish(position=1, extent=extent)])) == []

    def test_a_wish_with_reason_and_explanation_is_answered(self):
        wish = Wish(position=1, extent=Extent.PARTLY, reason=Reason.LAW, explanation_sealed=SEALED)

        assert sentences(a_complete_record(wishes=[wish])) == []


class TestWhatIsDecided:
    def test_another_child_of_the_household_has_no_category(self):
        assert sentences(a_complete_record(is_subject=False, category=None)) == []

    def test_an_action_stands_for_the_tick_that_there_is_none(self):
        assert sentences(a_complete_record(no_action_asked=False, actions=[Action()])) == []


class TestTellingTheChild:
    def test_for_a_baby_somebody_tells_the_carer(self):
        assert sentences(a_baby(teller_sealed=None)) == ["Write who tells the carer what happened."]

    def test_when_nobody_tells_them_only_the_reason_is_missing(self):
        untold = {"told_how": ToldHow.NOT_GIVEN, "teller_sealed": None, "tell_by": None}

        assert sentences(a_complete_record(**untold)) == ["Write why nobody tells the child."]

    def test_the_reason_stands_for_all_of_it(self):
        untold = {"told_how": ToldHow.NOT_GIVEN, "teller_sealed": None, "not_told_reason_sealed": SEALED}

        assert sentences(a_complete_record(**untold)) == []


class TestHowFarARecordIs:
    def test_a_child_who_was_only_added_is_not_started(self):
        added = ChildRecord(is_subject=True, stage=Stage.FOUR_OR_OVER, tell_by=date(2026, 11, 17))

        assert state_of(added) is RecordState.NOT_STARTED

    def test_one_answer_makes_a_draft(self):
        assert state_of(ChildRecord(stage=Stage.FOUR_OR_OVER, told_beforehand=False)) is RecordState.DRAFT

    def test_all_answers_make_it_complete(self):
        assert state_of(a_complete_record()) is RecordState.COMPLETE

    def test_what_is_missing_comes_in_the_order_of_the_page(self):
        parts = [missing.section for missing in missing_in(ChildRecord(is_subject=True))]

        assert list(dict.fromkeys(parts)) == ["stage", "space", "voice", "audience", "influence", "actions", "tell"]
