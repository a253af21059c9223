"""What the demonstration's members ask the board, in every state there is. All of it is made up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from app.extensions import db
from app.models import (
    AnswerVerdict,
    BoardQuestion,
    Commitment,
    MemberText,
    Person,
    QuestionRound,
    QuestionVote,
    Role,
)
from app.models.codes import (
    CommitmentSource,
    CommitmentState,
    MemberTextKind,
    MemberTextState,
    QuestionState,
    ReportReason,
    Verdict,
)
from app.services import clocks, due_next
from app.services.demonstrating.alerts import see_members
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_afternoon, in_the_morning
from app.services.demonstrating.people import YOUNG_PEOPLE, Crew
from app.services.settings import Settings

YES, PARTLY, NO = Verdict


class Round(NamedTuple):
    """`ago`: working days since it was asked; `answered`: since it was answered. `said` are verdicts of members, in
    their order, and `missing` what those who are not content say."""

    ago: int
    answered: int | None = None
    answer: str | None = None
    said: tuple[Verdict, ...] = ()
    missing: str | None = None
    outcome: Verdict | None = None


class Asked(NamedTuple):
    """A question that was sent. `owner`: a key of people.AGENCIES, or None for the board itself."""

    words: str
    rounds: tuple[Round, ...]
    owner_role: str | None = None
    owner: str | None = None


ASKED: Final = (
    Asked(
        "Why are there so many grown-ups in our meetings? Can we say who comes?",
        (
            Round(
                70,
                54,
                "You are right. There were too many. From now on you get a list before the meeting. You can say who you"
                " do not want there. If we still need somebody, the chair tells you why.",
                (YES, YES, YES),
                outcome=YES,
            ),
        ),
        "manager of the conference chairs",
        "city",
    ),
    Asked(
        "Who decides when we can see our brothers and sisters?",
        (
            Round(
                41,
                24,
                "Your social worker decides, together with the court if there is one.",
                (PARTLY, NO, PARTLY),
                "It does not say how we can ask for it, or how long it takes.",
                PARTLY,
            ),
            Round(15),
        ),
        "head of children in care",
        "county",
    ),
    Asked(
        "Why does it take so long to get a new worker when the old one leaves?",
        (Round(27),),
        "head of service",
        "city",
    ),
    Asked("Can young people be in the room when you choose a new manager?", (Round(4),)),
    Asked(
        "Can our letters be read out on a phone? Not everybody can read them.",
        (
            Round(
                18,
                3,
                "Yes. From January each letter has a number to ring. A person reads the letter to you, as often as you"
                " like. We try it in the city first.",
                (YES, YES, PARTLY),
                "What about the county?",
            ),
        ),
        "business manager",
    ),
)
OPEN: Final = "Why do we have to tell our story again to every new person?"
COMMENTS: Final = (
    "I had five workers. I told it five times.",
    "Ask if they can write it down once, and we say what is in it.",
)
TO_READ: Final = "Can we meet the people on the board? We only know their names."
COMMENT_TO_READ: Final = "I do not tell it any more. At home I get hit when I do."
NOT_PASSED_ON: Final = "Why does Mr Archer at my school always shout?"
WHY_NOT: Final = (
    "This matters, and somebody will talk to you about it. But everybody could read who it is about. Can you ask it"
    " without a name and a school?"
)
REPORTED: Final = "Only babies would ask this."
PROMISE: Final = "You know who comes to your meeting"


def ask_the_board(*, seed: int, days: Days, crew: Crew, in_force: Settings) -> None:
    """Questions in every state, what waits to be read, and a promise that came of one. Chance of its own."""
    asking = Asking(Chance(f"questions {seed}"), days, crew, in_force)
    questions = [asking.ask(number, asked) for number, asked in enumerate(ASKED)]
    asking.promise(questions[0])
    asking.write_more()
    db.session.flush()


@dataclass(frozen=True)
class Asking:
    chance: Chance
    days: Days
    crew: Crew
    in_force: Settings

    @property
    def members(self) -> list[Person]:
        return [person for role in YOUNG_PEOPLE for person in self.crew.by_role[role]]

    def at(self, ago: int) -> datetime:
        return in_the_morning(self.chance, self.days.working_days_ago(ago))

    def ask(self, number: int, asked: Asked) -> BoardQuestion:
        first, last = asked.rounds[0], asked.rounds[-1]
        writer = self.members[number % len(self.members)]
        sent_at, board = self.at(first.ago), self.crew.by_role[Role.BOARD_MEMBER][0]
        state = QuestionState.ANSWERED if last.answer else QuestionState.WAITING
        question = self.begin(
            writer,
            self.at(first.ago + 6),
            state=QuestionState.DONE if last.outcome is YES else state,
            agreed=asked.words,
            sent_at=sent_at,
        )
        if asked.owner_role:
            question.owner_role, question.taken_by_id, question.taken_at = asked.owner_role, board.id, sent_at
            question.agency_id = self.crew.agencies[asked.owner].id if asked.owner else None
        words = self.write(question, writer, asked.words, first.ago + 6, kind=MemberTextKind.QUESTION)
        for member in self.members[:3]:
            self.vote(words, member, is_for=True, at=sent_at)
        for place, one in enumerate(asked.rounds, start=1):
            self.answer(question, place, one, board)
        return question

    def begin(self, writer: Person, at: datetime, **values: object) -> BoardQuestion:
        made = {"id": self.chance.new_id(), "created_at": at, "once": self.chance.once()}
        question = BoardQuestion(asked_by_id=writer.id, **made, **values)
        db.session.add(question)
        db.session.flush()
        return question

    def write(
        self, question: BoardQuestion, writer: Person, words: str, ago: int, *, is_read: bool = True, **values: object
    ) -> MemberText:
        """A text that was read and passed on that day, unless it waits."""
        at = self.at(ago)
        worker = self.crew.by_role[Role.PARTICIPATION_WORKER][0]
        read_on = in_the_afternoon(self.chance, self.days.working_days_ago(ago))
        read = {"state": MemberTextState.PASSED_ON, "read_at": read_on, "read_by_id": worker.id} if is_read else {}
        text = MemberText(
            id=self.chance.new_id(),
            created_at=at,
            question_id=question.id,
            written_by_id=writer.id,
            words=words,
            sent_at=at,
            place=due_next.place_of_members(words),
            read_due_at=clocks.due_by(at, self.in_force.read_days),
            once=self.chance.once(),
            **({"kind": MemberTextKind.COMMENT} | read | values),
        )
        db.session.add(text)
        db.session.flush()
        return text

    def vote(self, text: MemberText, member: Person, *, is_for: bool, at: datetime) -> None:
        made = {"id": self.chance.new_id(), "created_at": at}
        db.session.add(QuestionVote(text_id=text.id, person_id=member.id, is_for=is_for, **made))

    def answer(self, question: BoardQuestion, number: int, one: Round, board: Person) -> None:
        began_at = self.at(one.ago)
        round_ = QuestionRound(
            id=self.chance.new_id(),
            created_at=began_at,
            question_id=question.id,
            number=number,
            began_at=began_at,
            due_at=clocks.due_by(began_at, self.in_force.board_question_days),
            answer=one.answer,
        )
        if one.answered is not None:
            round_.answered_at, round_.written_by_id = self.at(one.answered), board.id
        db.session.add(round_)
        db.session.flush()
        if one.answered is None:
            return
        for member, verdict in zip(self.members, one.said, strict=False):
            made = {"id": self.chance.new_id(), "created_at": self.at(one.answered - 1)}
            db.session.add(AnswerVerdict(round_id=round_.id, person_id=member.id, verdict=verdict, **made))
        if one.missing:
            text = self.write(question, self.members[2], one.missing, one.answered - 1)
            text.kind, text.round_number = MemberTextKind.MISSING, number
        if one.outcome:
            round_.outcome, round_.decided_at = one.outcome, self.at(max(one.answered - 3, 1))

    def promise(self, question: BoardQuestion) -> None:
        """What came of a question that was answered."""
        at = self.at(50)
        commitment = Commitment(
            id=self.chance.new_id(),
            created_at=at,
            title=PROMISE,
            said="There are too many grown-ups in our meetings, and nobody asks us who should come.",
            state=CommitmentState.DONE,
            did="Before each meeting you get a list of who comes. You can say who you do not want there.",
            decided_on=clocks.london_day(at),
            published_at=at,
            comes_from=CommitmentSource.QUESTION,
            question_id=question.id,
            agency_id=self.crew.agencies["city"].id,
            owner_role="manager of the conference chairs",
            due_on=self.days.from_now(-50),
            once=self.chance.once(),
        )
        db.session.add(commitment)

    def write_more(self) -> None:
        """What members write just now: to vote on, to be read, not passed on, reported."""
        amara, kit, zee, dev, rowan = self.members
        question = self.begin(kit, self.at(9))
        words = self.write(question, kit, OPEN, 9, kind=MemberTextKind.QUESTION)
        for writer, comment, ago in zip((amara, dev), COMMENTS, (7, 6), strict=True):
            self.write(question, writer, comment, ago)
        self.vote(words, kit, is_for=True, at=self.at(6))
        self.vote(words, dev, is_for=False, at=self.at(5))
        see_members(self.write(question, zee, COMMENT_TO_READ, 1, is_read=False), self.chance, self.crew, self.in_force)
        reported = self.write(question, rowan, REPORTED, 4)
        reported.state, reported.report, reported.place = MemberTextState.REPORTED, ReportReason.UNKIND, due_next.FIRST
        reported.reported_at, reported.reported_by_id = self.at(1), amara.id
        reported.read_due_at = clocks.due_by(self.at(1), 1)
        waiting = self.begin(zee, self.at(1))
        self.write(waiting, zee, TO_READ, 1, is_read=False, kind=MemberTextKind.QUESTION)
        refused = self.begin(rowan, self.at(8))
        text = self.write(refused, rowan, NOT_PASSED_ON, 8, kind=MemberTextKind.QUESTION)
        text.state, text.because = MemberTextState.NOT_PASSED_ON, WHY_NOT
