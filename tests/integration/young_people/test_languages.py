"""Young people's pages in another language: chosen, remembered as long as the browser is open, and whole."""

import re
from datetime import datetime
from itertools import product

import pytest
import time_machine

from app import languages
from app.extensions import db
from app.languages import ENGLISH, OTHERS
from app.services import settings
from tests import made_up
from tests.catalogues import FOLDER
from tests.factories import AnswerFactory, PersonFactory, ViewFactory
from tests.integration.conftest import ON_ONE_DATABASE
from tests.integration.young_people.test_reading import COOKIE
from tests.page import Page

pytestmark = ON_ONE_DATABASE
CODES = [language.code for language in OTHERS]
PAGES = [
    *("/", "/before-you-start", "/private", "/help", "/reading", "/language", "/say/1", "/answer", "/sign-in", "/no"),
    *("/you-said", "/reviews", "/about-your-words", "/accessibility", "/complain"),
]
# The language's own letters are all over its pages, so Latin ones outside what is marked as English were forgotten.
OTHER_LETTERS = ["gu", "pa", "ur", "ar"]
NAMES = re.compile(
    r"Heard|Complaints, Northbank Board, 1 Example Street|Northbank( Safeguarding Children Board)?"
    r"|Young People's Advocacy|999bsl\.co\.uk|childline\.org\.uk|ico\.org\.uk|[a-z]+@heard\.example"
)


@pytest.fixture(scope="session")
def made_up_words(tmp_path_factory):
    return str(made_up.write(tmp_path_factory.mktemp("translations")))


@pytest.fixture(autouse=True)
def _translated(app, monkeypatch, made_up_words):
    monkeypatch.setitem(app.config, "BABEL_TRANSLATION_DIRECTORIES", made_up_words)


@pytest.fixture
def choose(browser):
    def go(code, *, at=browser):
        return at.fill_in("/language", language=code)

    return go


def in_english(page: Page) -> str:
    """The Latin letters of a page that are not marked as another language's, and are nobody's own words."""
    for element in page.soup.select("script, style, svg, .said, textarea, main [lang], footer [lang], aside [lang]"):
        element.extract()
    for place in page.soup.select("wbr"):  # where an address may break
        place.extract()
    page.soup.smooth()
    spoken = [element[name] for name in ("aria-label", "title", "alt") for element in page.soup.select(f"[{name}]")]
    spoken += [str(value) for element in page.soup.select("[data-press]") for value in element.attrs.values()]
    text = " ".join([page.soup.get_text(" "), *spoken])
    return " ".join(re.findall(r"[A-Za-z]{2,}", NAMES.sub(" ", text).replace("vh", "").replace("status", "")))


def test_pages_are_in_english_until_somebody_chooses(browser):
    response = browser.get("/", headers={"Accept-Language": "pl,ar;q=0.9"})

    assert response.page.soup.html["lang"] == "en-GB"
    assert response.page.heading == "Say what you think. We will listen."
    assert browser.get_cookie(COOKIE) is None


@pytest.mark.parametrize("code", CODES)
def test_every_page_is_in_the_language_that_was_chosen(browser, choose, code):
    assert choose(code).location == "/language"

    for address in PAGES:
        response = browser.get(address)
        html = response.page.soup.html
        assert (html["lang"], html["dir"]) == (code, "rtl" if code in ("ur", "ar") else "ltr")
        assert response.headers["Content-Language"] == code


@pytest.mark.parametrize(("code", "address"), list(product(OTHER_LETTERS, PAGES)))
def test_nothing_is_left_in_english(browser, choose, code, address):
    choose(code)

    assert in_english(browser.get(address).page) == ""


