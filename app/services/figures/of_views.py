"""The figures about what young people say, and how it is answered."""

from collections.abc import Callable
from typing import Any, Final

from app.models.codes import AgeGroup, Feeling, Permission, Topic, Verdict
from app.services import settings
from app.services.figures.declared import Branch, Came, Figure, Place, ShareRule, Split, cells, number
from app.services.figures.sources import (
    ALERTS,
    ALERTS_RAISED,
    ANSWERS_DUE,
    FIRST_ANSWERS,
    VERDICTS,
    VERDICTS_GIVEN,
    VIEWS,
    VIEWS_SENT,
)

NOT_SAID = "not said"
ANOTHER_AREA = "another area"
ANSWERED_IN_TIME, ANSWERED_LATE = "answered in time", "late or not answered yet"
SEEN_IN_TIME, SEEN_LATE, NOT_SEEN = "acknowledged in time", "acknowledged late", "not acknowledged yet"
IN_TIME, LATE = "in time", "late"
WITHIN: Final = {1: "within 1 hour", 4: "within 4 hours", 24: "within a day", 0: "later"}
BAD: Final = (Feeling.NOT_GOOD.value, Feeling.REALLY_BAD.value)
NOT_BAD: Final = tuple(feeling.value for feeling in Feeling if feeling.value not in BAD)

WHAT_YOUNG_PEOPLE_SAY: Final = "What young people say"
LEFT_OUT = "Views marked as not genuine are left out. A view that was taken back counts as “not said”."


def _said(field: str) -> Any:
    return lambda came: (getattr(came, field) or NOT_SAID, "views")


def _area(came: Came) -> Place:
    if came.area is None:
        return (NOT_SAID, "views")
    return (came.area if came.area in settings.current().areas else ANOTHER_AREA, "views")


def _how_long(column: str) -> Callable[[Came], Place | None]:
    """Within which time, of those in time and of the late ones apart: alone it would be a second count of either."""

    def cell(came: Came) -> Place | None:
        is_in_time = column == IN_TIME
        return (WITHIN[came.within], column) if came.in_time == is_in_time else None  # neither, while nobody has

    return cell


def areas() -> dict[str, str]:
    """Those that are offered now: whether a row is there must not tell whether it is empty."""
    return {area: area for area in (*settings.current().areas, ANOTHER_AREA, NOT_SAID)}


def _views_by(field: str, *rows: str) -> tuple[Split, ...]:
    return (Split(source=VIEWS_SENT, of=VIEWS, into=cells("views", *rows), cell=_said(field)),)


