"""The views of the demonstration: said over two years, the newest only just now."""

from datetime import date, datetime, timedelta
from math import gcd
from typing import Final

from app.models import Alert, AlertStep, Answer, Contact, Role, View
from app.models.codes import AgeGroup, Feeling, HelpedBy, Permission, SafeNow, Topic
from app.protection.four_words import HOW_MANY, FourWords, words_mark
from app.protection.sealing import vault
from app.protection.word_list import WORDS
from app.services.clocks import london_day
from app.services.demonstrating.chance import Chance, Odds
from app.services.demonstrating.days import Days, start_of_day, when_young_people_write
from app.services.demonstrating.people import Crew
from app.services.demonstrating.replies import JUST_ANSWERED_SENT, Fate, Said, Team
from app.services.demonstrating.rows import Rows, seal
from app.services.demonstrating.sentences import Tone, say, say_unsafe
from app.services.settings import Settings

TOPICS: Final = Odds[Topic | None](
    {
        Topic.MEETING: 61,
        Topic.HELPERS: 48,
        Topic.HOME: 37,
        Topic.SCHOOL: 26,
        Topic.FAMILY: 24,
        Topic.SAFE: 19,
        Topic.ONLINE: 12,
        Topic.FRIENDS: 9,
        Topic.OTHER: 11,
        Topic.AREA: 10,
        None: 7,
    }
)
TONES: Final = (  # at the beginning of the two years, and at their end
    Odds[Tone]({"glad": 22, "so-so": 30, "sad": 48}),
    Odds[Tone]({"glad": 33, "so-so": 31, "sad": 36}),
)
FEELINGS: Final[dict[Tone, Odds[Feeling | None]]] = {
    "glad": Odds({Feeling.REALLY_GOOD: 34, Feeling.GOOD: 48, Feeling.OK: 10, None: 8}),
    "so-so": Odds({Feeling.OK: 56, Feeling.MIXED: 18, Feeling.GOOD: 6, Feeling.NOT_GOOD: 8, None: 12}),
    "sad": Odds({Feeling.NOT_GOOD: 50, Feeling.REALLY_BAD: 25, Feeling.MIXED: 9, Feeling.OK: 6, None: 10}),
}
SAFE_WHEN_SAD: Final = Odds({SafeNow.YES: 82, SafeNow.NOT_SURE: 12, SafeNow.NO: 6})
PERMISSIONS: Final = Odds({Permission.TEAM: 45, Permission.BOARD: 30, Permission.EVERYONE: 25})
AGE_GROUPS: Final = Odds[AgeGroup | None](
    {
        AgeGroup.AGE_8_TO_10: 14,
        AgeGroup.AGE_11_TO_13: 27,
        AgeGroup.AGE_14_TO_15: 26,
        AgeGroup.AGE_16_TO_18: 16,
        AgeGroup.AGE_19_TO_25: 3,
        None: 14,
    }
)
AREAS: Final = (46, 32, 6)  # how much is said in the board's first areas; others are as small as the last of these
NO_AREA: Final = 18
ADVISORS_SAY: Final = 0.03
BY_PICTURES: Final = 0.3  # of the youngest, who seldom add words
PICTURES_ALONE: Final = 0.6
HELPED: Final = Odds[HelpedBy | None](
    {None: 92, HelpedBy.SCHOOL: 3, HelpedBy.CARER: 2, HelpedBy.WORKER: 2, HelpedBy.INTERPRETER: 1}
)
WORDS_ARE_OWN: Final = 0.85
ADVISORS_AGE: Final = AgeGroup.AGE_16_TO_18

# The newest are fresh: how long before now they were sent, and whether they are safe. Then some that are late.
JUST_SENT: Final = (
    (timedelta(minutes=9), SafeNow.NO),
    (timedelta(minutes=31), SafeNow.NOT_SURE),
    (timedelta(hours=2), SafeNow.YES),
    (timedelta(minutes=47), SafeNow.NO),
)
WORKING_DAYS_LATE: Final = (1, 2, 4)
COMPLAINT: Final = (
    "I asked my worker 3 times when I can see my sister. She said she will find out and then nobody told me. You say"
    " you listen but nobody rang back."
)
COMPLAINT_SENT: Final = timedelta(hours=5)
FRESH: Final = len(JUST_SENT) + len(WORKING_DAYS_LATE) + 1


class WordsGiven:
    """Four words for each view, no two alike, without remembering which were given."""

    def __init__(self, chance: Chance) -> None:
        self.total = len(WORDS) ** HOW_MANY
        self.next = chance.randrange(self.total)
        self.step = chance.randrange(1, self.total)
        while gcd(self.step, self.total) != 1:  # only then does it come round to none of them twice
            self.step += 1

    def give(self) -> FourWords:
        number, self.next = self.next, (self.next + self.step) % self.total
        number, fourth = divmod(number, len(WORDS))
        number, third = divmod(number, len(WORDS))
        first, second = divmod(number, len(WORDS))
        return WORDS[first], WORDS[second], WORDS[third], WORDS[fourth]


