"""The sentences of young people's pages, gathered from the source, and what can be wrong with a translation of them.

    .venv/bin/python -m tests.catalogues

(`make translations`) writes them into the catalogue of every language. docs/languages.md says how it goes on.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from app.languages import OTHERS, mark_of, path_of

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "translations"
# What is written for young people. Everything else is read by people who work with Heard, in English.
SOURCES = (
    "app/young_people/**/*.py",
    "app/board_words.py",
    "app/formats.py",
    "app/forms.py",
    "app/sign_in/forms.py",
    "app/sign_in/joining_forms.py",
    "app/sign_in/routes/joining_by_words.py",
    "app/sign_in/routes/start.py",
    "templates/base.html",
    "templates/components/*.html",
    "templates/errors/*.html",
    "templates/sign_in/start.html",
    "templates/sign_in/choose_*.html",
    "templates/sign_in/join*.html",
    "templates/sign_in/show_closed.html",
    "templates/sign_in/show_resting.html",
    "templates/sign_in/show_welcome.html",
    "templates/young_people/**/*.html",
)
READERS = {".py": ("python", {}), ".html": ("jinja2", {"silent": "false", "newstyle_gettext": "true"})}
HEADER = """\
# {english_name}: the sentences of young people's pages. How to translate and check them: docs/languages.md
msgid ""
msgstr ""
"Project-Id-Version: Heard\\n"
"Language: {code}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

PLACE = re.compile(r"%\((\w+)\)([a-z])|%%")
TAG = re.compile(r"<[^<>]*>")
AN_AND = re.compile(r"&(?!#?\w+;)")
NAME = re.compile(r"\bHeard\b")
COUNTING = frozenset({"num", "count"})
MANY = range(200)  # numbers enough to meet every plural form


def sources() -> list[Path]:
    return sorted({path for pattern in SOURCES for path in ROOT.glob(pattern)})


def gather() -> Catalog:
    """Every sentence as it stands in the source now, in the order of the files."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for path in sources():
        reader, options = READERS[path.suffix]
        for _line, words, comments, context in extract_from_file(
            reader, path, keywords=DEFAULT_KEYWORDS, comment_tags=("Translators:",), options=options
        ):
            place = (str(path.relative_to(ROOT)), 1)
            found.add(words, locations=[place], auto_comments=comments, context=context)
    return found


def read(path: Path, code: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=code)


def as_text(catalogue: Catalog, header: str) -> str:
    """One sentence to a line, without line numbers and dates: what differs is what somebody changed."""
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, include_lineno=False, ignore_obsolete=True)
    return header + body.getvalue().decode().strip("\n") + "\n"


def header_of(code: str) -> str:
    language = next(language for language in OTHERS if language.code == code)
    plurals = get_plural(code)
    return HEADER.format(english_name=language.english_name, code=code, plurals=plurals.plural_forms)


def refresh(folder: Path) -> None:
    """Bring every catalogue up to the source: new sentences are empty, those that are gone go."""
    wanted = gather()
    folder.mkdir(exist_ok=True)
    sheet = HEADER.format(english_name="An empty sheet", code="", plurals="nplurals=2; plural=(n != 1);")
    (folder / "messages.pot").write_text(as_text(wanted, sheet), encoding="utf-8")
    for language in OTHERS:
        path = path_of(str(folder), language.code)
        catalogue = read(path, language.code) if path.exists() else Catalog(locale=language.code)
        catalogue.update(wanted, no_fuzzy_matching=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(catalogue, header_of(language.code)), encoding="utf-8")


# What can be wrong


def problems(catalogue: Catalog, wanted: Catalog) -> list[str]:
    """What a speaker or `make translations` has to put right before this catalogue can be shown."""
    have, want = ({(message.id, message.context) for message in each if message.id} for each in (catalogue, wanted))
    found = [f"not there, run make translations: {key[0]!r}" for key in want - have]
    found += [f"no page says it, run make translations: {key[0]!r}" for key in have - want]
    found += [f"no page says it: {message.id!r}" for message in catalogue.obsolete.values()]
    for message in catalogue:
        if message.id:
            found += [f"{wrong}: {message.id!r}" for wrong in wrong_with(message, catalogue)]
    return sorted(found)


def wrong_with(message: Message, catalogue: Catalog) -> Iterator[str]:
    if message.fuzzy:
        yield "marked as a guess (fuzzy)"
    originals = message.id if isinstance(message.id, tuple) else (message.id,)
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    if len(forms) != (catalogue.num_plurals if message.pluralizable else 1):
        yield f"has {len(forms)} forms, not {catalogue.num_plurals}"
        return
    for number, form in enumerate(forms):
        if not form.strip():
            yield "not translated"
        else:
            said_once = message.pluralizable and is_for_one_number(catalogue, number)
            yield from wrong_with_form(originals[-1], form, may_leave_out=COUNTING if said_once else frozenset())


def is_for_one_number(catalogue: Catalog, form: int) -> bool:
    """Whether a form stands for a single number, such as two in Arabic: its words say the number themselves."""
    from gettext import c2py

    which = c2py(catalogue.plural_expr)
    return sum(which(number) == form for number in MANY) == 1


def wrong_with_form(original: str, form: str, *, may_leave_out: frozenset[str]) -> Iterator[str]:
    if original == form and len(re.findall(r"[A-Za-z]{2,}", PLACE.sub("", original))) > 2:
        yield "still in English"
    if places_of(original, may_leave_out) != places_of(form, may_leave_out):
        yield "not the same %(places)s"
    if Counter(TAG.findall(original)) != Counter(TAG.findall(form)) or not is_nested(form):
        yield "not the same <tags>"
    if re.search("[<>]", TAG.sub("", form)) or AN_AND.search(form):
        yield "a <, > or & that HTML cannot take"
    if re.search("%", PLACE.sub("", form)):
        yield "a % on its own"
    if (original[0].isspace(), original[-1].isspace()) != (form[0].isspace(), form[-1].isspace()):
        yield "a space too many or too few at an end"
    if len(NAME.findall(original)) != len(NAME.findall(form)):
        yield "the name Heard stays as it is"


def places_of(text: str, leaving_out: frozenset[str]) -> Counter[str]:
    return Counter(match.group() for match in PLACE.finditer(text) if match.group(1) not in leaving_out)


def is_nested(text: str) -> bool:
    open_tags: list[str] = []
    for slash, name in re.findall(r"<(/?)(\w+)[^<>]*>", text):
        if not slash:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return False
    return not open_tags


def main() -> None:
    refresh(FOLDER)
    wanted = gather()
    for language in OTHERS:
        catalogue = read(path_of(str(FOLDER), language.code), language.code)
        left = len({problem for problem in problems(catalogue, wanted)})
        state = f"{left} to put right" if left else f"complete, mark {mark_of(catalogue)}"
        print(f"{language.code}  {language.english_name}: {state}")  # noqa: T201


if __name__ == "__main__":
    main()
