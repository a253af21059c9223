"""What a request may bring, and what happens to the rest: it is refused before anything reads it, in plain words."""

import io
import tempfile
from urllib.parse import urlencode

import pytest

from app.extensions import db
from app.forgery import MOST_FIELDS
from app.limits import FILE, WRITING
from app.models import Role
from tests.factories import PersonFactory
from tests.integration.conftest import make_app, make_config
from tests.visitor import Visitor

FORM = "application/x-www-form-urlencoded"
WITH_A_FILE = "multipart/form-data; boundary=x"
AT_THE_END = b"\r\n--x--\r\n"
SMALL = 16 * 1024


@pytest.mark.parametrize("address", ["/sign-in", "/answer", "/exit", "/sign-out", "/no-such-page", "/language"])
def test_a_small_form_brings_little(browser, address):
    response = browser.post(address, data={"words": "x" * SMALL})

    assert response.status_code == 413
    assert response.page.heading == "That is too much for us to take at once"
    assert browser.post(address, data={"words": "x" * (SMALL - 1000)}).status_code != 413


def test_a_box_to_write_in_takes_what_anybody_writes(browser):
    browser.fill_in("/say/1", topic="home")

    assert browser.fill_in("/say/2", words="👪" * 5_000).location == "/say/3"


def test_a_box_to_write_in_has_a_limit_too(browser):
    assert browser.post("/say/2", data={"words": "x" * WRITING}).status_code == 413


def test_what_is_too_much_is_refused_before_it_is_read(browser):
    """Nobody reads this body: it breaks when anything tries."""

    class Unreadable(io.RawIOBase):
        def readinto(self, _into) -> int:
            raise AssertionError("Somebody read it")

    for content_type, length, refused in ((FORM, SMALL + 1, 413), ("multipart/form-data; boundary=x", 100, 415)):
        body = {"wsgi.input": Unreadable(), "CONTENT_LENGTH": str(length)}
        assert browser.post("/answer", content_type=content_type, environ_overrides=body).status_code == refused


@pytest.mark.parametrize(("address", "most"), [("/answer", SMALL), ("/say/2", WRITING), ("/no-such-page", SMALL)])
def test_what_comes_in_chunks_has_the_same_limits_and_is_never_cut_without_a_word(browser, address, most):
    def send(length: int) -> int:
        return browser.post(
            address,
            input_stream=io.BytesIO(urlencode({"words": "x" * length}).encode()),
            content_type=FORM,
            headers={"Transfer-Encoding": "chunked"},
            environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
        ).status_code

    assert send(most) == 413
    assert send(most * 3) == 413
    assert send(most - 100) in (400, 404)  # no token; no such page


def test_a_form_of_very_many_fields_is_refused(browser):
    assert browser.post("/say/2", data="a&" * (MOST_FIELDS + 1), content_type=FORM).status_code == 413


