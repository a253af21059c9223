"""Every table of figures counted again, in plain SQL: written from what the tables say of themselves, apart from the
code that publishes, and knowing none of it. Both databases understand it.
"""

from datetime import date, timedelta

from holidays import country_holidays
from sqlalchemy import text

SUMMER = {  # July to September 2026; the moments are London's
    "first": date(2026, 7, 1),
    "last": date(2026, 9, 30),
    "start": "2026-06-30 23:00:00+00:00",
    "end": "2026-09-30 23:00:00+00:00",
}
VIEWS = "young_person_view v WHERE v.status <> 'not genuine' AND v.sent_at >= :start AND v.sent_at < :end"
SAID = "CASE WHEN v.taken_back_at IS NULL THEN v.{0} END"
OLD = "r.participation_code IN ('PN1','PN2','PN3','PN4','PN5','PN6','PN7')"
RECORDS = """child_record r JOIN conference c ON c.id = r.conference_id
    WHERE c.finished_at IS NOT NULL AND c.held_on BETWEEN :first AND :last"""
OLD_RECORDS = f"{RECORDS} AND {OLD}"
HEARD = "CASE WHEN r.participation_code IN ('PN4','PN7') THEN 'views did not reach it' ELSE 'views reached it' END"
KIND = "CASE WHEN c.type IN ('first review','later review') THEN 'review' ELSE 'initial, transfer-in or reconvened' END"
WISHES = """wish w JOIN child_record r ON r.id = w.record_id JOIN conference c ON c.id = r.conference_id
    WHERE c.finished_at IS NOT NULL AND c.held_on BETWEEN :first AND :last"""
NOT_FULLY = f"{WISHES} AND w.extent IN ('partly','not acted on')"
TO_TELL = "child_record r WHERE (r.stage IS NULL OR r.stage <> 'unborn') AND r.tell_due_on BETWEEN :first AND :last"


def yes_or_no(column: str) -> str:
    return f"CASE WHEN r.{column} IS NULL THEN 'not recorded' WHEN r.{column} THEN 'yes' ELSE 'no' END"


def by(row: str, of: str, column: str) -> str:
    return f"SELECT {row}, {column}, count(*) FROM {of} GROUP BY 1, 2"


