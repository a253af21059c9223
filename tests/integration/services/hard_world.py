"""A small world with everything in it that figures count, at every edge: days, moments, what is missing or odd."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from app.extensions import db
from app.models import (
    Alert,
    Answer,
    ChildRecord,
    Conference,
    Person,
    RecordNeed,
    TrainingAttendance,
    TrainingSession,
    Wish,
)
from app.models.codes import (
    AdvocateOffered,
    AgeBand,
    AgeGroup,
    Category,
    ChairMet,
    ConferenceFormat,
    ConferenceType,
    Difference,
    Extent,
    Feeling,
    InterpretedBy,
    Interpreter,
    Need,
    ParticipationCode,
    Permission,
    Reason,
    Stage,
    ToldHow,
    Topic,
    Understood,
    Verdict,
    ViewStatus,
)
from tests.counted import add, add_actions, add_records, add_views
from tests.factories import AgencyFactory, PersonFactory

EDGES = [  # on either side of the quarter, and within it; in London
    datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC),
    datetime(2026, 6, 30, 23, 0, tzinfo=UTC),
    datetime(2026, 8, 5, 12, tzinfo=UTC),
    datetime(2026, 9, 30, 22, 59, 59, tzinfo=UTC),
    datetime(2026, 9, 30, 23, 0, tzinfo=UTC),
]
DAYS = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 8, 5), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1)]


def make_hard_world(seed: int = 7) -> None:
    random = Random(seed)  # noqa: S311, nothing is kept secret with it

    def some(kind, *, may_be_missing=True):
        return random.choice([*kind, None] if may_be_missing else [*kind])

    chairs = PersonFactory.create_batch(3)
    _views(random, some, chairs[0])
    agencies = AgencyFactory.create_batch(4)
    for chair in chairs[:2]:
        for held_on in (date(2025, 2, 1), date(2025, 9, 2), date(2026, 8, 6)):
            (training,) = add(
                TrainingSession, [{"title": "Hearing children", "held_on": held_on, "made_by_id": chair.id}]
            )
            add(TrainingAttendance, [{"session_id": training, "person_id": chair.id}])
            if random.random() < 0.5:
                break
    for number in range(40):
        _conference(random, some, random.choice(chairs), agencies, number)


def _views(random, some, somebody: Person) -> None:
    for number in range(60):
        sent_at = random.choice(EDGES)
        changes = {"age_group": some(AgeGroup), "area": some(["city", "county", "Rutland", "old town"])}
        changes["permission"] = some(Permission, may_be_missing=False)
        if number % 9 == 0:
            changes |= {"taken_back_at": sent_at + timedelta(days=1)}
        elif number % 11 == 0:
            changes |= {"status": ViewStatus.NOT_GENUINE, "read_at": sent_at, "not_genuine_reason_sealed": b"x"}
        due_at = random.choice(EDGES)
        answered_at = random.choice([None, due_at, due_at + timedelta(seconds=1), due_at - timedelta(days=1)])
        ids = add_views(
            random.randrange(4),
            sent_at=sent_at,
            due_at=due_at,
            answered_at=answered_at,
            topic=some(Topic),
            feeling=some(Feeling),
            **changes,
        )
        for view in ids:
            _answer_and_alert(random, some, view, somebody)


def _answer_and_alert(random, some, view, somebody: Person) -> None:
    verdict, at = some(Verdict), random.choice(EDGES)
    said = {"verdict": verdict, "verdict_at": at if verdict else None}
    add(Answer, [{"view_id": view, "turn": 1, "text_sealed": b"", "written_by_id": somebody.id, "sent_at": at} | said])
    if random.random() < 0.5:
        raised_at = random.choice(EDGES)
        seconds = random.choice([None, 0, 3600, 3601, 14400, 14401, 86400, 86401])
        seen_at = raised_at + timedelta(seconds=seconds) if seconds is not None else None
        seen = {"acknowledged_at": seen_at, "acknowledged_by_id": somebody.id if seen_at else None}
        seen["close_due_at"] = seen_at + timedelta(days=7) if seen_at else None
        add(Alert, [{"view_id": view, "raised_at": raised_at, "due_at": raised_at + timedelta(hours=1)} | seen])


def _conference(random, some, chair: Person, agencies, number: int) -> None:
    held_on, kind = random.choice(DAYS), some(ConferenceType, may_be_missing=False)
    before = held_on - timedelta(days=random.choice([20, 21, 22, 23, 90, 92, 182, 186]))
    (conference_id,) = add(
        Conference,
        [
            {"reference_sealed": b"", "reference_index": bytes([number]), "held_on": held_on, "type": kind}
            | {"format": ConferenceFormat.IN_PERSON, "chair_id": chair.id}
            | dict.fromkeys(("letter_due_on", "record_due_on", "core_group_due_on"), held_on + timedelta(days=14))
            | {name: some([before]) for name in ("strategy_discussion_on", "last_conference_on", "told_of_move_on")}
            | {"finished_at": some([datetime(2026, 10, 1, tzinfo=UTC)] * 5)}
        ],
    )
    conference = db.session.get_one(Conference, conference_id)
    for _ in range(random.randrange(5)):
        for record_id in add_records(1, conference=conference, **_record(random, some)):
            if random.random() < 0.3:
                add(RecordNeed, [{"record_id": record_id, "need": need} for need in random.sample([*Need], 2)])
            _wishes(random, some, record_id)
            for _action in range(random.randrange(3)):
                due_on = random.choice(DAYS)
                add_actions(
                    1,
                    agency=random.choice(agencies[:3]),
                    record=db.session.get_one(ChildRecord, record_id),
                    due_on=due_on,
                    done_on=random.choice([None, due_on, due_on + timedelta(days=1)]),
                    difference=some(Difference),
                )


def _record(random, some) -> dict:
    stage = some([Stage.UNBORN, Stage.UNDER_4, Stage.FOUR_OR_OVER, Stage.FOUR_OR_OVER, Stage.FOUR_OR_OVER])
    code = None
    if stage is Stage.UNDER_4:
        code = ParticipationCode.PN0
    elif stage is Stage.FOUR_OR_OVER:
        code = some([*ParticipationCode][1:])
    due_on = random.choice(DAYS)
    told_on = random.choice([None, due_on, due_on + timedelta(days=1)])
    interpreter = some(Interpreter)
    is_interpreted = interpreter not in (None, Interpreter.NOT_NEEDED)
    return {
        "stage": stage,
        "code": code,
        "tell_due_on": due_on,
        "told_on": told_on,
        "told_how": ToldHow.PHONE if told_on else some([ToldHow.NOT_GIVEN]),
        "understood": some(Understood),
        "category": some(Category),
        "age_band": some(AgeBand) if stage is Stage.FOUR_OR_OVER else None,
        "told_beforehand": some([True, False]),
        "chair_met": some(ChairMet),
        "advocate_offered": some(AdvocateOffered),
        "own_words_sealed": some([b"x"]),
        "observation_sealed": some([b"x"]),
        "daily_life_sealed": some([b"x"]),
        "seen_alone": some([True, False]),
        "considered_individually": some([True, False]),
        "interpreter": interpreter,
        "interpreted_by": some(InterpretedBy) if is_interpreted else None,
    }


def _wishes(random, some, record_id) -> None:
    rows = []
    for place in range(random.randrange(5)):
        extent = some(Extent)
        has_reason = extent in (Extent.PARTLY, Extent.NOT_ACTED_ON)
        rows.append(
            {"record_id": record_id, "position": place, "text_sealed": b"", "extent": extent}
            | {"reason": some(Reason) if has_reason else None, "explanation_sealed": some([b"x"])}
        )
    add(Wish, rows)
