"""The finding over each panel, in plain words, from what may be shown and nothing else.

A sentence that names the most says so of every cell only when none is hidden: a hidden number may be larger.
"""

from collections.abc import Callable, Sequence

from app.board.charts import Point
from app.board.periods import kind
from app.board.shown import label_shown, number
from app.models.codes import Topic
from app.protection.small_numbers import HIDDEN, Cell
from app.services.figures import BY_NAME, NOT_SAID
from app.services.publishing import PublishedTable, Share

NOTHING = {
    "views_by_topic": "No views were sent this {period}",
    "views_by_feeling": "No views were sent this {period}, so there are no feelings",
    "answered_in_time": "No answers were due this {period}",
    "children_by_participation": "No conference held this {period} is finished",
    "wishes_by_extent": "No wishes are recorded from finished conferences held this {period}",
    "children_told": "No child was due to be told this {period}",
    "actions_on_time": "No actions were due this {period}",
}
NOTHING_COUNTED = "Nothing was counted this {period}"
SO_MANY = {
    "answered_in_time": "{counted} of {of} views were answered in time",
    "verdicts": "Young people say of {counted} of {of} answers that they answered them",
    "alerts_in_time": "{counted} of {of} alerts were acknowledged in time",
    "children_by_participation": "{counted} of {of} children aged 4 or over were heard at their conference",
    "babies_observed": (
        "The records of {counted} of {of} children under 4 say what an observation means for their daily life"
    ),
    "told_beforehand": "{counted} of {of} children aged 4 or over were told beforehand in a way they understand",
    "met_chair": "{counted} of {of} children aged 4 or over met the chair",
    "advocate_offered": "{counted} of {of} children aged 4 or over were offered an advocate",
    "own_words": "The records of {counted} of {of} children aged 4 or over hold their own words",
    "seen_alone": "{counted} of {of} children aged 4 or over were seen alone",
    "considered_individually": (
        "{counted} of {of} children aged 4 or over were considered apart from their brothers and sisters"
    ),
    "interpreter_used": "Somebody who is not family interpreted for {counted} of {of} children who needed it",
    "wishes_by_extent": "{counted} of {of} wishes decided on were acted on, fully or partly",
    "wishes_explained": "{counted} of {of} wishes not fully acted on were explained to the child in time",
    "actions_on_time": "{counted} of {of} actions were done on time",
    "made_a_difference": "Children say of {counted} of {of} actions that they made a difference, or some",
    "children_told": "{counted} of {of} children were told in time what happened",
    "told_and_understood": "{counted} of {of} children who were told in time understood it",
    "conferences_in_time": "{counted} of {of} conferences were held in time",
    "chairs_trained": "{counted} of {of} conferences were led by a chair trained in hearing children",
}
SO_MANY_OF_ANY = "{title}: {counted} of {of}"
ABOUT: dict[str, str] = {
    Topic.HOME: "home",
    Topic.SCHOOL: "school",
    Topic.FAMILY: "family",
    Topic.FRIENDS: "friends",
    Topic.SAFE: "feeling safe",
    Topic.ONLINE: "being online",
    Topic.AREA: "where they live",
    Topic.HELPERS: "the people who help them",
    Topic.MEETING: "meetings about them",
}


def finding(now: PublishedTable, before: PublishedTable | None = None) -> str:
    """One sentence, without its full stop: it is a heading. The question, when the numbers shown do not answer it."""
    if all(cell == 0 for row in now.protected.cells for cell in row):
        return NOTHING.get(now.name, NOTHING_COUNTED).format(period=kind(now.period))
    said = FINDINGS[now.name](now) if now.name in FINDINGS else share_sentence(now, before) or most_often(now)
    return said or BY_NAME[now.name].question


def share_sentence(now: PublishedTable, before: PublishedTable | None) -> str | None:
    """88 of 96 views were answered in time: 92%, up from 90%, below the target of 95%"""
    if now.share is None:
        return None
    words = SO_MANY.get(now.name, SO_MANY_OF_ANY).format(
        counted=number(now.share.counted), of=number(now.share.of), title=BY_NAME[now.name].title
    )
    return f"{words}: {now.share.percent}%{change(now, before)}{aim(now.share, now.target)}"


