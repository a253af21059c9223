"""Rules about our own code that are easier to test than to remember."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODULES = sorted((ROOT / "app").rglob("*.py"))
ALLOWED_AT_THE_TOP = {
    "app",
    "templates",
    "static",
    "migrations",
    "translations",
    "tests",
    "docs",
    "config.py",
    "wsgi.py",
    "README.md",
    "LICENSE",
    "Makefile",
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parse(template: Path) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(template.read_text())


def test_the_top_level_shows_what_there_is_and_nothing_else():
    here = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert here - {"instance", "test-results"} == ALLOWED_AT_THE_TOP


def test_a_view_is_always_what_a_young_person_thinks():
    assert list((ROOT / "app").rglob("views.py")) == [], "Route functions live in routes.py"
    assert not (ROOT / "templates" / "views").exists()


def test_nothing_is_called_utils():
    vague = {"utils", "helpers", "common", "misc", "tools"}

    assert [named(path) for path in (ROOT / "app").rglob("*") if path.stem in vague] == []


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_is_short_enough_to_read(module):
    assert len(module.read_text().splitlines()) <= 300, "Split it by activity"


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_only_config_reads_the_environment(module):
    assert "environ" not in module.read_text().replace("from_environment", ""), "Settings come from config.py"


@pytest.mark.parametrize("module", [module for module in MODULES if module.name != "formats.py"], ids=named)
def test_only_formats_makes_markup(module):
    assert "Markup(" not in module.read_text()


@pytest.mark.parametrize("module", [m for m in MODULES if "routes" in m.parts or m.name == "routes.py"], ids=named)
def test_route_functions_stay_short(module):
    long = [
        function.name
        for function in ast.walk(ast.parse(module.read_text()))
        if isinstance(function, ast.FunctionDef) and function.decorator_list and len(function.body) > 0
        and sum(statement.end_lineno - statement.lineno + 1 for statement in function.body) > 20
    ]  # fmt: skip

    assert long == [], "Move what is not HTTP into a service"


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_every_imported_macro_is_used(template):
    tree = parse(template)
    imported = {name for node in tree.find_all(nodes.FromImport) for name in node.names}  # none is renamed
    called = {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}

    assert imported <= called


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_nothing_is_declared_safe_in_a_template(template):
    tree = parse(template)

    assert [node for node in tree.find_all(nodes.Filter) if node.name in ("safe", "tojson")] == []
    assert "autoescape false" not in template.read_text()


# A file that is handed over and read elsewhere is no page of ours: it must bring its style along.
FILES = {"what_is_held.html"}


@pytest.mark.parametrize("template", [each for each in TEMPLATES if each.name not in FILES], ids=named)
def test_no_style_or_script_stands_in_a_template(template):
    text = template.read_text()

    assert not re.search(r"<style|<script>|\sstyle=|\son(click|change|load|input|submit)=", text)


@pytest.mark.parametrize("template", [one for one in TEMPLATES if "young_people" in one.parts], ids=named)
def test_no_browser_fills_in_again_what_a_young_person_picked(template):
    """On the way Back browsers put into a form what stood there, after Hide page too, unless the form says not to."""
    forms = re.findall(r"<form[^>]*method=\"post\"[^>]*>", template.read_text())

    assert [form for form in forms if 'autocomplete="off"' not in form] == []


def test_no_page_asks_another_site_for_anything():
    for path in [*TEMPLATES, *(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]:
        found = [
            address
            for address in re.findall(r"(?:src|url|@import|fetch)[=(\s\"']+(https?:[^\"')\s]+)", path.read_text())
        ]
        assert found == [], named(path)


def test_paper_is_never_dark():
    css = (ROOT / "static" / "css" / "main.css").read_text()
    at_night = re.findall(r"@media (.*prefers-color-scheme: dark\)) {", css)

    assert at_night
    assert [media for media in at_night if not media.startswith("screen and ")] == []
    assert re.findall(r'@media screen {\n  :root\[data-theme="dark"] {', css)
    assert len(re.findall(r'\[data-theme="dark"]', css)) == 1


def test_young_peoples_pages_keep_nothing_on_the_phone():
    script = (ROOT / "static" / "js" / "heard.js").read_text()

    for word in ("localStorage", "sessionStorage", "indexedDB", "serviceWorker", "document.cookie"):
        assert word not in script


def test_the_words_people_read_blame_nobody():
    never = re.compile(r"(?<!aria-)\b(please|oops|invalid|secret word|simply)\b", re.IGNORECASE)
    for path in TEMPLATES:
        text = re.sub(r"\{#.*?#\}|class=\"[^\"]*\"", "", path.read_text(), flags=re.DOTALL)
        assert not never.search(text), f"{named(path)}: {never.search(text)}"


def test_locks_name_every_hash_and_no_address():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text()
        packages = re.findall(r"^[a-z0-9._-]+(?:\[.*?\])?==", text, flags=re.MULTILINE)
        assert packages
        assert "http" not in text
        assert len(re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, flags=re.MULTILINE | re.DOTALL)) == len(packages)
        for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
            assert "--hash=sha256:" in block


def test_what_was_counted_is_read_by_nothing_but_what_publishes():
    """Hidden numbers are in that table: no page, export, mail or command of another kind may come near it."""
    may = {"counted_periods.py", "publishing.py", "revising_figures.py", "verifying_figures.py", "what_is_counted.py"}
    near = [
        path
        for path in (ROOT / "app").rglob("*.py")
        if path.name not in may
        and path.parent.name != "models"
        and re.search(r"\b(CountedPeriod|counted_periods?)\b", path.read_text())
    ]

    assert near == []
    assert not [page for page in (ROOT / "templates").rglob("*.html") if "counted_period" in page.read_text()]
