"""The children of the system before this one come in at once, and are found by their reference from then on."""

from io import BytesIO

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Child, ChildImport
from app.protection.sealing import vault
from app.services import auditing, importing, including
from app.services.errors import RuleBroken
from app.services.stages import BirthMonth
from tests.factories import ChildFactory, ChildRecordFactory, ConferenceFactory, PersonFactory
from tests.integration.chairs.addresses import conference_address
from tests.integration.keys import ring_of

AT = "/conferences/import"
LIST = "reference,month,year\nC-2041,5,2014\nC-2042,unborn,\n"


def known() -> dict[str, str | None]:
    return {child.reference: child.born for child in db.session.scalars(select(Child))}


def imports() -> list[ChildImport]:
    return list(db.session.scalars(select(ChildImport)))


@pytest.fixture
def looked_at(chair_browser):
    """The page after a list was looked at."""

    def go(rows=LIST):
        page = chair_browser.get(AT).page
        data = {"csrf_token": page.field("csrf_token"), "once": page.field("once"), "rows": rows, "act": "check"}
        return chair_browser.post(AT, data=data)

    return go


@pytest.fixture
def bring_in(chair_browser, looked_at):
    return lambda rows=LIST: chair_browser.send(looked_at(rows), act="bring-in")


class TestLookingFirst:
    def test_shows_each_child_and_brings_nobody_in(self, looked_at):
        page = looked_at().page

        assert "2 new children" in page.text
        assert "C-2041 May 2014 New" in page.text
        assert "C-2042 Not born yet New" in page.text
        assert known() == {}

    def test_says_who_is_known_already(self, looked_at):
        ChildFactory(reference="c -2041", born="2014-05")

        assert "C-2041 May 2014 Known already" in looked_at("reference,born\nC-2041,2014-05").page.text

    def test_a_child_is_known_whichever_key_their_reference_was_kept_under(self):
        ChildFactory(reference="C-2041", born="2014-05")
        try:
            vault.use(ring_of(1, 2))
            checked = importing.check("reference,born\nC-2041,2014-05\nC-2042,2014-05")
        finally:
            vault.use(ring_of(1))

        assert [child.reference for child in checked.known] == ["C-2041"]
        assert [child.reference for child in checked.new] == ["C-2042"]

    def test_when_everybody_is_known_there_is_nothing_to_bring_in(self, looked_at):
        ChildFactory(reference="C-2041", born="2014-05")

        page = looked_at("reference,born\nC-2041,2014-05").page

        assert "We know every one of them" in page.text
        assert [button["value"] for button in page.soup.select("main button[name=act]")] == ["edit"]

    def test_what_is_wrong_is_said_line_by_line_and_the_list_stays(self, looked_at):
        response = looked_at("reference,born\nAnna Smith,2014-05\nC-1,2014-05\n")

        assert response.status_code == 400
        assert "Line 2, reference. This looks like a name." in response.page.text
        assert response.page.field("rows") == "reference,born\nAnna Smith,2014-05\nC-1,2014-05\n"
        assert "Bring them in" not in response.page.text

    def test_a_child_who_stands_twice_is_said(self, looked_at):
        text = looked_at("reference,born\nC-1,2014-05\nc 1,2014-05\nC -1,2014-05\n").page.text

        assert "Line 4, reference. This child is in line 2 already." in text

    @pytest.mark.parametrize(("born", "says"), [("2014-06", "another month of birth"), ("unborn", "has been born")])
    def test_a_child_whom_we_know_otherwise_is_said(self, looked_at, born, says):
        ChildFactory(reference="C-1", born="2014-05")

        text = looked_at(f"reference,born\nC-1,{born}\n").page.text

        assert says in text
        assert "May 2014" not in text.split("What a list looks like")[0]

    def test_the_list_can_be_changed_again(self, chair_browser, looked_at):
        page = chair_browser.send(looked_at(), act="edit").page

        assert page.field("rows") == LIST
        assert page.soup.select("textarea")

    def test_nothing_is_taken_as_html(self, looked_at):
        assert "&lt;b&gt;C-1" in looked_at("reference,born\n<b>C-1,2014-05").text


class TestBringingThemIn:
    def test_adds_every_child(self, bring_in, chair):
        response = bring_in()

        assert response.location == f"{AT}?saved=brought-in"
        assert known() == {"C-2041": "2014-05", "C-2042": None}
        (made,) = imports()
        assert (made.chair_id, made.added, made.already_known) == (chair.id, 2, 0)
        assert [line.deed for line in auditing.lines_about(made)] == ["brought children in"]

    def test_all_or_nobody(self, chair_browser, looked_at):
        shown = looked_at()
        ChildFactory(reference="C-2041", born="2013-01")

        response = chair_browser.send(shown, act="bring-in")

        assert response.status_code == 400
        assert "Nothing was brought in. Put the lines below right first." in response.page.errors
        assert "Line 2" in response.page.text
        assert known() == {"C-2041": "2013-01"}

    def test_sent_twice_brings_them_in_once(self, chair_browser, looked_at):
        shown = looked_at()

        first, second = (chair_browser.send(shown, act="bring-in") for _ in range(2))

        assert first.location == second.location
        assert [made.added for made in imports()] == [2]

    def test_who_is_known_stays_and_a_baby_may_have_been_born_since(self, bring_in):
        ChildFactory(reference="C-2041", born="2014-05")
        ChildFactory(reference="C-3", born=None)

        bring_in("reference,born\nC-2041,2014-05\nC-3,2026-10\n")

        assert known() == {"C-2041": "2014-05", "C-3": "2026-10"}
        assert [(made.added, made.already_known) for made in imports()] == [(0, 2)]

    def test_a_list_that_is_wrong_brings_nobody_in_whoever_asks(self, chair):
        with pytest.raises(RuleBroken, match="Nothing was brought in"):
            importing.bring_in(chair, "reference,born\nAnna,2014-05", once="x")

    def test_the_child_is_found_at_a_conference_by_the_reference_alone(self, chair_browser, chair, bring_in):
        bring_in()
        conference = ConferenceFactory(chair=chair)

        response = chair_browser.fill_in(f"{conference_address(conference)}/children/new", reference=" c - 2041")

        assert response.status_code == 302
        assert len(known()) == 2
        assert including.born_as_known("C-2041") == BirthMonth(2014, 5)


