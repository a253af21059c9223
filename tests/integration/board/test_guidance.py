"""Guidance: the board writes a draft, publishes it as a version that stays, and sees who has read it."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError

from app.extensions import db
from app.models import AuditLine, Guidance, GuidanceReading, GuidanceVersion, OutboxMessage, Person, Role
from app.models.codes import Event
from app.services import guidance_reading, guiding
from app.services.errors import RuleBroken
from tests.factories import AgencyFactory, PersonFactory
from tests.guidance_factories import EVERYBODY, make_guidance

LIST = "/board/guidance"


@pytest.fixture
def member(browser):
    return browser.sign_in(PersonFactory(role=Role.BOARD_MEMBER, name="Nasreen"))


@pytest.fixture
def chair(another_browser):
    return another_browser.sign_in(PersonFactory(role=Role.CHAIR, name="Priya"))


def address(guidance: Guidance) -> str:
    return f"{LIST}/{guidance.id}"


def again(guidance: Guidance) -> Guidance:
    return guiding.get_guidance(guidance.id)


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditLine.deed).order_by(AuditLine.created_at)))


def what_stands_where_it_is_published(member, guidance: Guidance) -> str:
    """Instead of the button."""
    part = member.get(address(guidance)).page.soup.find(id="publish").find_parent("section")
    assert part.find("form") is None
    return part.get_text(" ", strip=True)


class TestWriting:
    def test_a_draft_is_seen_as_it_will_be_read_and_nobody_else_reads_it(self, member, chair):
        page = member.fill_in(
            f"{LIST}/new",
            follow_redirects=True,
            title="Neglect",
            text="# What to ask\n\n- *Who* cooked?\n\n<script>alert(1)</script>",
            roles=["conference chair"],
        ).page

        assert page.heading == "Neglect"
        assert page.soup.select_one(".prose h3").get_text() == "What to ask"
        assert page.soup.select_one(".prose li em").get_text() == "Who"
        assert "<script>alert(1)</script>" in page.text
        assert "There is nothing for you to read" in chair.get("/guidance/").page.text

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"title": ""}, "Write what it is about."),
            ({"text": " "}, "Write what it says."),
            ({"roles": []}, "Tick who must read it."),
            ({"roles": ["young advisor"]}, "Choose one of the answers on the page."),
            ({"text": "a" * 20_001}, "Write 20,000 characters or fewer. What you wrote is longer."),
        ],
    )
    def test_they_are_told_what_to_put_right(self, member, typed, told):
        page = member.fill_in(f"{LIST}/new", **{"title": "A", "text": "B", "roles": ["agency lead"]} | typed).page

        assert page.errors == [told]

    def test_a_double_tap_writes_one(self, member):
        shown = member.get(f"{LIST}/new")
        first, again = (member.send(shown, title="A", text="B", roles=["agency lead"]) for _ in range(2))

        assert first.location == again.location
        assert db.session.scalar(select(func.count()).select_from(Guidance)) == 1

    def test_what_is_published_stays_while_the_next_is_written(self, member, chair):
        guidance = make_guidance("Ask about food.", roles=[Role.CHAIR])
        page = member.fill_in(
            f"{address(guidance)}/change", follow_redirects=True, text="Ask about food and sleep.", changed="A review."
        ).page

        assert "Changed" in page.text
        assert [one.get_text() for one in page.soup.select(".diff ins, .diff del")] == [
            "Was: Ask about food.",
            "Now: Ask about food and sleep.",
        ]
        assert "Ask about food." in chair.get(f"/guidance/{guidance.id}").page.text
        assert "sleep" not in chair.get(f"/guidance/{guidance.id}").page.text

    def test_two_windows_lose_nothing(self, member):
        guidance = make_guidance(draft="Nothing yet")
        shown = member.get(f"{address(guidance)}/change")
        member.send(shown, text="From the first")
        asked = member.send(shown, text="From the second")

        assert "From the first" in asked.page.text
        assert asked.page.field("text") == "From the second"
        assert asked.status_code == 400

    @pytest.mark.parametrize("texts", [(), ("Ask about food.",)])
    def test_a_draft_is_thrown_away_and_nothing_else(self, member, texts):
        guidance = make_guidance(*texts, draft="Nonsense")
        member.fill_in(address(guidance), form='[action$="/throw-away"]')

        assert [one.text for one in db.session.scalars(select(GuidanceVersion))] == list(texts)
        assert db.session.scalar(select(func.count()).select_from(Guidance)) == len(texts)


class TestPublishing:
    def test_whoever_must_read_it_finds_it(self, member, chair):
        guidance = make_guidance(draft="Ask about **food**.", roles=[Role.CHAIR])
        member.fill_in(address(guidance), form='[action$="/publish"]')

        assert guidance.published_at is not None
        assert chair.get(f"/guidance/{guidance.id}").page.soup.select_one(".prose strong").get_text() == "food"
        assert deeds() == ["published guidance"]

    def test_whoever_must_read_it_and_has_not_is_told_once(self, member):
        """Again only when something changed that is not small."""
        has_read, has_not = (PersonFactory(role=Role.CHAIR) for _ in range(2))
        PersonFactory(role=Role.CHAIR, is_active=False)
        guidance = make_guidance("Ask about food.", draft="Ask about sleep.", roles=[Role.CHAIR])
        guidance_reading.say_read(has_read, guidance.id, guidance.versions[0].id)
        again(guidance).draft.is_small = True
        db.session.commit()
        shown = member.get(address(guidance))
        for _ in range(2):
            member.send(shown, form='[action$="/publish"]')

        told = db.session.scalars(select(OutboxMessage)).all()
        assert [(one.person_id, one.event) for one in told] == [(has_not.id, Event.HANDED_OVER)]

    def test_not_when_somebody_changed_it_since(self, member):
        guidance = make_guidance(draft="Ask about food.")
        shown = member.get(address(guidance))
        again(guidance).versions[0].text = "Ask about nothing."
        db.session.commit()

        assert member.send(shown, form='[action$="/publish"]').status_code == 409
        assert guidance.published_at is None

    def test_a_second_tap_changes_nothing(self, member):
        guidance = make_guidance(draft="Ask about food.")
        shown = member.get(address(guidance))
        first, again = (member.send(shown, form='[action$="/publish"]') for _ in range(2))

        assert (first.location, again.location) == (address(guidance), address(guidance))
        assert deeds() == ["published guidance"]

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"changed": None}, "Say first what changed, and why."),
            ({"text": "Ask about food."}, "This says the same as version 1."),
        ],
    )
    def test_a_later_version_says_what_changed(self, member, changes, told):
        guidance = make_guidance("Ask about food.", draft="Ask about sleep.")
        for name, value in changes.items():
            setattr(again(guidance).draft, name, value)
        db.session.commit()

        assert told in what_stands_where_it_is_published(member, guidance)

    def test_not_while_nobody_must_read_it(self, member):
        guidance = make_guidance(draft="Ask about food.", roles=[])

        assert "Say first who must read it." in what_stands_where_it_is_published(member, guidance)

    def test_what_is_missing_is_missing_for_whoever_has_the_button_still(self, member):
        guidance = make_guidance("Ask about food.", draft="Ask about sleep.")
        shown = member.get(address(guidance))
        again(guidance).draft.changed = None
        db.session.commit()
        with pytest.raises(RuleBroken, match="what changed"):
            guiding.publish(PersonFactory(), again(guidance), seen=guiding.mark_of_public(again(guidance)))

        assert member.send(shown, form='[action$="/publish"]').status_code == 409

    def test_withdrawn_nobody_reads_it_and_it_can_come_back(self, member, chair):
        guidance = make_guidance("Ask about food.", roles=[Role.CHAIR])
        member.fill_in(address(guidance), form='[action$="/withdraw"]', because="It is wrong.")
        gone = chair.get(f"/guidance/{guidance.id}").status_code
        member.fill_in(address(guidance), form='[action$="/publish"]')

        assert (gone, chair.get(f"/guidance/{guidance.id}").status_code) == (404, 200)
        assert deeds() == ["withdrew guidance", "published guidance again"]

    @pytest.mark.parametrize("text", ["Something else", None])
    def test_the_database_itself_keeps_a_version_as_it_was_published(self, text):
        guidance = make_guidance("Ask about food.")
        of_it = GuidanceVersion.guidance_id == guidance.id
        done = update(GuidanceVersion).where(of_it).values(text=text) if text else GuidanceVersion.__table__.delete()
        with pytest.raises((IntegrityError, InternalError, OperationalError), match="stays as it is"):
            db.session.execute(done)

    def test_each_version_says_what_is_different_from_the_one_before(self, member):
        guidance = make_guidance("Ask about food.\n\nWrite it down.", "Ask about sleep.\n\nWrite it down.")
        page = member.get(f"{address(guidance)}/versions/{again(guidance).newest.id}").page

        assert page.heading == "Neglect, version 2"
        assert [one.get_text() for one in page.soup.select(".diff dt")] == ["Changed"]
        assert "Change 2" in page.text

    def test_what_must_be_read_begins_with_the_newest_that_is_no_small_change(self, member):
        guidance = make_guidance("One", draft="Two")
        numbers = []
        for text, small in (("Two, really", "y"), ("Three", None)):
            answers = {"text": text, "changed": "A review."} | ({"is_small": small} if small else {})
            member.fill_in(f"{address(guidance)}/change", **answers)
            member.fill_in(address(guidance), form='[action$="/publish"]')
            numbers.append((guidance.newest_number, guidance.read_from))

        assert numbers == [(2, 1), (3, 3)]

    def test_a_draft_is_no_version_yet(self, member):
        guidance = make_guidance("Ask about food.", draft="Ask about sleep.")

        assert member.get(f"{address(guidance)}/versions/{again(guidance).draft.id}").status_code == 404


class TestReading:
    def test_they_say_that_they_have_read_it_and_the_board_sees_who_has_not(self, member, chair):
        guidance = make_guidance("Ask about food.", roles=[Role.CHAIR, Role.AGENCY_LEAD])
        lead = PersonFactory(role=Role.AGENCY_LEAD, name="Colin", agency_id=AgencyFactory(name="Northbank Police").id)
        PersonFactory(role=Role.CHAIR, name="Robert")
        PersonFactory(role=Role.CHAIR, name="Ursula", is_active=False)
        before = chair.get("/guidance/").page
        chair.fill_in(f"/guidance/{guidance.id}")
        readers = member.get(address(guidance)).page.soup.select_one("#readers + dl").get_text(" ", strip=True)

        assert "Guidance (1)" in str(before.soup)
        assert "Guidance (1)" not in str(chair.get("/guidance/").page.soup)
        assert "You said on 17 November 2026" in chair.get(f"/guidance/{guidance.id}").page.text
        assert (
            readers
            == f"Conference chair 1 of 2 Not yet: Robert Agency lead 0 of 1 Not yet: {lead.name} (Northbank Police)"
        )
        assert "1 of 3 have read it" in member.get(LIST).page.text

    def test_what_is_for_others_is_not_there(self, chair):
        guidance = make_guidance("Ask about food.", roles=[Role.AGENCY_LEAD])

        assert chair.get(f"/guidance/{guidance.id}").status_code == 404
        assert "Neglect" not in chair.get("/guidance/").page.text

    @pytest.mark.parametrize("role", EVERYBODY)
    def test_whoever_it_is_for_reaches_it_from_every_page(self, another_browser, role):
        guidance = make_guidance("Ask about food.", roles=[role])
        agency_id = AgencyFactory().id if role is Role.AGENCY_LEAD else None
        reader = another_browser.sign_in(PersonFactory(role=role, agency_id=agency_id))
        menu = reader.get("/account").page.soup.select_one("nav[aria-label=Main]")

        assert "Guidance (1)" in menu.get_text()
        assert reader.get(f"/guidance/{guidance.id}").status_code == 200

    @pytest.mark.parametrize(("small", "waits"), [((), 1), ((2,), 0)])
    def test_a_new_version_is_read_again_unless_it_is_a_small_change(self, small, waits):
        guidance = make_guidance("Ask about food.", "Ask about food, and sleep.", roles=[Role.CHAIR], small=small)
        chair = PersonFactory(role=Role.CHAIR)
        guidance_reading.say_read(chair, guidance.id, again(guidance).versions[0].id)

        assert guidance_reading.how_many_wait_for(chair) == waits
        assert [one.read_at is None for one in guidance_reading.list_for(chair)] == [waits == 1]
        assert guidance_reading.how_many_have()[guidance.id] == (1 - waits, 1)

    def test_they_read_what_changed_since_the_version_they_read(self, chair):
        guidance = make_guidance("One", "Two", "Three", roles=[Role.CHAIR])
        first_time = chair.get(f"/guidance/{guidance.id}").page.text
        reader_id = db.session.scalars(select(GuidanceReading.person_id)).first()
        shown = chair.get(f"/guidance/{guidance.id}")
        chair.send(shown, version=str(again(guidance).versions[0].id))
        then = chair.get(f"/guidance/{guidance.id}").page.text

        assert reader_id is None
        assert "What changed since" not in first_time
        assert then.index("Change 3") < then.index("Change 2")
        assert "I have read this" in then

    def test_nobody_reads_what_a_draft_changes(self, chair):
        guidance = make_guidance("One", "Two", roles=[Role.CHAIR], draft="Three")
        chair.send(chair.get(f"/guidance/{guidance.id}"), version=str(again(guidance).versions[0].id))
        text = chair.get(f"/guidance/{guidance.id}").page.text

        assert "Change 2" in text
        assert "Change 3" not in text

    def test_who_read_one_has_not_read_another(self, chair):
        read, other = (make_guidance("One", roles=[Role.CHAIR]) for _ in range(2))
        chair.fill_in(f"/guidance/{read.id}")
        reader = db.session.scalars(select(Person).where(Person.role == Role.CHAIR)).one()

        assert [one.read_at is None for one in guidance_reading.list_for(reader)] == [True, False]
        assert guidance_reading.how_many_have() == {read.id: (1, 1), other.id: (0, 1)}

    def test_a_version_of_other_guidance_is_none_of_this(self, chair):
        guidance, other = (make_guidance("One", roles=[Role.CHAIR]) for _ in range(2))
        chair.send(chair.get(f"/guidance/{guidance.id}"), version=str(again(other).newest.id))

        assert db.session.scalar(select(func.count()).select_from(GuidanceReading)) == 0

    def test_twice_read_counts_once(self, chair):
        guidance = make_guidance("One", roles=[Role.CHAIR])
        shown = chair.get(f"/guidance/{guidance.id}")
        for _ in range(2):
            chair.send(shown)

        assert db.session.scalar(select(func.count()).select_from(GuidanceReading)) == 1
