import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import ChildRecord, Wish
from app.models.codes import Extent, Reason, VoiceTopic
from app.services import auditing
from tests.factories import ActionFactory, ChildRecordFactory, ContributionFactory, WishFactory
from tests.integration.chairs.addresses import record_address

AS_TYPED = 'I <3 my nan & "dad" <of him> =1+1'


@pytest.fixture
def record(conference) -> ChildRecord:
    return ChildRecordFactory(conference=conference, own_words=AS_TYPED)


@pytest.fixture
def new(record) -> str:
    return f"{record_address(record)}/wishes/new"


def wishes() -> list[Wish]:
    return list(db.session.scalars(select(Wish).order_by(Wish.position)))


def wish_address(wish: Wish) -> str:
    return f"{record_address(wish.record)}/wishes/{wish.id}"


class TestAddingAWish:
    def test_it_is_kept_with_what_became_of_it(self, chair_browser, new):
        chair_browser.fill_in(
            new,
            text="I want to see my brother.",
            extent="partly",
            changed="Every second Sunday",
            reason="not practical yet",
            explanation="You see him every second Sunday until the summer.",
        )

        (wish,) = wishes()
        assert wish.text == "I want to see my brother."
        assert (wish.extent, wish.reason) == (Extent.PARTLY, Reason.NOT_YET)
        assert wish.changed == "Every second Sunday"
        assert wish.explanation == "You see him every second Sunday until the summer."

    def test_it_leads_back_to_the_record(self, chair_browser, new, record):
        response = chair_browser.fill_in(new, text="I want a dog.")

        assert response.location == f"{record_address(record)}?saved=wish#influence"

    def test_or_to_another_wish(self, chair_browser, new):
        assert (
            chair_browser.fill_in(new, text="I want a dog.", another="Save and add another").location
            == f"{new}?saved=wish"
        )

    def test_only_the_wish_itself_has_to_be_said_at_once(self, chair_browser, new):
        chair_browser.fill_in(new, text="I want a dog.")

        assert wishes()[0].extent is None

    def test_it_comes_out_exactly_as_typed(self, chair_browser, new, record):
        chair_browser.fill_in(new, text=f"  {AS_TYPED}\nand a dog ")

        assert chair_browser.get(record_address(record)).page.said == [f"  {AS_TYPED}\nand a dog "]

    def test_the_childs_own_words_stand_beside_the_form(self, chair_browser, new):
        assert chair_browser.get(new).page.said == [AS_TYPED]

    def test_opening_the_form_is_written_down(self, chair_browser, new, record):
        chair_browser.get(new)

        assert [line.deed for line in auditing.lines_about(record)] == ["opened record"]

    def test_it_takes_away_the_tick_that_there_are_none(self, chair_browser, new, record):
        record.no_wishes = True
        db.session.commit()

        chair_browser.fill_in(new, text="I want a dog.")

        assert not record.no_wishes

    def test_a_reason_goes_with_a_wish_that_was_not_fully_acted_on_only(self, chair_browser, new):
        chair_browser.fill_in(new, text="I want a dog.", extent="fully", reason="not practical yet")

        assert wishes()[0].reason is None

    def test_sending_twice_adds_one(self, chair_browser, new):
        shown = chair_browser.get(new)

        for _ in range(2):
            chair_browser.send(shown, text="I want a dog.")

        assert len(wishes()) == 1

    @pytest.mark.parametrize(
        ("answers", "error"),
        [
            ({"text": " \n "}, "Write what the child wants."),
            ({"text": "x" * 5_001}, "Write 5,000 characters or fewer. What you wrote is longer."),
            ({"text": "A dog", "extent": "somewhat"}, "Choose one of the answers on the page."),
            ({"text": "A dog", "reason": "no reason"}, "Choose one of the answers on the page."),
        ],
    )
    def test_the_chair_is_told_what_to_put_right(self, chair_browser, new, answers, error):
        assert chair_browser.fill_in(new, **answers).page.errors == [error]

    def test_a_reason_without_how_far_is_pointed_out(self, chair_browser, new):
        page = chair_browser.fill_in(new, text="I want a dog.", reason="not practical yet").page

        assert page.errors == ["Choose how far it was acted on."]
        assert page.field("reason") == "not practical yet"

    @pytest.mark.parametrize(
        ("answers", "line"),
        [
            ({"extent": "fully"}, "The wish is saved."),
            ({"extent": "partly"}, "Saved. Still needed: the reason, and what the child will be told."),
            ({"extent": "not acted on", "explanation": "No."}, "Saved. Still needed: the reason."),
            ({"extent": "partly", "reason": "not practical yet"}, "Saved. Still needed: what the child will be told."),
            ({"extent": "partly", "reason": "not practical yet", "explanation": "Later."}, "The wish is saved."),
        ],
    )
    def test_what_is_still_needed_is_said(self, chair_browser, new, answers, line):
        response = chair_browser.fill_in(new, text="I want a dog.", **answers)

        status = chair_browser.get(response.location).page.soup.select_one("#influence [role=status]")
        assert line in status.get_text()

    def test_everything_typed_is_still_there(self, chair_browser, new):
        page = chair_browser.fill_in(new, text="", extent="partly", explanation="You can see him.").page

        assert (page.field("extent"), page.field("explanation")) == ("partly", "You can see him.")

    def test_there_are_at_most_twenty(self, chair_browser, new, record):
        WishFactory.create_batch(20, record=record)

        page = chair_browser.fill_in(new, text="I want a dog.").page

        assert page.errors == ["20 wishes have been added to this record. Put what is alike into one wish."]
        assert page.field("text") == "I want a dog."

    def test_what_the_child_wrote_takes_no_place_from_the_chair(self, chair_browser, new, record):
        theirs = ContributionFactory(record=record)
        WishFactory.create_batch(30, record=record, contribution_id=theirs.id)
        WishFactory.create_batch(19, record=record)

        assert chair_browser.fill_in(new, text="I want a dog.").location
        assert chair_browser.fill_in(new, text="I want a cat.").page.errors == [
            "20 wishes have been added to this record. Put what is alike into one wish."
        ]


