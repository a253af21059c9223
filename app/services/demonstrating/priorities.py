"""What matters most to the demonstration's members, quarter by quarter, and what the board did about it."""

from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import PriorityAnswer, PriorityRanking, Role, Theme
from app.services import clocks, ranking
from app.services.clocks import Quarter
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days
from app.services.demonstrating.people import YOUNG_PEOPLE, Crew

MEMBERS_EACH: Final = (5, 5, 4, 2)  # who ranked, of the newest quarter that is over and those before it
ANSWERS: Final = {  # by the name of a theme (desk.py)
    "Seeing family": "Each plan says now when you see your family. We check each month if it happens.",
    "Workers who change": "We count how often workers change. In the city it is half as often as a year ago.",
    "Being told what was decided": "Chairs must tell you within 5 working days. 8 in 10 of you are told in time now.",
    "Being asked first": "You are asked before a meeting who should come, and when. It is on a card that you get.",
    "A home that is warm and safe": "We could not do much yet. The money comes in April. We tell you then what we do.",
    "Phones and photos": "Foster carers have a new guide: nobody takes your phone away without a reason they tell you.",
    "School knows too much": "Schools get only what they must know. You can read what we tell them.",
    "Things to do": "The youth club is open on Saturdays now, and your bus there is paid for.",
}


def put_in_order(*, seed: int, days: Days, crew: Crew) -> None:
    """Orders of four quarters that are over and of this one; what was done about what came first. Chance of its own."""
    chance = Chance(f"priorities {seed}")
    members = [person for role in YOUNG_PEOPLE for person in crew.by_role[role]]
    themes = list(db.session.scalars(select(Theme).where(Theme.is_active.is_(True)).order_by(Theme.name)))
    quarter = Quarter.containing(days.today)
    for many in (2, *MEMBERS_EACH):
        for member in members[:many]:
            order = chance.sample(themes, 5)
            at = clocks.start_of_day(quarter.first_day) + clocks.ONE_DAY / 2
            db.session.add(
                PriorityRanking(
                    id=chance.new_id(),
                    created_at=at,
                    year=quarter.year,
                    quarter=quarter.number,
                    person_id=member.id,
                    themes={ranking.ORDER: [str(theme.id) for theme in order]},
                    ranked_at=at,
                )
            )
        quarter = quarter.previous
    db.session.flush()
    board = crew.by_role[Role.BOARD_MEMBER][0]
    newest = Quarter.containing(days.today).previous
    for many, over in ((1, newest), (3, newest.previous)):
        for one in ranking.result_of(over, today=days.today).first_ones[:many]:
            answer = PriorityAnswer(
                id=chance.new_id(),
                created_at=days.end,
                year=over.year,
                quarter=over.number,
                theme_id=one.theme.id,
                text=ANSWERS[one.theme.name],
                written_by_id=board.id,
                written_at=days.end,
            )
            db.session.add(answer)
    db.session.flush()
