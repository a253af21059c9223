"""Every figure there is, in the order in which they are shown."""

from typing import Final

from app.protection.links import Links
from app.services.figures import sources
from app.services.figures.declared import Figure, Source
from app.services.figures.linking import Rows, links_of
from app.services.figures.of_feedback import FEEDBACK_FIGURES
from app.services.figures.of_influence import INFLUENCE_FIGURES
from app.services.figures.of_space import SPACE_FIGURES
from app.services.figures.of_taking_part import TAKING_PART_FIGURES
from app.services.figures.of_views import VIEWS_FIGURES

CATALOGUE: Final[tuple[Figure, ...]] = (
    *VIEWS_FIGURES,
    *TAKING_PART_FIGURES,
    *SPACE_FIGURES,
    *INFLUENCE_FIGURES,
    *FEEDBACK_FIGURES,
)
BY_NAME: Final = {figure.name: figure for figure in CATALOGUE}
OF_A_QUARTER: Final = tuple(figure for figure in CATALOGUE if not figure.only_years)
SOURCES: Final[tuple[Source, ...]] = tuple(each for each in vars(sources).values() if isinstance(each, Source))


def links_of_a_quarter(found: Rows) -> Links:
    return links_of(OF_A_QUARTER, found)


def links_of_a_year(found: Rows) -> Links:
    return links_of(CATALOGUE, found)