@pytest.mark.parametrize("code", OTHER_LETTERS)
def test_no_question_error_or_receipt_is_left_in_english(browser, choose, say, code):
    choose(code)
    say("ą 07700 900123", safe_now="no", age_group="11 to 13", area="city")
    pages = [browser.get(f"/say/{step}").page for step in (1, 2, 3, 4, "help", 5, 6)]
    pages += [browser.fill_in("/say/2", words="").page, browser.fill_in("/say/4", safe_now="x").page]
    pages += [browser.fill_in("/say/5", permission="x").page, browser.put("/say/2").page]
    pages += [browser.fill_in("/say/6", follow_redirects=True).page]
    pages += [browser.fill_in("/answer", words="no such words here").page]

    assert [in_english(page) for page in pages] == [""] * len(pages)


@pytest.mark.parametrize("code", CODES)
def test_every_page_says_that_no_speaker_has_checked_it_in_both_languages(browser, choose, code):
    choose(code)
    language = next(language for language in OTHERS if language.code == code)
    notice = browser.get("/help").page.soup.select_one("aside")

    assert made_up.translated("Not yet checked by a speaker", code) in notice.get_text()
    assert notice.select_one("[lang=en-GB]").get_text() == f"{language.english_name}: not yet checked by a speaker"


def test_a_language_that_a_speaker_has_checked_does_not_say_so(browser, choose, monkeypatch, made_up_words):
    choose("pl")
    monkeypatch.setitem(languages.CHECKED, "pl", languages.read(made_up_words, "pl").mark)

    assert browser.get("/help").page.soup.select("aside") == []
    assert "Polish: not yet" not in browser.get("/language").text


def test_one_sentence_more_and_it_is_not_checked_any_more(browser, choose, monkeypatch):
    choose("pl")
    monkeypatch.setitem(languages.CHECKED, "pl", "0123456789ab")

    assert browser.get("/help").page.soup.select("aside") != []


def test_english_has_nothing_to_be_checked(browser):
    assert "checked by a speaker" not in browser.get("/").text


def test_each_language_stands_under_its_own_name_and_says_in_which_language_that_is(browser):
    buttons = browser.get("/language").page.soup.select("main form button")
    names = [(button["value"], button.select_one("b [lang]")) for button in buttons]

    assert [(code, name["lang"], name.get_text()) for code, name in names] == [
        (language.code, language.tag, language.own_name) for language in (ENGLISH, *OTHERS)
    ]


def test_each_language_says_in_its_own_words_that_it_is_not_checked(browser):
    for button in browser.get("/language").page.soup.select("main form button")[1:]:
        own, english = button.select("small [lang]")
        assert own.get_text() == made_up.translated("Not yet checked by a speaker", button["value"])
        assert own["lang"] == button["value"]
        assert english.get_text().endswith(": not yet checked by a speaker")


@pytest.mark.parametrize("address", PAGES)
def test_the_languages_are_one_tap_away_everywhere(browser, choose, address):
    choose("ar")
    links = browser.get(address).page.soup.select("a[href='/language']")

    assert "Polski" in links[0].get_text()
    assert "English" in links[0].get_text()


def test_the_page_marks_the_language_that_is_on(browser, choose):
    choose("so")
    (now,) = browser.get("/language").page.soup.select("main [aria-current]")

    assert now["value"] == "so"


def test_english_again_takes_the_cookie_away(browser, choose):
    choose("pl")
    choose("en_GB")

    assert browser.get_cookie(COOKIE) is None
    assert browser.get("/").page.soup.html["lang"] == "en-GB"


def test_the_language_goes_with_the_browser_and_with_hide_page(browser, choose):
    (header,) = [header for header in choose("ur").headers.getlist("Set-Cookie") if COOKIE in header]
    assert "Max-Age" not in header
    assert "Expires" not in header

    browser.get("/exit")
    assert browser.get_cookie(COOKIE) is None
    assert browser.get("/").page.soup.html["lang"] == "en-GB"


def test_the_look_and_the_language_do_not_undo_each_other(browser, choose):
    browser.fill_in("/reading", colours="dark", is_big="y")
    choose("cy")
    assert browser.get("/").page.soup.html["data-theme"] == "dark"

    browser.fill_in("/reading", colours="light")
    found = browser.get("/").page.soup.html
    assert (found["lang"], found["data-theme"], found["data-text"]) == ("cy", "light", "big")