VIEWS_FIGURES: Final = (
    Figure(
        name="views_by_topic",
        title="Views by topic",
        question="What do young people talk about?",
        about=WHAT_YOUNG_PEOPLE_SAY,
        row_head="Topic",
        columns=("views",),
        definition=f"Views that young people sent in the {{period}}, by what they say it is about. {LEFT_OUT}",
        rows=(*(topic.value for topic in Topic), NOT_SAID),
        splits=_views_by("topic", *(topic.value for topic in Topic), NOT_SAID),
        column_wholes=(VIEWS,),
    ),
    Figure(
        name="views_by_feeling",
        title="Views by feeling",
        question="How do young people feel about what they tell us?",
        about=WHAT_YOUNG_PEOPLE_SAY,
        row_head="Feeling",
        columns=("views",),
        definition=f"Views that young people sent in the {{period}}, by how they feel about it. {LEFT_OUT}",
        rows=(*(feeling.value for feeling in Feeling), NOT_SAID),
        splits=(
            Split(
                source=VIEWS_SENT,
                of=VIEWS,
                into=(
                    Branch(
                        "with a feeling",
                        (Branch("not bad", cells("views", *NOT_BAD)), Branch("bad", cells("views", *BAD))),
                    ),
                    (NOT_SAID, "views"),
                ),
                cell=_said("feeling"),
            ),
        ),
        share=ShareRule(
            counted=(number("views_by_feeling", "bad"),),
            of=(number("views_by_feeling", "with a feeling"),),
            numerator="views with “not good” or “really bad”",
            denominator="all views with a feeling",
        ),
        column_wholes=(VIEWS,),
    ),
    Figure(
        name="views_by_age",
        title="Views by age group",
        question="How old are those who tell us?",
        about=WHAT_YOUNG_PEOPLE_SAY,
        row_head="Age group",
        columns=("views",),
        definition=f"Views that young people sent in the {{period}}, by the age group they chose. {LEFT_OUT}",
        rows=(*(group.value for group in AgeGroup), NOT_SAID),
        splits=_views_by("age_group", *(group.value for group in AgeGroup), NOT_SAID),
        column_wholes=(VIEWS,),
        only_years=True,
    ),
    Figure(
        name="views_by_area",
        title="Views by area",
        question="Where do those who tell us live?",
        about=WHAT_YOUNG_PEOPLE_SAY,
        row_head="Area",
        columns=("views",),
        definition=f"Views that young people sent in the {{period}}, by the area they chose. {LEFT_OUT}",
        rows=None,
        find_rows=areas,
        splits=(Split(source=VIEWS_SENT, of=VIEWS, into=lambda rows: cells("views", *rows), cell=_area),),
        column_wholes=(VIEWS,),
        only_years=True,
    ),
    Figure(
        name="views_by_permission",
        title="Views by who may read them",
        question="Who do young people let read their words?",
        about=WHAT_YOUNG_PEOPLE_SAY,
        row_head="May be read by",
        columns=("views",),
        definition=(
            "Views that young people sent in the {period}, by who they said may read the words: the team alone, the "
            "board too, or everyone. Views marked as not genuine are left out."
        ),
        rows=tuple(permission.value for permission in Permission),
        splits=_views_by("permission", *(permission.value for permission in Permission)),
        column_wholes=(VIEWS,),
        only_years=True,
    ),
    Figure(
        name="answered_in_time",
        title="Views answered in time",
        question="Do young people get their answer in time?",
        about=WHAT_YOUNG_PEOPLE_SAY,
        row_head="Answer",
        columns=("views",),
        definition=(
            "Views whose first answer was due in the {period}. In time means by the date they were given. Views that "
            "were taken back or marked as not genuine are left out."
        ),
        rows=(ANSWERED_IN_TIME, ANSWERED_LATE),
        splits=(
            Split(
                source=FIRST_ANSWERS,
                of=ANSWERS_DUE,
                into=cells("views", ANSWERED_IN_TIME, ANSWERED_LATE),
                cell=lambda came: (ANSWERED_IN_TIME if came.in_time else ANSWERED_LATE, "views"),
            ),
        ),
        share=ShareRule(
            counted=(number("answered_in_time", ANSWERED_IN_TIME, "views"),),
            of=(ANSWERS_DUE,),
            numerator="views answered in time",
            denominator="all views whose first answer was due in the {period}",
        ),
        target="target_answered",
        column_wholes=(ANSWERS_DUE,),
    ),
    Figure(
        name="verdicts",
        title="Whether the answer answered them",
        question="Do young people say that our answer answered them?",
        about=WHAT_YOUNG_PEOPLE_SAY,
        row_head="Did this answer you?",
        columns=("answers",),
        definition=(
            "Answers to which a young person said in the {period} whether it answered them. Answers that nobody has "
            "judged are left out, and those to views that were taken back or marked as not genuine."
        ),
        rows=tuple(verdict.value for verdict in Verdict),
        splits=(
            Split(
                source=VERDICTS_GIVEN,
                of=VERDICTS,
                into=(
                    (Verdict.YES.value, "answers"),
                    Branch("not quite", cells("answers", Verdict.PARTLY.value, Verdict.NO.value)),
                ),
                cell=lambda came: (came.verdict.value, "answers"),
            ),
        ),
        share=ShareRule(
            counted=(number("verdicts", Verdict.YES.value, "answers"),),
            of=(VERDICTS,),
            numerator="answers of which a young person said “yes”",
            denominator="all answers that a young person judged",
        ),
        target="target_verdict",
        column_wholes=(VERDICTS,),
    ),
    Figure(
        name="alerts_in_time",
        title="Alerts acknowledged in time",
        question="Is somebody there when a young person is not safe?",
        about=WHAT_YOUNG_PEOPLE_SAY,
        row_head="Alert",
        columns=("alerts",),
        definition=(
            "Alerts that were raised in the {period}: a young person said that they are not safe or not sure, or "
            "somebody who read their words thought so. In time means by the clock of covered time."
        ),
        rows=(SEEN_IN_TIME, SEEN_LATE, NOT_SEEN),
        splits=(
            Split(
                source=ALERTS_RAISED,
                of=ALERTS,
                into=((SEEN_IN_TIME, "alerts"), Branch("not in time", cells("alerts", SEEN_LATE, NOT_SEEN))),
                cell=lambda came: (
                    NOT_SEEN if came.in_time is None else SEEN_IN_TIME if came.in_time else SEEN_LATE,
                    "alerts",
                ),
            ),
        ),
        share=ShareRule(
            counted=(number("alerts_in_time", SEEN_IN_TIME, "alerts"),),
            of=(ALERTS,),
            numerator="alerts acknowledged in time",
            denominator="all alerts raised in the {period}",
        ),
        target="target_alerts",
        column_wholes=(ALERTS,),
    ),
    Figure(
        name="alerts_by_time",
        title="Alerts by time to acknowledge",
        question="How long does a young person who is not safe wait?",
        about=WHAT_YOUNG_PEOPLE_SAY,
        row_head="How long",
        columns=(IN_TIME, LATE),
        definition=(
            "Alerts that were raised in the {period} and are acknowledged, by how long it took: by the clock on the "
            "wall, nights and weekends included. In time means by the clock of covered time."
        ),
        rows=tuple(WITHIN.values()),
        splits=tuple(
            Split(
                source=ALERTS_RAISED,
                of=number("alerts_in_time", acknowledged, "alerts"),
                into=cells(column, *WITHIN.values()),
                cell=_how_long(column),
            )
            for column, acknowledged in ((IN_TIME, SEEN_IN_TIME), (LATE, SEEN_LATE))
        ),
        column_wholes=tuple(number("alerts_in_time", each, "alerts") for each in (SEEN_IN_TIME, SEEN_LATE)),
        only_years=True,
    ),
)