class TestAFile:
    def send(self, chair_browser, contents: bytes, name: str = "list.csv", **typed: str):
        token = chair_browser.get(AT).page.field("csrf_token")
        data = {"csrf_token": token, "file": (BytesIO(contents), name)} | typed
        return chair_browser.post(f"{AT}/file", data=data, content_type="multipart/form-data")

    @pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_is_looked_at_as_if_it_were_pasted(self, chair_browser, coding):
        shown = self.send(chair_browser, LIST.replace("C-2041", "Ç-2041").replace("\n", "\r\n").encode(coding))

        assert "Ç-2041 May 2014 New" in shown.page.text
        assert chair_browser.post(AT, data=sent_from(shown) | {"act": "bring-in"}).status_code == 302
        assert "Ç-2041" in known()

    def test_none_is_asked_for(self, chair_browser):
        response = self.send(chair_browser, b"", "")

        assert response.status_code == 400
        assert "Choose the file first." in response.page.errors

    @pytest.mark.parametrize(
        ("contents", "name", "says"),
        [
            (b"", "", "Choose the file first."),
            (b"PK\x03\x04", "list.xlsx", "This file is a spreadsheet. Open it, save it as CSV, and choose that file."),
            (
                b"reference,born\nC-9,2014-05",
                "list.csv",
                "There is a list in the box. Look at that list; or empty the box, and choose the file again.",
            ),
        ],
    )
    def test_what_is_pasted_already_stays(self, chair_browser, contents, name, says):
        response = self.send(chair_browser, contents, name, rows=LIST)

        assert response.page.errors == [says]
        assert response.page.field("rows") == LIST
        assert "C-9" not in response.page.html
        assert response.page.soup.select_one("form:has([name=rows]) [formaction]")["formaction"] == f"{AT}/file"

    @pytest.mark.parametrize("name", ["list.html", "list.csv.exe", "list"])
    def test_that_is_not_named_as_a_list_is_not_read(self, chair_browser, name):
        response = self.send(chair_browser, LIST.replace("C-2041", "C-9").encode(), name)

        assert response.page.errors == ["Choose a file whose name ends in .csv or .txt."]
        assert "C-9" not in response.page.html

    def test_that_is_a_picture_is_said(self, chair_browser):
        response = self.send(chair_browser, bytes(range(256)) * 8)

        assert response.status_code == 400
        assert known() == {}

    def test_too_large_is_refused(self, chair_browser):
        assert self.send(chair_browser, b"x" * 500_000).status_code == 413

    def test_from_a_page_that_was_open_too_long_is_shown_to_be_looked_at(self, chair_browser):
        data = {"csrf_token": "old", "file": (BytesIO(LIST.encode()), "list.csv")}

        response = chair_browser.post(f"{AT}/file", data=data, content_type="multipart/form-data")

        assert response.status_code == 400
        assert response.page.field("rows") == LIST


def sent_from(shown) -> dict[str, str]:
    return {name: shown.page.field(name) for name in ("csrf_token", "once", "rows")}


class TestTakingItBack:
    def take_back(self, browser, made):
        token = browser.get(AT).page.field("csrf_token")
        return browser.post(f"{AT}/take-back", data={"csrf_token": token, "which": str(made.id)})

    def test_takes_out_who_is_in_no_conference(self, chair_browser, bring_in):
        ChildFactory(reference="C-7")
        bring_in()
        ChildRecordFactory(child=db.session.scalars(select(Child).where(Child.born_sealed.is_(None))).one())

        self.take_back(chair_browser, imports()[0])

        assert set(known()) == {"C-7", "C-2042"}
        assert imports()[0].taken_back_at is not None
        assert "Taken back" in chair_browser.get(AT).page.text

    def test_another_chairs_is_not_found(self, chair_browser):
        other = PersonFactory()
        made = importing.bring_in(other, LIST, once="x" * 43)
        db.session.commit()

        assert self.take_back(chair_browser, made).status_code == 404
        assert len(known()) == 2
        assert chair_browser.get(AT).page.soup.select("#before") == []

    def test_a_second_time_changes_nothing(self, chair_browser, bring_in):
        bring_in()
        for _ in range(2):
            self.take_back(chair_browser, imports()[0])

        assert [line.deed for line in auditing.lines_about(imports()[0])].count("took an import back") == 1


def test_the_list_of_conferences_leads_there(chair_browser):
    assert chair_browser.get("/conferences/").page.link("Bring in children from another system") == AT


def test_a_page_that_was_open_too_long_is_shown_back(chair_browser):
    response = chair_browser.post(AT, data={"csrf_token": "old", "rows": LIST, "act": "bring-in"})

    assert response.status_code == 400
    assert response.page.field("rows") == LIST
    assert known() == {}
