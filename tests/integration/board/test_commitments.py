"""What the board promises: written down, kept by somebody, published, withdrawn, judged."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import AuditLine, Commitment, Role
from app.models.codes import CommitmentSource, CommitmentState, Verdict
from app.services import committing
from app.services.committing import Shown
from tests.factories import (
    AgencyFactory,
    CommitmentFactory,
    CommitmentVerdictFactory,
    PersonFactory,
    PublicationFactory,
    RecommendationFactory,
    ReviewFactory,
)
from tests.participation_factories import ThemeFactory
from tests.plans import plan, statements_of

LISTS = "/board/commitments"
HOSTILE = '<b>=1+1</b> " & \u202eabc'


@pytest.fixture
def member(browser):
    return browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER))


@pytest.fixture
def promise():
    """What is typed for a new promise."""
    return {
        "title": "Buses that come",
        "said": "The bus is always late.",
        "comes_from": "what conferences show",
        "agency_id": str(AgencyFactory(name="Northbank Buses").id),
        "owner_role": "head of transport",
        "due_on": "2026-12-18",
        "state": "started",
        "did": "We have asked for two more buses.",
    }


def without_its_source(promise: dict) -> dict:
    return {name: value for name, value in promise.items() if name != "comes_from"}


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditLine.deed)))


class TestWritingOneDown:
    def test_it_is_kept_as_it_was_typed_and_read_by_nobody_else_yet(self, member, promise):
        page = member.fill_in(f"{LISTS}/new", follow_redirects=True, **promise | {"said": HOSTILE}).page

        assert HOSTILE in page.text
        assert "Northbank Buses, head of transport" in page.text
        assert "Buses that come" not in member.get("/you-said").page.text
        assert deeds() == ["added a promise"]

    def test_a_double_tap_adds_one(self, member, promise):
        shown = member.get(f"{LISTS}/new")
        first, again = (member.send(shown, **promise) for _ in range(2))

        assert first.location == again.location
        assert db.session.scalar(select(func.count()).select_from(Commitment)) == 1

    @pytest.mark.parametrize(
        ("empty", "error"),
        [
            ("title", "Write its name."),
            ("said", "Write what young people said."),
            ("comes_from", "Choose where it comes from."),
            ("agency_id", "Choose the agency."),
            ("owner_role", "Write who does it."),
            ("due_on", "Enter the day by which it is done."),
            ("did", "Write what was done, is being done, or why it cannot be."),
        ],
    )
    def test_what_is_missing_is_asked_for(self, member, promise, empty, error):
        page = member.fill_in(f"{LISTS}/new", **promise | {empty: ""}).page

        assert page.errors == [error]

    def test_one_from_a_review_says_which_recommendation(self, member, promise):
        chosen = RecommendationFactory(review=ReviewFactory())
        promise["comes_from"] = "a recommendation of a review"
        without = member.fill_in(f"{LISTS}/new", **promise).page
        page = member.fill_in(f"{LISTS}/new", follow_redirects=True, **promise, recommendation_id=str(chosen.id)).page

        assert without.errors == ["Choose the recommendation that it comes from."]
        assert f"A recommendation of a review: {chosen.text}" in page.text

    def test_from_a_recommendation_it_is_begun_and_found_again(self, member, promise):
        one = RecommendationFactory(review=ReviewFactory())
        shown = member.get(f"/board/reviews/{one.review_id}/recommendations/{one.id}").page
        begun = shown.soup.select_one('[aria-labelledby="promises"] a.btn')["href"]
        member.fill_in(begun, **without_its_source(promise))
        after = member.get(f"/board/reviews/{one.review_id}/recommendations/{one.id}").page

        assert db.session.scalars(select(Commitment.recommendation_id)).one() == one.id
        assert "Buses that come (not published)" in after.soup.find(id="promises").find_parent("section").get_text()

    @pytest.mark.parametrize(
        ("figure", "source", "says"),
        [
            ("views_by_topic", CommitmentSource.THEME, "What many young people say"),
            ("children_told", CommitmentSource.PATTERN, "What conferences show: "),
        ],
    )
    def test_from_a_figure_it_is_what_many_say_or_what_conferences_show(self, member, promise, figure, source, says):
        PublicationFactory(table_name=figure)
        links = member.get(f"/board/figures/{figure}").page.soup.select('[aria-labelledby="promise"] a')
        page = member.fill_in(links[0]["href"], follow_redirects=True, **without_its_source(promise)).page

        assert db.session.scalars(select(Commitment.comes_from)).one() is source
        assert says in page.text
        found = [link["href"] for link in page.soup.select(f'a[href="/board/figures/{figure}"]')]
        assert found == ([f"/board/figures/{figure}"] if source is CommitmentSource.PATTERN else [])

    def test_a_figure_is_only_for_what_conferences_show(self, member, promise):
        promise["comes_from"] = CommitmentSource.THEME
        page = member.fill_in(f"{LISTS}/new", **promise, figure="children_told").page

        assert page.errors == ["A figure is chosen, and it comes from something else. Change one of them."]

    def test_from_a_theme_it_is_about_that_theme(self, member, promise):
        theme = ThemeFactory()
        member.fill_in(f"{LISTS}/new?theme={theme.id}", **without_its_source(promise))

        assert db.session.scalars(select(Commitment.theme_id)).one() == theme.id

    @pytest.mark.parametrize("asked", ["theme=", "theme=5", "recommendation=x", "figure=none"])
    def test_what_there_is_not_begins_nothing(self, member, asked):
        assert member.get(f"{LISTS}/new?{asked}").page.field("comes_from") == ""

    def test_a_theme_is_only_for_what_many_say(self, member, promise):
        page = member.fill_in(f"{LISTS}/new", **promise, theme_id=str(ThemeFactory().id)).page

        assert page.errors == ["A theme is chosen, and it comes from something else. Change one of them."]

    @pytest.mark.parametrize("far", [{"due_on": "9999-01-01"}, {"look_again_on": "1900-01-01"}])
    def test_a_day_far_away_is_mistyped(self, member, promise, far):
        page = member.fill_in(f"{LISTS}/new", **promise | far).page

        assert page.errors == ["Check the days: they can be 10 years from today, and no more."]


class TestChangingOne:
    def test_another_state_is_decided_today(self, member):
        one = CommitmentFactory(state=CommitmentState.STARTED, agency=AgencyFactory(), owner_role="head")
        changed = {"state": "not possible yet", "did": "There is no money.", "comes_from": "what conferences show"}
        page = member.fill_in(f"{LISTS}/{one.id}/change", follow_redirects=True, **changed).page

        assert "There is no money." in page.text
        assert one.decided_on == date(2026, 11, 17)

    def test_in_the_same_state_it_was_decided_when_it_was(self, member):
        one = CommitmentFactory(agency=AgencyFactory(), owner_role="head", decided_on=date(2026, 10, 1))
        member.fill_in(f"{LISTS}/{one.id}/change", did="More.", comes_from="what conferences show")

        assert (one.did, one.decided_on) == ("More.", date(2026, 10, 1))

    def test_a_second_window_sees_what_the_first_saved_and_loses_nothing(self, member):
        one = CommitmentFactory(agency=AgencyFactory(), owner_role="head")
        first = second = member.get(f"{LISTS}/{one.id}/change")
        member.send(first, did="From the first", comes_from="what conferences show")
        asked = member.send(second, did="From the second", comes_from="what conferences show")

        assert asked.status_code == 400
        assert "From the first" in asked.page.text
        assert asked.page.field("did") == "From the second"
        member.send(asked)
        assert one.did == "From the second"


class TestItsClock:
    @pytest.mark.parametrize(
        ("state", "again", "kept"),
        [
            ("started", "", date(2026, 12, 18)),
            ("started", "2026-12-01", date(2026, 12, 1)),
            ("started", "2027-02-01", date(2026, 12, 18)),
            ("done", "", None),
            ("not possible yet", "2027-02-01", date(2027, 2, 1)),
        ],
    )
    def test_what_is_still_being_done_is_looked_at_by_the_day_it_is_due(self, member, promise, state, again, kept):
        member.fill_in(f"{LISTS}/new", **promise | {"state": state, "look_again_on": again})

        assert db.session.scalars(select(Commitment)).one().look_again_on == kept

    def test_it_is_late_where_the_board_reads_what_is_overdue_and_where_everybody_does(self, member):
        CommitmentFactory(title="Buses", state=CommitmentState.STARTED, look_again_on=date(2026, 11, 16))

        assert "Late since 16 November" in member.get(LISTS).page.text
        assert "Buses" in member.get("/board/").page.text
        assert "We are late." in member.get("/you-said").page.text


class TestPublishing:
    def test_everybody_can_read_it_then(self, member):
        one = CommitmentFactory(published_at=None, agency=AgencyFactory(), owner_role="head")
        member.fill_in(f"{LISTS}/{one.id}")

        assert one.title in member.get("/you-said").page.text
        assert deeds() == ["published a promise"]

    def test_not_while_nobody_keeps_it(self, member):
        one = CommitmentFactory(published_at=None)
        refused = member.fill_in(f"{LISTS}/{one.id}")

        assert (refused.status_code, one.published_at) == (409, None)

    def test_not_what_somebody_changed_since_they_read_it(self, member):
        one = CommitmentFactory(published_at=None, agency=AgencyFactory(), owner_role="head")
        shown = member.get(f"{LISTS}/{one.id}")
        one.did = "Something else."
        db.session.commit()
        refused = member.send(shown)

        assert (refused.status_code, one.published_at) == (409, None)

    def test_withdrawn_it_is_gone_and_the_reason_is_kept(self, member):
        one = CommitmentFactory()
        member.fill_in(f"{LISTS}/{one.id}", because="It names a street")

        assert one.title not in member.get("/you-said").page.text
        assert [line.reason for line in db.session.scalars(select(AuditLine))] == ["It names a street"]

    def test_withdrawing_asks_for_the_reason(self, member):
        one = CommitmentFactory()
        page = member.fill_in(f"{LISTS}/{one.id}").page

        assert page.errors == ["Write why."]
        assert one.published_at is not None


class TestWhetherItHelped:
    def test_a_small_number_is_hidden(self, member):
        one = CommitmentFactory()
        CommitmentVerdictFactory.create_batch(9, commitment=one, verdict=Verdict.YES)
        CommitmentVerdictFactory.create_batch(2, commitment=one, verdict=Verdict.NO)

        assert committing.verdicts(one)[Verdict.NO] != 2
        assert "It did not help hidden" in member.get(f"{LISTS}/{one.id}").page.text

    def test_many_are_shown(self, member):
        one = CommitmentFactory()
        for verdict, number in zip(Verdict, (12, 8, 7), strict=True):
            CommitmentVerdictFactory.create_batch(number, commitment=one, verdict=verdict)

        assert list(committing.verdicts(one).values()) == [12, 8, 7]


class TestTheList:
    @pytest.fixture
    def all_kinds(self):
        return {
            Shown.LATE: CommitmentFactory(title="A", state=CommitmentState.STARTED, look_again_on=date(2026, 11, 16)),
            Shown.STARTED: CommitmentFactory(
                title="B", state=CommitmentState.STARTED, look_again_on=date(2026, 11, 17)
            ),
            Shown.DONE: CommitmentFactory(title="C", state=CommitmentState.DONE),
            Shown.NOT_POSSIBLE: CommitmentFactory(title="D", state=CommitmentState.NOT_POSSIBLE),
            Shown.NOT_PUBLISHED: CommitmentFactory(title="E", state=CommitmentState.DONE, published_at=None),
        }

    @pytest.mark.parametrize(
        ("shown", "titles"),
        [
            (Shown.LATE, ["A"]),
            (Shown.STARTED, ["A", "B"]),
            (Shown.DONE, ["C", "E"]),
            (Shown.NOT_POSSIBLE, ["D"]),
            (Shown.NOT_PUBLISHED, ["E"]),
        ],
    )
    def test_each_list_has_its_own_and_counts_them(self, member, all_kinds, shown, titles):
        page = member.get(f"{LISTS}?shown={shown.value}").page

        assert sorted(link.get_text() for link in page.soup.select("main li h2 a")) == titles
        assert committing.how_many()[shown] == len(titles)

    @pytest.mark.parametrize(
        ("state", "again", "is_late"),
        [
            (CommitmentState.STARTED, date(2026, 11, 16), True),
            (CommitmentState.STARTED, date(2026, 11, 17), False),
            (CommitmentState.DONE, date(2026, 11, 16), False),
        ],
    )
    def test_one_that_is_not_published_rises_when_it_should_have_been_done(self, member, state, again, is_late):
        CommitmentFactory(title="Draft", state=state, look_again_on=again, published_at=None)
        late = member.get(f"{LISTS}?shown=late").page.text

        assert ("Draft" in late, "Late since 16 November 2026" in late) == (is_late, is_late)

    def test_what_is_late_is_what_one_sees_first(self, member, all_kinds):
        assert "Late since 16 November" in member.get(LISTS).page.text

    def test_with_nothing_late_it_is_what_is_being_done(self, member):
        CommitmentFactory(state=CommitmentState.STARTED)

        assert "Working on it, by" in member.get(LISTS).page.text

    def test_a_long_list_goes_on_over_pages(self, member):
        CommitmentFactory.create_batch(committing.PAGE + 1)

        assert len(member.get(f"{LISTS}?shown=done&page=2").page.soup.select("main li h2")) == 1

    @pytest.mark.parametrize("shown", list(Shown))
    def test_it_comes_in_its_order_from_an_index(self, shown):
        *_, found = statements_of(lambda: committing.list_commitments(shown))

        indexes = {Shown.NOT_PUBLISHED: "ix_commitment_not_published", Shown.LATE: "ix_commitment_look_again"}
        assert plan(*found).uses(indexes.get(shown, "ix_commitment_due"))
