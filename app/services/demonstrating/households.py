"""The households of the demonstration, and the children in them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.models import Child, Person, Role
from app.models.codes import Category, Stage
from app.protection.fingerprints import blind_index
from app.protection.sealing import vault
from app.services import stages
from app.services.clocks import add_months
from app.services.demonstrating.chance import Chance, Odds
from app.services.demonstrating.people import Crew
from app.services.stages import BirthMonth

FIRST_NUMBER: Final = 2041
HOW_MANY_CHILDREN: Final = Odds({1: 30, 2: 33, 3: 22, 4: 11, 5: 4})
# Ages in months. Nobody may turn 18 before the last conference of the two years.
AGES: Final = Odds({(1, 47): 29, (49, 119): 36, (120, 179): 31, (180, 188): 4})
HOMES: Final = Odds({"city": 48, "county": 46, "rutland": 6})
CATEGORIES: Final = Odds(
    {Category.NEG: 48, Category.EMO: 30, Category.PHY: 11, Category.SAB: 4, Category.MUL: 7},
)


@dataclass(frozen=True)
class Sibling:
    """One child, and the month in which they were born or will be."""

    child: Child
    born: BirthMonth

    def stage_on(self, day: date, chance: Chance) -> Stage:
        """Where in life the child is on this day. From the first conference after the birth we know its month."""
        if (day.year, day.month) < (self.born.year, self.born.month):
            return Stage.UNBORN
        self.child.born = str(self.born)
        return chance.choice(stages.possible_stages(self.born, day))

    def age_on(self, day: date) -> int:
        """In whole years; 0 before the birth."""
        return 0 if self.child.born is None else stages.age_in_years(self.born, day)


@dataclass(frozen=True)
class Household:
    """Children whose conferences one chair leads. `home` is the agency whose children's services they have."""

    number: int
    chair: Person
    home: str
    category: Category
    siblings: tuple[Sibling, ...]

    @property
    def reference(self) -> str:
        return f"NB-{self.number}"


class Neighbourhood:
    """Makes households, one after another."""

    def __init__(self, chance: Chance, crew: Crew) -> None:
        self.chance = chance
        self.chairs = crew.by_role[Role.CHAIR]
        self.next_number = FIRST_NUMBER

    def some_ages(self, *, is_expecting: bool) -> list[int]:
        """Ages in months; less than 0 is a child who will be born in that many."""
        number = self.chance.draw(HOW_MANY_CHILDREN) - is_expecting
        ages = [self.chance.randint(*self.chance.draw(AGES)) for _ in range(number)]
        return [*ages, -self.chance.randint(1, 3)] if is_expecting else ages

    def add(
        self,
        ages: list[int],
        on: date,
        known_since: datetime,
        *,
        chair: Person | None = None,
        category: Category | None = None,
    ) -> Household:
        """A household with children of these ages on this day, the oldest first."""
        number, self.next_number = self.next_number, self.next_number + 1
        siblings = (self.sibling(f"C-{number}-{place}", age, on, known_since)
                    for place, age in enumerate(sorted(ages, reverse=True), start=1))  # fmt: skip
        return Household(
            number=number,
            chair=chair or self.chance.choice(self.chairs),
            home=self.chance.draw(HOMES),
            category=category or self.chance.draw(CATEGORIES),
            siblings=tuple(siblings),
        )

    def sibling(self, reference: str, age: int, on: date, known_since: datetime) -> Sibling:
        month = add_months(on, -age)
        child = Child(
            id=self.chance.new_id(),
            created_at=known_since,
            reference=reference,
            reference_index=blind_index(vault.ring, reference),
            born=None,
        )
        return Sibling(child, BirthMonth(month.year, month.month))