SECONDS = {
    "sqlite": "(strftime('%s', a.acknowledged_at) - strftime('%s', a.raised_at))",
    "postgresql": "extract(epoch FROM a.acknowledged_at - a.raised_at)",
}
QUESTIONS = {
    "views_by_topic": by(f"coalesce({SAID.format('topic')}, 'not said')", VIEWS, "'views'"),
    "views_by_feeling": by(f"coalesce({SAID.format('feeling')}, 'not said')", VIEWS, "'views'"),
    "views_by_age": by(f"coalesce({SAID.format('age_group')}, 'not said')", VIEWS, "'views'"),
    "views_by_area": by(
        f"""CASE WHEN {SAID.format("area")} IS NULL THEN 'not said'
            WHEN v.area IN ('city','county','Rutland') THEN v.area ELSE 'another area' END""",
        VIEWS,
        "'views'",
    ),
    "views_by_permission": by("v.permission", VIEWS, "'views'"),
    "answered_in_time": by(
        "CASE WHEN v.first_answered_at <= v.first_answer_due_at THEN 'answered in time' "
        "ELSE 'late or not answered yet' END",
        "young_person_view v WHERE v.status <> 'not genuine' AND v.taken_back_at IS NULL "
        "AND v.first_answer_due_at >= :start AND v.first_answer_due_at < :end",
        "'views'",
    ),
    "verdicts": by(
        "a.verdict",
        "answer a JOIN young_person_view v ON v.id = a.view_id WHERE v.status <> 'not genuine' "
        "AND v.taken_back_at IS NULL AND a.verdict_at >= :start AND a.verdict_at < :end",
        "'answers'",
    ),
    "alerts_in_time": by(
        "CASE WHEN a.acknowledged_at IS NULL THEN 'not acknowledged yet' WHEN a.acknowledged_at <= a.due_at "
        "THEN 'acknowledged in time' ELSE 'acknowledged late' END",
        "alert a WHERE a.raised_at >= :start AND a.raised_at < :end",
        "'alerts'",
    ),
    "alerts_by_time": by(
        """CASE WHEN {seconds} <= 3600 THEN 'within 1 hour' WHEN {seconds} <= 14400 THEN 'within 4 hours'
            WHEN {seconds} <= 86400 THEN 'within a day' ELSE 'later' END""",
        "alert a WHERE a.raised_at >= :start AND a.raised_at < :end AND a.acknowledged_at IS NOT NULL",
        "CASE WHEN a.acknowledged_at <= a.due_at THEN 'in time' ELSE 'late' END",
    ),
    "children_by_participation": by(
        "coalesce(r.participation_code, 'unborn, no code')",
        f"{RECORDS} AND (r.participation_code IS NOT NULL OR r.stage = 'unborn')",
        "'children'",
    ),
    "participation_by_type": by(KIND, OLD_RECORDS, HEARD),
    "participation_by_category": by(
        """CASE r.category WHEN 'NEG' THEN 'Neglect' WHEN 'PHY' THEN 'Physical abuse' WHEN 'SAB' THEN 'Sexual abuse'
            WHEN 'EMO' THEN 'Emotional abuse' WHEN 'MUL' THEN 'Multiple' ELSE 'none, or not recorded' END""",
        OLD_RECORDS,
        HEARD,
    ),
    "participation_by_age": by("coalesce(r.age_band, 'not recorded')", OLD_RECORDS, HEARD),
    "participation_by_need": by(
        "CASE WHEN r.id IN (SELECT record_id FROM record_need) THEN 'something makes it harder' "
        "ELSE 'nothing recorded' END",
        OLD_RECORDS,
        HEARD,
    ),
    "children_by_age": by(
        "CASE WHEN r.participation_code IS NULL THEN 'unborn' WHEN r.participation_code = 'PN0' THEN 'under 4' "
        "ELSE '4 or over' END",
        f"{RECORDS} AND (r.participation_code IS NOT NULL OR r.stage = 'unborn')",
        "'children'",
    ),
    "babies_observed": by(
        """CASE WHEN r.observation_sealed IS NULL THEN 'not observed' WHEN r.daily_life_sealed IS NULL THEN 'observed'
            ELSE 'observed, with what it means' END""",
        f"{RECORDS} AND r.participation_code = 'PN0'",
        "'children'",
    ),
    "told_beforehand": by(yes_or_no("told_beforehand"), OLD_RECORDS, "'children'"),
    "met_chair": by(
        """CASE WHEN r.chair_met IS NULL THEN 'not recorded' WHEN r.chair_met IN
            ('before the conference', 'after it', 'before and after') THEN 'the chair met the child'
            ELSE r.chair_met END""",
        OLD_RECORDS,
        "'children'",
    ),
    "advocate_offered": by(
        KIND,
        OLD_RECORDS,
        "CASE WHEN r.advocate_offered LIKE 'offered%' THEN 'offered' ELSE 'not offered, or not recorded' END",
    ),
    "own_words": by("CASE WHEN r.own_words_sealed IS NULL THEN 'no' ELSE 'yes' END", OLD_RECORDS, "'children'"),
    "seen_alone": by(yes_or_no("seen_alone"), OLD_RECORDS, "'children'"),
    "considered_individually": by(
        yes_or_no("considered_individually"),
        f"{RECORDS} AND r.participation_code IS NOT NULL",
        "CASE WHEN r.participation_code = 'PN0' THEN 'under 4' ELSE '4 or over' END",
    ),
    "interpreter_used": by(
        """CASE WHEN r.interpreter IS NULL THEN 'not recorded' WHEN r.interpreter = 'not needed' THEN 'not needed'
            WHEN r.interpreted_by IS NULL THEN 'needed, not recorded who interpreted'
            WHEN r.interpreted_by = 'an interpreter' THEN 'needed, an interpreter was there'
            WHEN r.interpreted_by = 'nobody' THEN 'needed, nobody interpreted'
            WHEN r.interpreted_by = 'a family member' THEN 'needed, a family member interpreted'
            ELSE 'needed, somebody at work here interpreted' END""",
        OLD_RECORDS,
        "'children'",
    ),
    "wishes_by_extent": by("w.extent", f"{WISHES} AND w.extent IS NOT NULL", "'wishes'"),
    "wishes_by_reason": by("coalesce(w.reason, 'not recorded')", NOT_FULLY, "'wishes'"),
    "wishes_explained": by(
        """CASE WHEN w.explanation_sealed IS NULL THEN 'not explained'
            WHEN r.told_on <= r.tell_due_on THEN 'explained, and the child was told in time'
            ELSE 'explained, and told late or not yet' END""",
        NOT_FULLY,
        "'wishes'",
    ),
    "children_told": by(
        """CASE WHEN r.told_on IS NULL THEN 'not told' WHEN r.told_on > r.tell_due_on THEN 'told late'
            ELSE 'told in time' END""",
        TO_TELL,
        "'children'",
    ),
    "told_and_understood": by(
        "coalesce(r.understood, 'not recorded')", f"{TO_TELL} AND r.told_on <= r.tell_due_on", "'children'"
    ),
    "actions_on_time": by(
        "g.name",
        "agency g JOIN action t ON t.agency_id = g.id WHERE t.due_on BETWEEN :first AND :last",
        "CASE WHEN t.done_on <= t.due_on THEN 'done on time' ELSE 'late or not done' END",
    ),
    "made_a_difference": by(
        "coalesce(t.difference, 'not recorded')", "action t WHERE t.done_on BETWEEN :first AND :last", "'actions'"
    ),
}
TRAINED = """SELECT c.type, c.held_on, max(s.held_on), c.id FROM conference c
    LEFT JOIN training_attendance a ON a.person_id = c.chair_id
    LEFT JOIN training_session s ON s.id = a.session_id AND s.held_on <= c.held_on
    WHERE c.held_on BETWEEN :first AND :last GROUP BY c.id, c.type, c.held_on"""
