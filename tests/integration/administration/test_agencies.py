"""An administrator says which agencies are children's social care: without one of them no conference is quorate."""

from app.services import agencies, auditing, committing, self_assessing
from tests.factories import AgencyFactory
from tests.partnership_factories import SelfAssessmentFactory

PAGE = "/administration/agencies"


def test_it_is_marked_ended_and_written_down(jos_browser, jo):
    care, police = AgencyFactory(name="Care"), AgencyFactory(name="Police")

    page = jos_browser.fill_in(PAGE, social_care=[str(care.id)], follow_redirects=True).page
    assert (care.is_social_care, police.is_social_care) == (True, False)
    assert "Saved. Chairs see it" in page.text
    assert [box["value"] for box in page.soup.select("[name=social_care][checked]")] == [str(care.id)]

    jos_browser.fill_in(PAGE, social_care=[str(police.id)])
    assert (care.is_social_care, police.is_social_care) == (False, True)
    assert [(line.person_id, line.deed, line.reason) for line in auditing.lines_about(care)] == [
        (jo.id, "ended mark as children's social care", "Care."),
        (jo.id, "marked agency as children's social care", "Care."),
    ]


def test_an_agency_that_is_not_on_the_page_is_not_taken(jos_browser, jo):
    AgencyFactory()

    assert jos_browser.fill_in(PAGE, social_care=[str(jo.id)]).page.errors == ["Choose one of the answers on the page."]


class TestAdding:
    def test_it_is_there_for_chairs_and_asked_for_what_the_others_are(self, jos_browser, jo):
        SelfAssessmentFactory(year=2026)
        page = jos_browser.fill_in(f"{PAGE}/new", name=" Northbank Fire ", follow_redirects=True).page

        fire = agencies.find_agency("Northbank Fire")
        assert "Northbank Fire" in page.text
        (line,) = auditing.lines_about(fire)
        assert (line.person_id, line.deed, line.reason) == (jo.id, "added agency", "Is: Northbank Fire.")
        assert len(self_assessing.of_year(2026)) == 2

    def test_a_name_is_needed_and_is_nobody_elses(self, jos_browser):
        AgencyFactory(name="Police")

        assert jos_browser.fill_in(f"{PAGE}/new", name=" ").page.errors == ["Give the agency a name."]
        assert jos_browser.fill_in(f"{PAGE}/new", name="Police").page.errors == ["Police is there already."]


def test_one_that_takes_part_no_more_is_given_nothing_new_and_stays(jos_browser):
    care, police = AgencyFactory(name="Care"), AgencyFactory(name="Police")
    jos_browser.fill_in(PAGE, taking_part=[str(care.id)])

    assert (care.is_active, police.is_active) == (True, False)
    assert [one.name for one in committing.agencies_to_choose_from()] == ["Care"]
    (line,) = auditing.lines_about(police)
    assert (line.deed, line.reason) == ("agency takes part no more", "Police.")
