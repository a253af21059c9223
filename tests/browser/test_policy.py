"""The policy that shuts everything out shuts out nothing of ours: no page makes the browser report anything at all."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK

# Reports as browsers tell them to the page, from before its first script runs.
LISTEN = """
window.reports = [];
document.addEventListener('securitypolicyviolation', event => reports.push(event.violatedDirective));
"""
FOR_EVERYBODY = ("/", "/before-you-start", "/private", "/help", "/say/1", "/answer", "/sign-in", "/no-such-page")
FOR_STAFF = {
    "conference chair": ("/conferences/", "/conferences/new", "/account"),
    "participation worker": ("/inbox/", "/inbox/asked", "/themes", "/inbox/openings", "/account"),
    "board member": ("/board/", "/board/figures/views_by_topic", "/account"),
    "administrator": ("/home", "/account"),
}


@pytest.fixture
def watch():
    """Everything a page's browser has to say: its console's errors and warnings, and each report of the policy."""
    told: list[str] = []

    def start(page: Page) -> list[str]:
        page.add_init_script(LISTEN)
        page.on("console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None)
        return told

    return start


def open_all(page: Page, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        page.goto(address)
        page.locator("h1").first.wait_for()
        assert page.evaluate("window.reports") == [], address


def expected(told: list[str]) -> list[str]:
    return [line for line in told if "status of 404" not in line]


def test_no_page_for_everybody_is_reported(open_browser, watch):
    page = open_browser()
    told = watch(page)
    open_all(page, FOR_EVERYBODY)

    assert expected(told) == []


@pytest.mark.parametrize("role", FOR_STAFF)
def test_no_page_for_staff_is_reported(join, watch, role):
    page = join(f"{role.replace(' ', '.')}.policy@example.org", "Somebody", role, size=DESK)
    told = watch(page)
    open_all(page, FOR_STAFF[role])

    assert expected(told) == []


def test_what_a_script_put_in_would_do_is_refused(chromium, service):
    """Were a script to get into a page after all, it could make no markup, load nothing and ask nobody."""
    context = chromium.new_context(base_url=service.address)
    page = context.new_page()
    page.add_init_script(LISTEN)
    page.goto("/say/1")
    tried = page.evaluate(
        """async () => {
          const refused = [];
          const attempt = async (name, work) => { try { await work(); } catch (error) { refused.push(name); } };
          await attempt('markup', () => { document.body.innerHTML = '<b>x</b>'; });
          await attempt('script', () => { document.createElement('script').src = '/x.js'; });
          await attempt('way round', () => trustedTypes.createPolicy('x', {}));
          await attempt('elsewhere', () => fetch('https://elsewhere.example/'));
          await attempt('camera', () => navigator.mediaDevices.getUserMedia({ video: true }));
          return refused;
        }"""
    )
    context.close()

    assert tried == ["markup", "script", "way round", "elsewhere", "camera"]
