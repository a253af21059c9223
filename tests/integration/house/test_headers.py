"""What browsers are told with every answer, and what no answer gives away."""

import re

import pytest

from app.headers import NEEDED, NOT_NEEDED
from app.sign_in.beginning import path_on_this_site
from tests.factories import PersonFactory

PLACES = ["/", "/say/1", "/answer", "/sign-in", "/no-such-page", "/board/", "/health/live"]


def policy_of(response) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("address", PLACES)
def test_no_page_runs_or_loads_what_is_not_ours(browser, address):
    policy = policy_of(browser.get(address))

    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert {policy[kind] for kind in ("script-src", "style-src", "img-src", "connect-src", "form-action")} == {"'self'"}
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "'none'"


@pytest.mark.parametrize("address", PLACES)
def test_no_page_shares_anything_with_another_site(browser, address):
    headers = browser.get(address).headers

    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Origin-Agent-Cluster"] == "?1"
    assert "Access-Control-Allow-Origin" not in headers


def test_no_page_may_use_the_camera_or_the_place_and_only_passkeys_work(browser):
    allowed = browser.get("/").headers["Permissions-Policy"].split(", ")

    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()"} <= set(allowed)
    assert [rule for rule in allowed if not rule.endswith("=()")] == [f"{name}=(self)" for name in NEEDED]
    assert len(allowed) == len(set(allowed)) == len(NEEDED) + len(NOT_NEEDED)


@pytest.mark.parametrize("name", ["css/main", "css/staff", "js/heard", "images/icon"])
def test_a_file_is_only_ever_a_file_of_its_own_kind(app, browser, name):
    (path,) = (address for plain, address in app.extensions["assets"].items() if plain.startswith(f"{name}."))
    response = browser.get(f"/static/{path}")

    assert response.status_code == 200
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert policy_of(response) == {"default-src": "'none'", "frame-ancestors": "'none'"}
    assert "max-age=63072000" in response.headers["Strict-Transport-Security"]
    assert "charset=utf-8" in response.headers["Content-Type"].replace('"', "")


def test_https_is_asked_for_over_https_alone(browser):
    assert "Strict-Transport-Security" not in browser.get("/").headers
    assert browser.get("/", base_url="https://localhost").headers["Strict-Transport-Security"] == (
        "max-age=63072000; includeSubDomains"
    )


@pytest.mark.parametrize("address", ["/", "/sign-in", "/no-such-page", "/static/nothing.css"])
def test_no_answer_says_what_it_was_made_with(browser, address):
    response = browser.get(address)

    assert not {"Server", "X-Powered-By"} & set(response.headers.keys())
    assert not re.search(r"werkzeug|flask|gunicorn|python/", response.text, re.IGNORECASE)


def test_the_cookie_is_for_this_host_alone(browser):
    cookie = browser.get("/say/1", base_url="https://localhost").headers["Set-Cookie"]

    assert cookie.startswith("__Host-heard=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert "Expires" not in cookie


ELSEWHERE = [
    "https://elsewhere.example",
    "//elsewhere.example/inbox/",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    " //elsewhere.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https:elsewhere.example",
    "http:/elsewhere.example",
    "/%2F/elsewhere.example@",
    "//[elsewhere",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_no_page_sends_anybody_to_an_address_that_came_with_the_request(app, browser, wanted):
    """Every page there is, asked with what other services are tricked with."""
    names = ("next", "go", "url", "return", "return_to", "redirect", "continue", "back")
    browser.sign_in(PersonFactory())
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments and rule.endpoint != "young_people.leave":
            location = browser.get(rule.rule, query_string=dict.fromkeys(names, wanted)).location
            assert location is None or re.match(r"/(?![/\\])", location), rule


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_only_a_path_of_this_site_is_a_place_to_go_on_to(wanted):
    assert re.match(r"/(?![/\\])", path_on_this_site(wanted) or "/")


def test_a_path_of_this_site_is_kept():
    assert path_on_this_site("/conferences/new") == "/conferences/new"


@pytest.mark.parametrize("address", [*PLACES, "/inbox/", "/static/nothing.css", "/robots.txt"])
def test_every_kind_of_answer_has_what_keeps_browsers_safe(browser, address):
    headers = browser.get(address).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert re.fullmatch(r"text/(html|plain); charset=utf-8|application/json", headers["Content-Type"])


@pytest.mark.parametrize(
    "address",
    [
        "/.git/config",
        "/.env",
        "/instance/settings.env",
        "/config.py",
        "/static/",
        "/static/css/",
        "/static/..%2fconfig.py",
    ],
)
def test_no_address_leads_to_a_file_of_the_machine(browser, address):
    assert browser.get(address).status_code == 404