class TestChangingAWish:
    def test_back_on_the_record_they_are_where_that_wish_stands(self, chair_browser, record):
        wish = WishFactory.create_batch(30, record=record)[20]

        response = chair_browser.fill_in(wish_address(wish), extent="fully")
        page = chair_browser.get(response.location).page

        assert response.location.endswith(f"#wish-{wish.id}")
        assert "Fully acted on" in page.soup.select_one(f"#wish-{wish.id}").get_text()

    def test_what_is_stored_is_filled_in(self, chair_browser, record):
        wish = WishFactory(record=record, text=AS_TYPED, extent=Extent.PARTLY, reason=Reason.LAW)

        page = chair_browser.get(wish_address(wish)).page

        assert [page.field(name) for name in ("text", "extent", "reason")] == [
            AS_TYPED,
            "partly",
            "court order, police bail or legal limit",
        ]

    def test_a_change_is_kept(self, chair_browser, record):
        wish = WishFactory(record=record)

        chair_browser.fill_in(wish_address(wish), extent="fully", explanation="Yes, you stay.")

        assert (wish.extent, wish.explanation) == (Extent.FULLY, "Yes, you stay.")

    def test_two_windows_do_not_overwrite_each_other(self, chair_browser, record):
        wish = WishFactory(record=record)
        one, two = chair_browser.get(wish_address(wish)), chair_browser.get(wish_address(wish))

        chair_browser.send(one, explanation="Yes.")
        page = chair_browser.send(two, explanation="No.").page

        assert page.errors == ["This was changed in another window. Compare both below, then save again."]
        assert wish.explanation == "Yes."

    def test_a_wish_of_a_brother_is_not_found_here(self, chair_browser, record):
        brothers = WishFactory(record=ChildRecordFactory(conference=record.conference))

        assert chair_browser.get(f"{record_address(record)}/wishes/{brothers.id}").status_code == 404

    def test_what_it_is_about_and_what_was_weighed_up_are_kept(self, chair_browser, record):
        wish = WishFactory(record=record)

        response = chair_browser.fill_in(wish_address(wish), topic="school", weight="She is 11, and sure.")

        assert (wish.topic, wish.weight) == (VoiceTopic.SCHOOL, "She is 11, and sure.")
        assert "About: school." in chair_browser.get(response.location).page.text


class TestHowPlainItIs:
    def test_stands_beside_what_the_child_will_be_told(self, chair_browser, record):
        WishFactory(record=record, explanation="We are looking at your placement. You will see Mum on Sunday.")

        shown = chair_browser.get(record_address(record)).page.soup.select_one("#influence")

        assert "Most children of 10 can read this." in shown.get_text()
        assert [word.get_text() for word in shown.select(".jargon")] == ["placement"]

    def test_stands_beside_the_box_in_which_it_is_changed(self, chair_browser, record):
        wish = WishFactory(record=record, explanation="You will see Mum on Sunday.")

        assert "Most children of 10 can read this." in chair_browser.get(wish_address(wish)).page.text


class TestRemovingAWish:
    def test_the_page_shows_which_one_it_is(self, chair_browser, record):
        wish = WishFactory(record=record, text=AS_TYPED)

        assert chair_browser.get(f"{wish_address(wish)}/remove").page.said == [AS_TYPED]

    def test_it_goes(self, chair_browser, record):
        wish = WishFactory(record=record)

        chair_browser.fill_in(f"{wish_address(wish)}/remove")

        assert wishes() == []

    def test_the_actions_that_came_of_it_stay(self, chair_browser, record):
        wish = WishFactory(record=record)
        action = ActionFactory(record=record, wish=wish)

        chair_browser.fill_in(f"{wish_address(wish)}/remove")

        assert action.wish_id is None

    def test_it_is_written_down(self, chair_browser, record):
        wish = WishFactory(record=record)

        chair_browser.fill_in(f"{wish_address(wish)}/remove")

        assert "removed wish" in [line.deed for line in auditing.lines_about(record)]


def test_the_database_itself_refuses_a_reason_for_what_was_fully_acted_on():
    with pytest.raises(IntegrityError, match="reason_when_not_fully_acted_on"):
        WishFactory(extent=Extent.FULLY, reason=Reason.LAW)
