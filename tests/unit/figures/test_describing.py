from pathlib import Path

from app.services.figures import CATALOGUE
from app.services.figures.describing import FOUND, describe

PAGE = Path(__file__).parents[3] / "docs" / "figures.md"


def test_the_page_about_the_figures_is_what_the_catalogue_says():
    assert PAGE.read_text(encoding="utf-8") == describe(), "heard figures describe > docs/figures.md"


def test_every_figure_is_on_it_with_all_that_is_said_of_it():
    page = describe()

    for figure in CATALOGUE:
        assert f"### {figure.title}\n" in page
        assert f"`{figure.name}`" in page
        assert not figure.target or f"Target: `{figure.target}`" in page
    assert set(FOUND) == {figure.name for figure in CATALOGUE if figure.rows is None}
    assert "{" not in page