@pytest.mark.parametrize("chosen", ["", "fr", "de_DE", "../pl", "x" * 5_000])
def test_another_language_than_those_is_asked_again(browser, choose, chosen):
    response = choose(chosen)

    assert response.status_code == 400
    assert response.page.errors == ["Pick one from the list"]
    assert response.page.soup.html["lang"] == "en-GB"


@pytest.mark.parametrize("written", ["fr", "pl2", "PL", "en_GB", "../../etc"])
def test_a_cookie_with_another_language_changes_nothing(browser, written):
    browser.set_cookie(COOKIE, written)

    assert browser.get("/").page.soup.html["lang"] == "en-GB"


def test_a_language_without_a_catalogue_is_not_offered(app, browser, monkeypatch, tmp_path):
    monkeypatch.setitem(app.config, "BABEL_TRANSLATION_DIRECTORIES", str(tmp_path))
    browser.set_cookie(COOKIE, "pl")

    assert [button["value"] for button in browser.get("/language").page.soup.select("main form button")] == ["en_GB"]
    assert browser.get("/").page.soup.html["lang"] == "en-GB"


def test_staff_pages_stay_in_english_and_say_so(browser, choose):
    choose("ar")
    browser.sign_in(PersonFactory())
    browser.set_cookie(COOKIE, "ar")
    response = browser.get("/account")

    assert (response.page.soup.html["lang"], response.page.soup.html["dir"]) == ("en-GB", "ltr")
    assert response.headers["Content-Language"] == "en-GB"


@pytest.mark.parametrize("address", ["/inbox/", "/no-such-page", "/administration/"])
def test_a_page_that_is_not_for_them_says_so_in_their_language(browser, choose, address):
    choose("gu")
    page = browser.get(address, follow_redirects=True).page

    assert page.soup.html["lang"] == "gu"
    assert in_english(page) == ""


def test_dates_and_times_are_said_in_the_language(browser, choose, send):
    choose("pl")
    send(safe_now="no")
    text = browser.get("/say/sent").page.text

    assert "wtorek, 17 listopada" in text
    assert "11:00" in text
    assert not re.search(r"Tuesday|November|\d(am|pm)", text)


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("pl", "wtorek, 17 listopada"),
        ("gu", "મંગળવાર, 17 નવેમ્બર"),
        ("pa", "ਮੰਗਲਵਾਰ, 17 ਨਵੰਬਰ"),
        ("ur", "منگل، 17 نومبر"),
        ("ar", "الثلاثاء، 17 نوفمبر"),
        ("so", "Talaado, Noofeembar 17"),
        ("cy", "Dydd Mawrth, 17 Tachwedd"),
    ],
)
def test_a_day_is_said_as_the_language_says_it_with_the_digits_of_a_phone(browser, choose, send, code, day):
    choose(code)
    send()

    assert day in browser.get("/say/sent").page.text


def test_the_year_is_said_when_it_is_another(browser, choose, send):
    choose("pl")
    with time_machine.travel(datetime.fromisoformat("2026-12-30T10:00:00+00:00"), tick=False):
        send()
        assert "2027" in browser.get("/say/sent").page.text


@pytest.mark.parametrize(
    ("code", "days"),
    [("pl", "poniedziałek {to} piątek"), ("ar", "الاثنين {to} الجمعة"), ("cy", "Dydd Llun {to} Dydd Gwener"),
     ("so", "Isniin {to} Jimco"), ("gu", "સોમવાર {to} શુક્રવાર"), ("pa", "ਸੋਮਵਾਰ {to} ਸ਼ੁੱਕਰਵਾਰ"), ("ur", "پیر {to} جمعہ")],
)  # fmt: skip
def test_the_days_and_hours_of_the_team_are_said_from_the_cover_the_board_has_set(browser, choose, code, days):
    for other in CODES:  # Babel would give some names in whichever language was asked for first
        choose(other)
        browser.get("/help")
    choose(code)
    text = browser.get("/help").page.text

    assert days.format(to=made_up.translated("to", code)) in text
    assert f"9:00 {made_up.translated('to', code)} 17:00" in text


