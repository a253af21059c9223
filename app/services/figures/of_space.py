"""The figures about space, voice and audience: whether children were asked, heard and listened to."""

from collections.abc import Callable
from typing import Final

from app.models.codes import AdvocateOffered, ChairMet, InterpretedBy, Interpreter
from app.services.figures.about_children import (
    AUDIENCE,
    INITIAL_TYPE,
    NO,
    NOT_RECORDED,
    OF_WHOM,
    OVER_4,
    REVIEW_TYPE,
    SPACE,
    VOICE,
    YES,
    from_4,
    type_of,
    yes_and_the_rest,
    yes_of_from_4,
    yes_or_no,
)
from app.services.figures.declared import (
    Branch,
    Came,
    Figure,
    Place,
    ShareRule,
    Split,
    cells,
    number,
    of_whole,
    place_of,
)
from app.services.figures.sources import CHILDREN, FROM_4, UNDER_4

MET = "the chair met the child"
OFFERED, NOT_OFFERED = "offered", "not offered, or not recorded"
NOT_NEEDED, NEEDED_NOT_SAID = "not needed", "needed, not recorded who interpreted"
INTERPRETED: Final = {
    InterpretedBy.INTERPRETER: "needed, an interpreter was there",
    InterpretedBy.STAFF: "needed, somebody at work here interpreted",
    InterpretedBy.FAMILY: "needed, a family member interpreted",
    InterpretedBy.NOBODY: "needed, nobody interpreted",
}
USED: Final = tuple(INTERPRETED[each] for each in (InterpretedBy.INTERPRETER, InterpretedBy.STAFF))
NOT_USED: Final = (INTERPRETED[InterpretedBy.FAMILY], INTERPRETED[InterpretedBy.NOBODY], NEEDED_NOT_SAID)


def _met(came: Came) -> str:
    if came.chair_met is None:
        return NOT_RECORDED
    return MET if came.chair_met in (ChairMet.BEFORE, ChairMet.AFTER, ChairMet.BOTH) else came.chair_met.value


def _interpreted(came: Came) -> str:
    if came.interpreter is None:
        return NOT_RECORDED
    if came.interpreter is Interpreter.NOT_NEEDED:
        return NOT_NEEDED
    return INTERPRETED.get(came.interpreted_by, NEEDED_NOT_SAID)


def _offered(came: Came) -> str:
    return OFFERED if came.advocate_offered in (AdvocateOffered.ACCEPTED, AdvocateOffered.DECLINED) else NOT_OFFERED


def _offered_at(kind: str) -> Callable[[Came], Place | None]:
    return lambda came: (kind, _offered(came)) if type_of(came) == kind else None


def _considered(came: Came) -> str:
    return yes_or_no(came.considered)