def change(now: PublishedTable, before: PublishedTable | None) -> str:
    """How the share that is shown stands to the one that was shown before."""
    if now.share is None or before is None or before.share is None:
        return ""
    if now.share.percent == before.share.percent:
        return f", the same as the {kind(now.period)} before"
    return f", {'up' if now.share.percent > before.share.percent else 'down'} from {before.share.percent}%"


def aim(share: Share, target: int | None) -> str:
    """Whether it reaches the target, by the counts: 94.6% is shown as 95% and does not reach 95%."""
    if target is None:
        return ""
    reaches = 100 * share.counted >= target * share.of
    return f", {'which reaches' if reaches else 'below'} the target of {target}%"


def over_time_sentence(points: Sequence[Point], unit: str) -> str:
    """Up from 78% in January to March 2025 to 89% in April to June 2026: the first and the last that are shown."""
    shown = [(point.value, point.label) for point in points if isinstance(point.value, int)]
    if len(shown) < 2:
        return "Too little can be shown to say how it changes"
    (first, then), (last, now) = shown[0], shown[-1]
    if first == last:
        return f"{number(first)}{unit} in {then}, and the same in {now}"
    return f"{'Up' if last > first else 'Down'} from {number(first)}{unit} in {then} to {number(last)}{unit} in {now}"


def most_about(now: PublishedTable) -> str | None:
    """Young people talk most about home and school. Nothing when three lead, or “something else” is among them."""
    cells = said(now)
    about = [ABOUT[label] for label in leaders(cells) if label in ABOUT]
    if not 1 <= len(about) == len(leaders(cells)) <= 2:
        return None
    if HIDDEN in cells.values():
        return f"Of the topics we can show, young people talk most about {' and '.join(about)}"
    return f"Young people talk most about {' and '.join(about)}"


def most_often(now: PublishedTable) -> str | None:
    """“10 to 12” is counted most often: of a table with one column and no share, when one row leads."""
    if len(now.columns) > 1 or now.numerator is not None:
        return None
    cells = said(now)
    if len(leaders(cells)) != 1:
        return None
    sentence = f"“{label_shown(leaders(cells)[0])}” is counted most often"
    return f"Of what can be shown, {sentence}" if HIDDEN in cells.values() else sentence


def said(table: PublishedTable) -> dict[str, Cell]:
    """The cells of a table with one column, without those who did not say: they lead nothing."""
    return {label: cells[0] for label, cells in table.cells_by_row.items() if label != NOT_SAID}


def leaders(cells: dict[str, Cell]) -> list[str]:
    """The labels of the largest number shown: several when they are as large, none when all is hidden or zero."""
    shown = {label: cell for label, cell in cells.items() if cell is not HIDDEN and cell > 0}
    return [label for label, cell in shown.items() if cell == max(shown.values())]


def how_many_feel_bad(now: PublishedTable) -> str | None:
    """About 3 in 10 feel not good or really bad about it: OK and mixed are not counted as bad."""
    if now.share is None:
        return most_felt(now)
    tenths = (now.share.percent + 5) // 10
    if tenths == 0:
        return "Fewer than 1 in 10 feel not good or really bad about it"
    if tenths == 10:
        return "Nearly everyone feels not good or really bad about it"
    return f"About {tenths} in 10 feel not good or really bad about it"


def most_felt(now: PublishedTable) -> str | None:
    """Young people most often say “good”: when there is no share to be shown, and one feeling leads."""
    cells = said(now)
    if len(leaders(cells)) != 1:
        return None
    feeling = leaders(cells)[0]
    if HIDDEN in cells.values():
        return f"Of the feelings we can show, young people most often say “{feeling}”"
    return f"Young people most often say “{feeling}”"


FINDINGS: dict[str, Callable[[PublishedTable], str | None]] = {
    "views_by_topic": most_about,
    "views_by_feeling": how_many_feel_bad,
}
