"""Rules that hold on every page, asked of every address there is."""

import re
from html import unescape

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Base, Role
from app.protection.word_list import WORDS
from app.services import settings
from tests.factories import AgencyFactory, CommitmentFactory, PersonFactory
from tests.integration.conftest import make_app, make_config

LONG_TEXT = " ".join(WORDS)  # no word twice: no compression makes it much smaller
ID = "00000000-0000-0000-0000-000000000000"


def address_of(rule) -> str:
    return re.sub(r"<(?:uuid:)?[^>]+>", ID, rule.rule)


def rules(app, method):
    return [rule for rule in app.url_map.iter_rules() if method in rule.methods and rule.endpoint != "static"]


def rows() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
    }


def test_every_page_says_who_may_open_it(app):
    silent = [
        endpoint
        for endpoint, route in app.view_functions.items()
        if endpoint != "static" and not hasattr(route, "open_to")
    ]

    assert silent == [], "Add @open_to(...) to these route functions"


def test_a_page_that_forgot_to_say_so_stays_shut(app, browser):
    marked = app.view_functions["young_people.show_help"]
    app.view_functions["young_people.show_help"] = lambda: "open"
    try:
        assert browser.get("/help").status_code == 403
    finally:
        app.view_functions["young_people.show_help"] = marked


def test_every_route_has_a_template_of_its_name(app):
    names = {f"{rule.endpoint.replace('.', '/')}.html" for rule in rules(app, "GET")}
    templates = set(app.jinja_env.list_templates())
    without_page = {
        "chairs/end_minutes.html",
        "chairs/finish_conference.html",
        "chairs/open_again.html",
        "chairs/read_file.html",
        "chairs/take_back_import.html",
        "participation/open_answer.html",
        "young_people/leave.html",
        "sign_in/show_home.html",
        "administration/export_audit.html",
        "board/download_csv.html",
        "board/download_xlsx.html",
        "machines/live.html",
        "machines/show_metrics.html",
        "shadow_board/fetch_words_as_json.html",
        "shadow_board/fetch_words_as_text.html",
        "machines/ready.html",
    }

    assert names - templates <= without_page


@pytest.mark.parametrize("role", [None, *Role])
def test_no_address_ever_ends_in_a_500(app, browser, role):
    if role:
        agency = AgencyFactory().id if role is Role.AGENCY_LEAD else None
        browser.sign_in(PersonFactory(role=role, agency_id=agency))
    for rule in rules(app, "GET"):
        if rule.endpoint not in ("young_people.leave", "machines.ready"):
            assert browser.get(address_of(rule)).status_code < 500, rule


@pytest.mark.parametrize("role", [None, *Role])
def test_nothing_changes_without_the_forms_token(app, browser, role):
    if role:
        agency = AgencyFactory().id if role is Role.AGENCY_LEAD else None
        browser.sign_in(PersonFactory(role=role, agency_id=agency))
    before = rows()
    for rule in rules(app, "POST"):
        if rule.endpoint != "young_people.leave":
            response = browser.post(address_of(rule), data={"words": "x", "text": "x", "once": "x"})
            assert response.status_code in (302, 400, 403, 404, 409, 429), rule
    after = rows() | {"visit": before["visit"]}  # what was typed is kept, to be asked for again: it does nothing

    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
    ],
)
def test_a_request_made_by_another_site_is_refused(browser, headers):
    shown = browser.get("/say/1")
    token = shown.page.field("csrf_token")
    response = browser.post("/say/1", data={"csrf_token": token, "topic": "home"}, headers=headers)

    assert response.status_code == 403


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-origin"}, {"Referer": ""}])
def test_a_browser_that_hides_where_it_comes_from_still_works(browser, headers):
    shown = browser.get("/say/1")
    token = shown.page.field("csrf_token")
    response = browser.post("/say/1", data={"csrf_token": token, "topic": "home"}, headers=headers)

    assert response.location == "/say/2"


@pytest.mark.parametrize("address", ["/", "/say/1", "/answer", "/sign-in", "/no-such-page", "/board/"])
def test_no_page_is_kept_or_framed_or_lets_others_in(browser, address):
    headers = browser.get(address).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_https_is_remembered(browser):
    assert "Strict-Transport-Security" in browser.get("/", base_url="https://localhost").headers