HELD = """SELECT c.type, c.held_on, c.strategy_discussion_on, c.last_conference_on, c.told_of_move_on
    FROM conference c WHERE c.held_on BETWEEN :first AND :last"""
COLUMN = {
    "initial": "initial",
    "initial pre-birth": "initial",
    "transfer-in": "initial",
    "first review": "review",
    "later review": "review",
}


def recount(session, *, first: date, last: date, start: str, end: str) -> dict[str, dict[tuple[str, str], int]]:
    """Of each table, how much is in each cell (row, column) that has anything."""
    dialect = session.connection().dialect.name
    days, moments = {"first": first, "last": last}, {"start": start, "end": end}
    found = {}
    for name, question in QUESTIONS.items():
        asked = {key: value for key, value in (days | moments).items() if f":{key}" in question}
        rows = session.execute(text(question.replace("{seconds}", SECONDS[dialect])), asked)
        found[name] = {(row, column): count for row, column, count in rows}
    found["conferences_in_time"], found["chairs_trained"] = {}, {}
    for kind, *on in session.execute(text(HELD), days):
        _add(found["conferences_in_time"], in_time(kind, *map(as_day, on)), kind)
    for kind, held_on, trained_on, _id in session.execute(text(TRAINED), days):
        _add(found["chairs_trained"], is_trained(as_day(held_on), as_day(trained_on)), kind)
    return found


def _add(cells: dict[tuple[str, str], int], row: str, kind: str) -> None:
    if kind in COLUMN:
        cells[row, COLUMN[kind]] = cells.get((row, COLUMN[kind]), 0) + 1


def in_time(kind, held_on, strategy_on, last_on, move_on) -> str:
    if COLUMN.get(kind) == "initial":
        begun = move_on if kind == "transfer-in" else strategy_on
        limit = begun and nth_working_day(begun, 15)
    else:
        limit = last_on and working_day_up_to(months_later(last_on, 3 if kind == "first review" else 6))
    return "day it counts from not recorded" if limit is None else "in time" if held_on <= limit else "late"


def is_trained(held_on, trained_on) -> str:
    in_time = trained_on and months_later(trained_on, 24) >= held_on
    return "trained in time" if in_time else "not trained, or too long ago"


def as_day(value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def is_at_work(day: date) -> bool:
    return day.weekday() < 5 and day not in country_holidays("GB", subdiv="ENG", years=day.year)


def nth_working_day(day: date, number: int) -> date:
    passed = 0
    while passed < number:
        day += timedelta(days=1)
        if is_at_work(day):
            passed += 1
    return day


def working_day_up_to(day: date) -> date:
    while not is_at_work(day):
        day -= timedelta(days=1)
    return day


def months_later(day: date, months: int) -> date:
    month = day.month + months
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)