def test_days_that_are_not_in_a_row_are_said_one_by_one(browser, choose):
    settings.change("cover_days", "0, 2, 4")
    db.session.commit()
    choose("pl")

    assert "poniedziałek, środa i piątek" in browser.get("/help").page.text


def test_what_the_board_wrote_itself_stays_as_it_wrote_it(browser, choose):
    settings.change("neutral_name", "100% sunny")
    db.session.commit()
    choose("pl")

    assert "100% sunny" in browser.get("/private").page.text


def test_a_phone_number_stays_in_one_piece_where_letters_run_from_right_to_left(browser, choose):
    """Between two groups of digits a common space would let the second group stand first."""
    choose("ar")
    html = browser.get("/help").text

    assert "0800\N{NO-BREAK SPACE}1111" in html
    assert "0800 1111" not in html
    assert 'href="tel:08001111"' in html


def test_the_4_words_stay_english_words_from_left_to_right(browser, choose, send):
    choose("ar")
    send()
    words = browser.get("/say/sent").page.soup.select_one("ol.words")

    assert (words["lang"], words["dir"], words["translate"]) == ("en-GB", "ltr", "no")
    box = browser.get("/answer").page.soup.select_one("input[name=words]")
    assert (box["lang"], box["dir"]) == ("en-GB", "ltr")


def test_their_own_words_are_shown_as_they_typed_them(browser, choose, say):
    choose("ar")
    say("Home. We read it. %(num)s <b>")
    said = browser.get("/say/6").page.soup.select_one(".said")

    assert said.get_text() == "Home. We read it. %(num)s <b>"
    assert said["dir"] == "auto"
    assert said["translate"] == "no"


def test_what_staff_wrote_is_marked_as_english_and_not_translated(browser, choose):
    from app.protection.four_words import choose_words, words_mark
    from app.protection.sealing import vault

    choose("pl")
    view, words = ViewFactory(answered=True), choose_words()
    AnswerFactory(view=view, text="Home")
    view.words_mark = words_mark(vault.ring, words)
    db.session.commit()
    page = browser.fill_in("/answer", words=" ".join(words), follow_redirects=True).page
    answer = page.soup.select_one(".bubble--us [lang=en-GB]")

    assert answer.get_text() == "Home"
    assert answer["dir"] == "auto"


def test_what_is_sent_is_the_same_in_every_language(browser, choose, say):
    """The answers of a form are codes: no language changes what is stored."""
    choose("ur")
    say(topic="home", feeling="good", safe_now="yes", permission="team")
    choose("en_GB")

    assert "Really good" not in browser.get("/say/6").page.text
    assert "Home" in browser.get("/say/6").page.text


def test_no_page_that_depends_on_the_cookie_is_kept_for_somebody_else(browser, choose):
    choose("pl")
    headers = browser.get("/").headers

    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]


def folders_to_weigh(made_up_words) -> list[tuple[str, str]]:
    real = [(str(FOLDER), code) for code in CODES if languages.read(str(FOLDER), code)]
    return [*((made_up_words, code) for code in CODES), *real]


def test_pages_are_as_small_in_every_language(app, browser, choose, made_up_words, monkeypatch, subtests):
    for folder, code in folders_to_weigh(made_up_words):
        with subtests.test(f"{code} in {folder}"):
            monkeypatch.setitem(app.config, "BABEL_TRANSLATION_DIRECTORIES", folder)
            choose(code)
            sizes = {at: len(browser.get(at, headers={"Accept-Encoding": "br"}).data) for at in PAGES}
            assert max(sizes.values()) <= 5_000, sizes
            files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', browser.get("/").text))
            first = sum(len(browser.get(file, headers={"Accept-Encoding": "br"}).data) for file in files)
            assert sizes["/"] + first <= 14_600


def test_a_catalogue_is_read_once(made_up_words):
    assert languages.read(made_up_words, "gu") is languages.read(made_up_words, "gu")
