"""What staff keep beside a view: themes, notes, who deals with it. None of it reaches a young person."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import (
    AnswerDraft,
    AuditLine,
    CannedOpening,
    Note,
    OutboxMessage,
    Redaction,
    Role,
    Theme,
    View,
    ViewTheme,
)
from app.protection.four_words import choose_words, words_mark
from app.protection.sealing import vault
from app.services import handling, noting, returning, taking_back, theming
from app.services.errors import RuleBroken
from tests.factories import PersonFactory, ViewFactory
from tests.participation_factories import (
    AnswerDraftFactory,
    CannedOpeningFactory,
    NoteFactory,
    RedactionFactory,
    ThemeFactory,
    ViewThemeFactory,
)


def deeds() -> list[str]:
    in_order = select(AuditLine.deed).order_by(AuditLine.created_at)
    return [deed for deed in db.session.scalars(in_order) if deed != "opened view"]


@pytest.fixture
def view():
    return ViewFactory()


class TestThemesOfAView:
    def test_several_are_put_on_it_at_once_and_taken_off_again(self, sams_browser, view):
        family, home = ThemeFactory(name="Family time"), ThemeFactory(name="Warm home")
        ThemeFactory(name="Other")
        chosen = {"sort-themes": [str(family.id), str(home.id)]}
        sams_browser.fill_in(f"/inbox/{view.id}", form="#themes-form", **chosen)
        assert "Family time, Warm home" in sams_browser.get(f"/inbox/{view.id}").page.text

        sams_browser.fill_in(f"/inbox/{view.id}", form="#themes-form", **{"sort-themes": [str(home.id)]})
        assert [theme.name for theme in theming.themes_of(view)] == ["Warm home"]
        assert deeds() == ["changed themes of view"] * 2

    def test_the_same_again_is_not_written_down_again(self, sams_browser, view):
        theme = ViewThemeFactory(view=view).theme
        sams_browser.fill_in(f"/inbox/{view.id}", form="#themes-form", **{"sort-themes": [str(theme.id)]})

        assert deeds() == []

    def test_a_retired_one_stays_where_it_is_and_goes_nowhere_new(self, sams_browser, view):
        kept = ViewThemeFactory(view=view).theme
        kept.is_active = False
        db.session.commit()
        assert f"{kept.name} (retired)" in sams_browser.get(f"/inbox/{view.id}").page.text

        other = ViewFactory()
        with pytest.raises(RuleBroken, match="retired while"):
            theming.put_themes(other, PersonFactory(), theme_ids=[kept.id])


class TestTheList:
    def test_a_theme_is_added_renamed_retired_and_brought_back(self, sams_browser):
        for _ in range(2):
            assert sams_browser.fill_in("/themes", name="Family time").location == "/themes"
        (theme,) = db.session.scalars(select(Theme))
        address = f"/themes/{theme.id}"
        sams_browser.fill_in(address, name="Seeing family")
        shown = sams_browser.get(address)
        fields = {"csrf_token": shown.page.field("csrf_token"), "name": "Seeing family"}
        sams_browser.post(address, data=fields)
        assert "Retired" in sams_browser.get("/themes").page.text
        sams_browser.fill_in(address, is_active="y")

        assert "Retired" not in sams_browser.get("/themes").page.text
        assert deeds() == ["added theme", "renamed theme", "retired theme", "brought theme back"]

    @pytest.mark.parametrize(
        ("name", "error"),
        [
            ("", "Type a name"),
            ("x" * 61, "The name must be 60 characters or fewer"),
            ("FAMILY", "There is a theme called Family already."),
            ("Gone", "There was a theme called Gone. Bring it back instead."),
        ],
    )
    def test_what_cannot_be_added(self, sams_browser, name, error):
        ThemeFactory(name="Family")
        ThemeFactory(name="Gone", is_active=False)
        response = sams_browser.fill_in("/themes", name=name)

        assert response.page.errors == [error]
        assert response.page.field("name") == name

    def test_the_trail_says_what_it_was_called(self, sams_browser):
        theme = ThemeFactory(name="Family")
        sams_browser.fill_in(f"/themes/{theme.id}", name="Family time")

        (line,) = db.session.scalars(select(AuditLine).where(AuditLine.deed == "renamed theme"))
        assert line.reason == "Was: Family. Is: Family time."

    def test_the_trail_says_which_was_added_and_retired(self, sams_browser):
        sams_browser.fill_in("/themes", name="Family")
        (theme,) = db.session.scalars(select(Theme))
        shown = sams_browser.get(f"/themes/{theme.id}")
        sams_browser.post(f"/themes/{theme.id}", data={"csrf_token": shown.page.field("csrf_token"), "name": "Family"})

        assert [line.reason for line in db.session.scalars(select(AuditLine).order_by(AuditLine.created_at))] == [
            "Is: Family.",
            "Family.",
        ]

    def test_an_administrator_keeps_the_list_and_learns_no_number_and_nothing_of_the_inbox(self, browser):
        theme = ViewThemeFactory(theme=ThemeFactory(name="Family")).theme
        browser.sign_in(PersonFactory(role=Role.ADMINISTRATOR))
        page = browser.get("/themes").page
        browser.fill_in(f"/themes/{theme.id}", name="Family time")

        assert "Family" in page.text
        assert "1 view" not in page.text
        assert not page.soup.select("a[href^='/inbox/']")
        assert theme.name == "Family time"

    def test_a_theme_is_not_renamed_to_another(self, sams_browser):
        ThemeFactory(name="Family")
        other = ThemeFactory(name="Home")
        response = sams_browser.fill_in(f"/themes/{other.id}", name="family")

        assert response.page.errors == ["There is a theme called Family already."]

    def test_it_says_how_many_views_have_each_in_one_query(self, sams_browser, count_queries):
        theme = ThemeFactory(name="Family")
        for _ in range(3):
            ViewThemeFactory(theme=theme)
        sams_browser.get("/themes")
        with count_queries() as queries:
            page = sams_browser.get("/themes").page

        assert "3 views" in page.text
        # Who is signed in; the themes; and as the menu says: what waits for them, what to read, what members wrote.
        assert len(queries) == 6


class TestOpeningsList:
    def test_one_is_added_changed_and_retired(self, sams_browser):
        for _ in range(2):
            sams_browser.fill_in("/inbox/openings", name="Thanks", text="Thank you.")
        (opening,) = db.session.scalars(select(CannedOpening))
        address = f"/inbox/openings/{opening.id}"
        sams_browser.fill_in(address, text="Thank you <very> much.")
        token = sams_browser.get(address).page.field("csrf_token")
        sams_browser.post(address, data={"csrf_token": token, "name": "Thanks", "text": "Thank you <very> much."})

        page = sams_browser.get("/inbox/openings").page
        assert "Thank you <very> much." in page.text
        assert "Retired" in page.text
        assert deeds() == ["added opening", "changed opening", "retired opening"]

    def test_two_do_not_share_a_name(self, sams_browser):
        CannedOpeningFactory(name="Thanks")
        response = sams_browser.fill_in("/inbox/openings", name="thanks", text="Hi")

        assert response.page.errors == ["There is an opening called Thanks already. Change it, or choose another name."]
        assert response.page.field("text") == "Hi"


class TestNotes:
    def test_a_note_is_kept_with_who_and_when_and_sealed(self, sams_browser, view):
        sams_browser.fill_in(f"/inbox/{view.id}", form="#note", **{"note-text": "I rang <the school>."})

        page = sams_browser.get(f"/inbox/{view.id}").page
        assert "Sam, Tuesday 17 November, 10.00am" in page.text
        assert "I rang <the school>." in page.text
        assert b"rang" not in db.session.scalar(select(Note.text_sealed))

    def test_a_double_click_keeps_one(self, sams_browser, view):
        shown = sams_browser.get(f"/inbox/{view.id}")
        for _ in range(2):
            sams_browser.send(shown, form="#note", **{"note-text": "Once"})

        assert len(noting.notes_of(view)) == 1

    def test_an_empty_one_is_shown_back_where_it_is(self, sams_browser, view):
        response = sams_browser.fill_in(f"/inbox/{view.id}", form="#note", **{"note-text": " "})

        assert response.page.errors == ["Write your note"]
        assert response.page.soup.select_one("details:has(#note)").has_attr("open")


class TestHandingOver:
    def hand(self, browser, view, person):
        to = str(person.id) if person else ""
        return browser.fill_in(f"/inbox/{view.id}", form="#hand", **{"hand-to": to})

    def test_a_colleague_gets_it_is_told_and_finds_it(self, sams_browser, another_browser, view):
        kim = PersonFactory(name="Kim")
        self.hand(sams_browser, view, kim)

        assert "Who deals with it Kim" in sams_browser.get(f"/inbox/{view.id}").page.text
        assert "With Kim" in sams_browser.get("/inbox/").page.text
        (message,) = db.session.scalars(select(OutboxMessage))
        assert (message.person_id, message.subject_id) == (kim.id, view.id)
        kims = another_browser.sign_in(kim)
        assert "For you (1)" in kims.get("/inbox/").page.text
        assert kims.get("/inbox/asked").page.link("Family") == f"/inbox/{view.id}"
        assert deeds() == ["handed view to a colleague"]

    def test_whoever_takes_it_on_is_not_told(self, sams_browser, view, sam):
        self.hand(sams_browser, view, sam)

        assert db.session.get(View, view.id).handler_id == sam.id
        assert db.session.scalar(select(OutboxMessage.id)) is None

    def test_it_goes_back_to_nobody_and_to_the_same_person_again_who_is_told_again(self, sams_browser, view):
        kim = PersonFactory(name="Kim")
        for person in (kim, None, kim, kim):
            self.hand(sams_browser, view, person)

        assert sorted(db.session.scalars(select(OutboxMessage.round))) == [1, 2]
        assert deeds() == ["handed view to a colleague", "gave view back to everybody", "handed view to a colleague"]

    @pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.CHAIR}, {"role": Role.ADMINISTRATOR}])
    def test_only_somebody_who_reads_views_now(self, sams_browser, view, change):
        other = PersonFactory(name="Other", **change)
        shown = sams_browser.get(f"/inbox/{view.id}")
        assert "Other" not in shown.page.text
        with pytest.raises(RuleBroken, match="do not read views"):
            handling.hand_over(view, PersonFactory(), other)

    def test_whoever_has_it_and_was_paused_stands_there_until_somebody_else_does(self, sams_browser, view):
        kim = PersonFactory(name="Kim")
        self.hand(sams_browser, view, kim)
        db.session.get(type(kim), kim.id).is_active = False
        db.session.commit()

        assert "Kim (does not read views any more)" in sams_browser.get(f"/inbox/{view.id}").page.text


def test_all_of_it_goes_when_a_view_is_cleared(view):
    AnswerDraftFactory(view=view)
    NoteFactory(view=view)
    RedactionFactory(view=view)
    ViewThemeFactory(view=view)
    view.handler_id, view.read_at = PersonFactory().id, view.sent_at
    view.taken_back_at = view.sent_at
    db.session.commit()
    taking_back.clear(view, view.sent_at)
    db.session.commit()

    for model in (AnswerDraft, Note, Redaction, ViewTheme):
        assert db.session.scalar(select(model.id)) is None
    assert view.handler_id is None


def test_a_young_person_reads_nothing_of_it(another_browser, view):
    NoteFactory(view=view, text="A note of ours")
    AnswerDraftFactory(view=view, text="A draft of ours")
    ViewThemeFactory(view=view, theme=ThemeFactory(name="A theme of ours"))
    found = returning.get_view(str(view.id))

    page = another_browser.fill_in("/answer", words=" ".join(found_words(found)), follow_redirects=True).page
    assert "of ours" not in page.html


def found_words(view: View) -> list[str]:
    """New words that open it."""
    words = choose_words()
    view.words_mark = words_mark(vault.ring, words)
    db.session.commit()
    return list(words)