@pytest.mark.parametrize("address", ["/say/2", "/sign-in", "/no-such-page", "/inbox/"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", "image/png", ""])
def test_nothing_but_a_form_is_taken(browser, address, kind):
    response = browser.post(address, data=b"--x--", content_type=kind)

    assert response.status_code == 415
    assert response.page.heading == "We cannot take files"


def test_a_file_is_refused_unread(browser):
    token = browser.get("/say/2").page.field("csrf_token") if browser.fill_in("/say/1") else ""
    response = browser.post("/say/2", data={"csrf_token": token, "words": (io.BytesIO(b"x" * 5_000), "x.txt")})

    assert response.status_code == 415


TAKES_A_FILE = {"chairs/import_children.html": "chairs.read_file"}


def test_no_form_of_ours_would_send_a_file_but_the_one_that_is_made_for_it(app):
    assert {name for name, route in app.view_functions.items() if hasattr(route, "takes_a_file")} == set(
        TAKES_A_FILE.values()
    )
    for name in set(app.jinja_env.list_templates(extensions=["html"])) - set(TAKES_A_FILE):
        source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, name)
        assert "enctype" not in source, name
        assert 'type="file"' not in source, name


def test_a_file_that_broke_off_on_the_way_is_asked_for_again(browser):
    browser.sign_in(PersonFactory(role=Role.CHAIR))
    part = b'--x\r\nContent-Disposition: form-data; name="rows"'
    for body in (b"", b"--x", part, part + b"\r\n\r\nrows", b"\xff" * 100, part + b"\r\n\r\n" + b"x" * 300_000):
        for kind in (
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "multipart/form-data; boundary=" + "x" * 300,
        ):
            response = browser.post("/conferences/import/file", data=body, content_type=kind)

            assert response.status_code == 400
            assert response.page.heading == "Bring in children from another system"


@pytest.fixture
def no_disk(monkeypatch, tmp_path):
    """Werkzeug reads a file into memory up to 500 kB, and puts a larger one on the disk. Here is none: it fails."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no-such-disk"))


def a_form_with_a_file(token: str, length: int) -> bytes:
    """A whole body of this length, put together without a disk."""
    start = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\n'
    ).encode()
    return start.ljust(length - len(AT_THE_END), b"x") + AT_THE_END


def test_a_file_never_stands_on_a_disk(browser, no_disk):
    browser.sign_in(PersonFactory(role=Role.CHAIR))
    token = browser.get("/conferences/import").page.field("csrf_token")
    response = browser.post("/conferences/import/file", data=a_form_with_a_file(token, FILE), content_type=WITH_A_FILE)

    assert response.request.content_length == FILE
    assert "Choose the file first." not in response.page.errors  # it was read, and is no list
    assert response.page.heading == "Bring in children from another system"


def test_leaving_needs_no_body(browser):
    assert browser.post("/exit").status_code in (204, 302)


class TestAddresses:
    """Under which name, and through whom, the service is asked."""

    @pytest.fixture
    def behind(self, tmp_path, assets_folder):
        apps = []

        def make(**changes) -> Visitor:
            config = make_config(f"sqlite:///{tmp_path}/{len(apps)}.db", assets_folder, **changes)
            app = make_app(config)
            with app.app_context():
                db.create_all()
            apps.append(app)
            return app.test_client()

        yield make
        for app in apps:
            with app.app_context():
                db.session.remove()
                db.engine.dispose()

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("address", ["/", "/say/2", "/sign-in", "/no-such-page", "/health/live"])
    def test_a_name_that_is_not_ours_is_refused(self, behind, method, address):
        browser = behind(TRUSTED_HOSTS=["heard.example.org"])
        response = getattr(browser, method)(address, base_url="https://elsewhere.example")

        assert response.status_code == 400
        assert response.page.heading == "This is not our address"
        assert "elsewhere.example" not in response.text

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("name", ["a" * 300, "a..example", "-" * 64 + ".example"])
    def test_what_is_no_name_at_all_is_refused_and_leaves_no_trace(self, behind, capsys, method, name):
        response = getattr(behind(), method)("/sign-in", headers={"Host": name})

        assert response.status_code == 400
        assert response.page.heading == "This is not our address"
        assert name not in response.text
        assert "exception" not in capsys.readouterr().err

    def test_our_own_name_is_answered(self, behind):
        browser = behind(TRUSTED_HOSTS=["heard.example.org"])

        assert browser.get("/", base_url="https://heard.example.org").status_code == 200

    def test_nobody_is_believed_who_says_whom_they_ask_for(self, behind):
        said = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "elsewhere.example", "X-Forwarded-For": "192.0.2.7"}
        response = behind(TRUSTED_HOSTS=["heard.example.org"]).get(
            "/", base_url="http://heard.example.org", headers=said
        )

        assert response.status_code == 200
        assert "Strict-Transport-Security" not in response.headers

    def test_a_proxy_is_believed_when_there_is_one(self, behind):
        browser = behind(PROXIES=1, TRUSTED_HOSTS=["heard.example.org"])
        said = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "heard.example.org"}

        assert "Strict-Transport-Security" in browser.get("/", headers=said).headers
        assert browser.get("/", headers=said | {"X-Forwarded-Host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize("role", [None, Role.CHAIR])
@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options"])
def test_methods_that_no_page_uses_do_nothing(browser, role, method):
    if role:
        browser.sign_in(PersonFactory(role=role))
    for address in ("/", "/say/2", "/conferences/", "/sign-in"):
        response = browser.open(address, method=method.upper())
        assert response.status_code in (405, 403) or (method == "options" and response.data == b""), address