def test_static_files_are_kept_for_years_under_a_name_of_their_own(browser):
    (address,) = re.findall(r'href="(/static/css/main\.[0-9a-f]{12}\.css)"', browser.get("/").text)
    response = browser.get(address, headers={"Accept-Encoding": "br"})

    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Encoding"] == "br"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_the_first_visit_is_small(browser):
    """The HTML, its style sheet, script and icon, as a phone fetches them (performance target 10: 14,600 bytes).

    On it stands the newest promise, as long as they get.
    """
    CommitmentFactory(said=LONG_TEXT[:1_000], did=LONG_TEXT[:2_000], for_now=LONG_TEXT[:1_000], said_by=3)
    page = browser.get("/", headers={"Accept-Encoding": "br"})
    assert page.headers["Content-Encoding"] == "br"
    html = browser.get("/").text
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
    sizes = [len(browser.get(address, headers={"Accept-Encoding": "br"}).data) for address in files]

    assert len(files) <= 3
    assert len(page.data) + sum(sizes) <= 14_600


@pytest.mark.parametrize(
    "address",
    [
        *("/say/1", "/before-you-start", "/answer", "/help", "/private"),
        *("/you-said", "/reviews", "/about-your-words", "/accessibility", "/complain"),
    ],
)
def test_every_later_page_is_smaller(browser, address):
    assert len(browser.get(address, headers={"Accept-Encoding": "br"}).data) <= 5_000


def test_the_longest_page_is_as_small_in_the_letters_that_take_most(browser):
    browser.fill_in("/language", language="pa")
    page = browser.get("/about-your-words", headers={"Accept-Encoding": "br"})

    assert page.headers["Content-Language"] == "pa"
    assert len(page.data) <= 4_700  # what stands around it in a demonstration, or with longer names, has room


def test_a_page_that_is_shown_again_or_not_found_is_as_small(browser):
    for response in (
        browser.get("/no-such-page", headers={"Accept-Encoding": "br"}),
        browser.post("/answer", data={"words": ""}, headers={"Accept-Encoding": "br"}),
    ):
        assert response.status_code in (400, 404)
        assert response.headers["Content-Encoding"] == "br"
        assert len(response.data) <= 5_000


def test_numbers_to_call_are_on_every_young_persons_page(browser):
    for address in ("/", "/say/1", "/answer", "/help", "/private", "/no-such-page"):
        html = unescape(browser.get(address).text)
        assert 'href="tel:999"' in html
        assert 'href="tel:08001111"' in html
        assert 'href="/exit"' in html


class TestWithoutADatabase:
    @pytest.fixture
    def broken(self, tmp_path, assets_folder):
        """A service whose tables have gone since it started."""
        app = make_app(make_config(f"sqlite:///{tmp_path}/gone.db", assets_folder, PROPAGATE_EXCEPTIONS=False))
        with app.app_context():
            db.create_all()
            settings.forget()
            settings.current()
            db.session.remove()
            db.drop_all()
        yield app.test_client()
        with app.app_context():
            db.engine.dispose()

    def test_pages_without_a_form_are_still_there(self, broken):
        settings.forget()

        for address in ("/", "/help", "/private"):
            assert "999" in broken.get(address).page.soup.get_text()

    def test_what_they_typed_is_shown_back_and_they_are_told_the_truth(self, broken):
        token = broken.get("/answer").page.field("csrf_token")
        response = broken.post("/say/2", data={"csrf_token": token, "words": "my <own> words"})

        assert response.status_code == 500
        assert "something went wrong" in response.page.heading
        assert "my <own> words" in response.page.said
        assert "We did not keep this" in response.page.text
        assert "Traceback" not in response.text
        assert token not in response.page.said

    def test_hide_page_still_hides_the_page(self, broken):
        broken.get("/answer")
        response = broken.get("/exit")

        assert response.location == "https://www.bbc.co.uk/weather"
        assert broken.secret is None


def test_machines_can_ask_whether_it_is_alive(browser):
    assert browser.get("/health/live").json == {"is": "live"}


def test_it_is_not_ready_before_its_migrations_have_run(browser):
    response = browser.get("/health/ready")  # the tests make their tables without migrations

    assert response.status_code == 503
    assert response.json["because"] == "the database is not at the newest migration"


@pytest.mark.parametrize("address", ["/before-you-start", "/private", "/help", "/about-your-words", "/accessibility"])
def test_pages_without_a_form_ask_the_database_nothing(browser, count_queries, address):
    browser.get("/say/1")  # there is a cookie now
    browser.get(address)  # and the settings have been read
    with count_queries() as queries:
        browser.get(address)

    assert queries == []


def test_the_front_page_asks_for_the_newest_promise_and_once_who_is_signed_in(browser, count_queries):
    browser.get("/")
    with count_queries() as without_a_cookie:
        browser.get("/")
    browser.get("/say/1")
    with count_queries() as with_a_cookie:
        browser.get("/")

    assert (len(without_a_cookie), len(with_a_cookie)) == (1, 2)


def test_a_question_page_asks_the_database_once(browser, count_queries):
    browser.fill_in("/say/1", topic="home")
    with count_queries() as queries:
        browser.get("/say/2")

    assert len(queries) == 1  # the half-written answers
