"""An administrator says which agencies are children's social care: without one of them no conference is quorate."""

from app.services import auditing
from tests.factories import AgencyFactory

PAGE = "/administration/agencies"


def test_it_is_marked_ended_and_written_down(jos_browser, jo):
    care, police = AgencyFactory(name="Care"), AgencyFactory(name="Police")

    page = jos_browser.fill_in(PAGE, social_care=[str(care.id)], follow_redirects=True).page
    assert (care.is_social_care, police.is_social_care) == (True, False)
    assert "Saved. Chairs see it" in page.text
    assert [box["value"] for box in page.soup.select("[name=social_care][checked]")] == [str(care.id)]

    jos_browser.fill_in(PAGE, social_care=[str(police.id)])
    assert (care.is_social_care, police.is_social_care) == (False, True)
    assert [(line.person_id, line.deed) for line in auditing.lines_about(care)] == [
        (jo.id, "ended mark as children's social care"),
        (jo.id, "marked agency as children's social care"),
    ]


def test_an_agency_that_is_not_on_the_page_is_not_taken(jos_browser, jo):
    AgencyFactory()

    assert jos_browser.fill_in(PAGE, social_care=[str(jo.id)]).page.errors == ["Choose one of the answers on the page."]