class Voices:
    """Young people who say something, one after another, and the team that takes it up."""

    def __init__(self, chance: Chance, days: Days, crew: Crew, in_force: Settings) -> None:
        self.chance = chance
        self.days = days
        self.rows = Rows(View, Alert, AlertStep, Contact, Answer)
        self.team = Team(chance, days, crew, in_force, self.rows)
        self.advisors = crew.by_role[Role.YOUNG_ADVISOR] + crew.by_role[Role.SHADOW_BOARD_MEMBER]
        weights: dict[str | None, float] = {None: NO_AREA}
        for place, area in enumerate(in_force.areas):
            weights[area] = AREAS[min(place, len(AREAS) - 1)]
        self.areas = Odds(weights)
        self.words_given = WordsGiven(chance)

    def say_on(self, day: date) -> FourWords:
        """One view of this day, with what has become of it since. Returns its 4 words."""
        tone = self.chance.draw(TONES[self.chance.happens(self.days.progress(day))])
        safe_now = self.chance.draw(SAFE_WHEN_SAD) if tone == "sad" else SafeNow.YES
        return self.say_it(when_young_people_write(self.chance, day), tone, safe_now)

    def say_it(
        self, at: datetime, tone: Tone, safe_now: SafeNow, fate: Fate = Fate.BY_CHANCE, *, complaint: str | None = None
    ) -> FourWords:
        chance, words = self.chance, self.words_given.give()
        topic = None if complaint else chance.draw(TOPICS)
        said = Said(chance.new_id(), at, topic, tone, safe_now, fate)
        advisor_id = chance.choice(self.advisors).id if chance.happens(ADVISORS_SAY) else None
        age_group = ADVISORS_AGE if advisor_id else chance.draw(AGE_GROUPS)
        is_by_pictures = age_group is AgeGroup.AGE_8_TO_10 and chance.happens(BY_PICTURES)
        has_words = not (is_by_pictures and said.topic and chance.happens(PICTURES_ALONE))
        helped_by = None if advisor_id else chance.draw(HELPED)
        sent_at = at if advisor_id else start_of_day(london_day(at))  # of one without a name only the day is kept
        self.rows.add(
            View,
            id=said.id,
            created_at=sent_at,
            words_sealed=seal(View, "words_sealed", said.id, complaint or self.text_of(said, age_group))
            if has_words
            else None,
            is_by_pictures=is_by_pictures,
            helped_by=helped_by,
            words_are_own=chance.happens(WORDS_ARE_OWN) if helped_by else None,
            topic=said.topic,
            feeling=chance.draw(FEELINGS[tone]),
            safe_now=safe_now,
            is_safe=said.is_safe,
            permission=chance.draw(PERMISSIONS),
            age_group=age_group,
            area=chance.draw(self.areas),
            advisor_id=advisor_id,
            is_complaint=complaint is not None,
            sent_at=sent_at,
            words_mark=words_mark(vault.ring, words),
            words_key_id=vault.ring.newest,
            once=chance.once(),
            **self.team.take_up(said),
        )
        self.rows.insert_full()
        return words

    def text_of(self, said: Said, age_group: AgeGroup | None) -> str:
        if said.safe_now is SafeNow.NO or (said.safe_now is SafeNow.NOT_SURE and self.chance.happens(0.5)):
            return say_unsafe(self.chance)
        return say(self.chance, said.topic or self.chance.choice(tuple(Topic)), said.tone, age_group)

    def say_what_is_just_answered(self) -> FourWords:
        """One view whose answer waits to be read and judged, for whoever tries Heard as a young person."""
        day = self.days.working_days_ago(JUST_ANSWERED_SENT)
        return self.say_it(when_young_people_write(self.chance, day), "so-so", SafeNow.YES, Fate.JUST_ANSWERED)

    def say_fresh(self, number: int, now: datetime) -> None:
        """The newest of all, so that there is something to do: some sent just now, some that are late."""
        for ago, safe_now in JUST_SENT[:number]:
            self.say_it(now.replace(microsecond=0) - ago, "sad", safe_now)
        if number == FRESH:
            self.say_it(now.replace(microsecond=0) - COMPLAINT_SENT, "sad", SafeNow.YES, complaint=COMPLAINT)
        late = number - len(JUST_SENT) - (number == FRESH)
        for late_by in WORKING_DAYS_LATE[: max(0, late)]:
            day = self.days.working_days_ago(self.team.in_force.answer_days + late_by)
            self.say_it(when_young_people_write(self.chance, day), "so-so", SafeNow.YES, Fate.KEPT_WAITING)


def say_everything(
    number: int, *, chance: Chance, days: Days, crew: Crew, in_force: Settings, now: datetime
) -> FourWords | None:
    """Add that many views with their answers and alerts. Returns 4 words to read an answer with that nobody judged."""
    voices = Voices(chance, days, crew, in_force)
    fresh = min(FRESH, number // 4)
    four_words = voices.say_what_is_just_answered() if number else None
    for place in range(number - fresh - 1):
        voices.say_on(days.some_day(chance) if place else days.first)
    voices.say_fresh(fresh, now)
    voices.rows.insert_all()
    return four_words