SPACE_FIGURES: Final = (
    yes_of_from_4(
        "told_beforehand",
        title="Children told beforehand",
        question="Are children told about their conference in a way they understand?",
        about=SPACE,
        field="told_beforehand",
        says="children told about the conference in a way they understand",
        target="target_told_beforehand",
        row_head="Told about it",
    ),
    Figure(
        name="met_chair",
        title="Children who met the chair",
        question="Do chairs meet the children?",
        about=SPACE,
        row_head="Meeting the chair",
        columns=("children",),
        definition=f"{OVER_4} Met the chair means before the conference, after it, or both.",
        rows=(MET, ChairMet.DECLINED.value, ChairMet.NOT_OFFERED.value, NOT_RECORDED),
        splits=(
            from_4(
                lambda came: (_met(came), "children"),
                yes_and_the_rest("children", MET, ChairMet.DECLINED.value, ChairMet.NOT_OFFERED.value, NOT_RECORDED),
            ),
        ),
        share=ShareRule(
            counted=(number("met_chair", MET, "children"),),
            of=(FROM_4,),
            numerator="children who met the chair",
            denominator="all children aged 4 or over",
        ),
        column_wholes=(FROM_4,),
    ),
    Figure(
        name="advocate_offered",
        title="Advocate offered, initial conferences against reviews",
        question="Is an advocate offered at reviews as at initial conferences?",
        about=SPACE,
        row_head="Conference",
        columns=(OFFERED, NOT_OFFERED),
        definition=f"{OVER_4} Offered means that an independent advocate was, whether the child said yes or no.",
        rows=(INITIAL_TYPE, REVIEW_TYPE),
        splits=tuple(
            from_4(
                _offered_at(each),
                ((each, OFFERED), (each, NOT_OFFERED)),
                of=number("participation_by_type", each),
            )
            for each in (INITIAL_TYPE, REVIEW_TYPE)
        ),
        share=ShareRule(
            counted=tuple(number("advocate_offered", each, OFFERED) for each in (INITIAL_TYPE, REVIEW_TYPE)),
            of=tuple(number("participation_by_type", each) for each in (INITIAL_TYPE, REVIEW_TYPE)),
            numerator="children who were offered an advocate",
            denominator="all children aged 4 or over",
        ),
        target="target_advocate",
        row_wholes=lambda each: number("participation_by_type", each),
        only_years=True,
    ),
    yes_of_from_4(
        "own_words",
        title="Children whose own words are recorded",
        question="Do records hold the children’s own words?",
        about=VOICE,
        field="has_own_words",
        says="children whose own words are in the record",
        # Counted too, they would make “no” those of PN3, PN4 and PN7 who said nothing: a sum of hidden numbers.
        more="What the child wrote for the meeting stands beside the record and is not counted here.",
        target="target_own_words",
        row_head="Own words",
        rows=(YES, NO),
    ),
    yes_of_from_4(
        "seen_alone",
        title="Children seen alone",
        question="Are children seen alone?",
        about=SPACE,
        field="seen_alone",
        says="children seen alone since the last conference",
        target="target_seen_alone",
        row_head="Seen alone",
    ),
    Figure(
        name="considered_individually",
        title="Children considered on their own",
        question="Is each child considered apart from brothers and sisters?",
        about=AUDIENCE,
        row_head="Considered on their own",
        columns=("4 or over", "under 4"),
        definition=OF_WHOM,
        rows=(YES, NO, NOT_RECORDED),
        splits=tuple(
            Split(
                source=CHILDREN,
                of=whole,
                into=(
                    (YES, column),
                    Branch(f"not yes, {column}", cells(column, NO, NOT_RECORDED)),
                ),
                cell=of_whole(CHILDREN, whole, place_of(_considered, column)),
            )
            for whole, column in ((FROM_4, "4 or over"), (UNDER_4, "under 4"))
        ),
        share=ShareRule(
            counted=(number("considered_individually", YES, "4 or over"),),
            of=(FROM_4,),
            numerator="children aged 4 or over considered apart from their brothers and sisters",
            denominator="all children aged 4 or over",
        ),
        target="target_considered",
        column_wholes=(FROM_4, UNDER_4),
    ),
    Figure(
        name="interpreter_used",
        title="Interpreters needed and used",
        question="Does somebody interpret who is not family?",
        about=SPACE,
        row_head="Interpreter",
        columns=("children",),
        definition=f"{OVER_4} Signing counts as interpreting. A family member is no interpreter.",
        rows=(*USED, *NOT_USED, NOT_NEEDED, NOT_RECORDED),
        splits=(
            from_4(
                lambda came: (_interpreted(came), "children"),
                (
                    Branch(
                        "needed",
                        (Branch("used", cells("children", *USED)), Branch("not used", cells("children", *NOT_USED))),
                    ),
                    Branch("not needed or not recorded", cells("children", NOT_NEEDED, NOT_RECORDED)),
                ),
            ),
        ),
        share=ShareRule(
            counted=(number("interpreter_used", "used"),),
            of=(number("interpreter_used", "needed"),),
            numerator="children for whom an interpreter, or somebody at work here, interpreted",
            denominator="all children aged 4 or over who needed one",
        ),
        target="target_interpreter",
        column_wholes=(FROM_4,),
        only_years=True,
    ),
)
