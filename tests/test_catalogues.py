"""Every catalogue in translations/ says every sentence of young people's pages, and says nothing that is gone."""

import io
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from app.languages import CHECKED, CODES, OTHERS, mark_of, path_of
from app.services.settings import Settings
from tests import catalogues, made_up
from tests.catalogues import FOLDER, ROOT, gather, problems

HERE = sorted(CODES)
# Where `_()` stands in a page that only people with an account see. It is in English (docs/languages.md).
IN_ENGLISH = re.compile(
    r"(app/sign_in/(labels|routes/(account|confirming))\.py"
    r"|templates/sign_in/(change_passphrase|confirm_again|show_account|show_kept_work|take_second_step|use_passkey)\.html)"
)


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return gather()


def test_every_language_has_a_catalogue():
    assert {code for code in CODES if path_of(str(FOLDER), code).exists()} == CODES


def test_no_catalogue_is_of_a_language_nobody_can_choose():
    assert {path.parts[-3] for path in FOLDER.glob("*/LC_MESSAGES/messages.po")} <= CODES


def test_every_catalogue_is_complete_and_right(wanted, subtests):
    for code in HERE:
        with subtests.test(code):
            assert problems(catalogues.read(path_of(str(FOLDER), code), code), wanted) == []


def test_every_catalogue_is_as_make_translations_writes_it(wanted, subtests):
    for code in HERE:
        with subtests.test(code):
            path = path_of(str(FOLDER), code)
            assert catalogues.as_text(refreshed(path, code, wanted), catalogues.header_of(code)) == path.read_text()


def refreshed(path, code, wanted) -> Catalog:
    catalogue = catalogues.read(path, code)
    catalogue.update(wanted, no_fuzzy_matching=True)
    return catalogue


def test_only_what_a_speaker_has_read_counts_as_checked():
    assert CHECKED.keys() <= CODES
    for code, mark in CHECKED.items():
        assert mark == mark_of(catalogues.read(path_of(str(FOLDER), code), code)), f"{code} has changed since"


def test_every_sentence_that_young_people_read_is_gathered():
    marked = re.compile(r"""\b(?:_|gettext|ngettext)\(\s*["']|\{%-? trans""")
    gathered = set(catalogues.sources())
    files = [*(ROOT / "app").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    speaking = [path for path in files if marked.search(path.read_text()) and path not in gathered]
    left_out = [str(path.relative_to(ROOT)) for path in speaking if uses_gettext(path)]

    assert [path for path in left_out if not IN_ENGLISH.fullmatch(path)] == []


def uses_gettext(path) -> bool:
    return path.suffix == ".html" or "flask_babel" in path.read_text()


def test_the_usual_words_of_settings_are_gathered(wanted):
    """They are in app/services/settings.py, which no translator sees; app/board_words.py says them again."""
    usual = Settings()
    words = [usual.neutral_name, usual.emergency_text, *(area.capitalize() for area in usual.areas)]

    assert [word for word in words if word not in wanted] == []


# The same is asked of made-up catalogues: whoever finds nothing wrong with anything proves nothing.


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.english_name)
def test_a_complete_catalogue_has_no_problems(wanted, language):
    assert problems(made_up.catalogue_of(language.code, wanted), wanted) == []


HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"\n\n'
GOOD = (
    'msgid "Call <b>%(number)s</b> now"\nmsgstr "Zadzwoń <b>%(number)s</b>"\n\n'
    'msgid "%(num)d person"\nmsgid_plural "%(num)d people"\n'
    'msgstr[0] "jedna osoba"\nmsgstr[1] "%(num)d osoby"\nmsgstr[2] "%(num)d osób"\n'
)


def found_in(text: str) -> list[str]:
    def as_catalogue(body):
        return read_po(io.BytesIO((HEAD + body).encode()), locale="pl", abort_invalid=True)

    return problems(as_catalogue(text), as_catalogue(GOOD))


def test_what_is_right_is_let_through():
    assert found_in(GOOD) == []


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("Zadzwoń <b>%(number)s</b>", "", "not translated"),
        ("%(num)d osoby", "", "not translated"),
        ("Zadzwoń <b>%(number)s</b>", " ", "not translated"),
        ('msgid "Call', '#, fuzzy\nmsgid "Call', "marked as a guess"),
        ("Zadzwoń <b>%(number)s", "Zadzwoń <b>", "not the same %(places)s"),
        ("Zadzwoń <b>%(number)s", "Zadzwoń <b>%(numer)s", "not the same %(places)s"),
        ("Zadzwoń <b>%(number)s", "Zadzwoń <b>%(number)d", "not the same %(places)s"),
        ("Zadzwoń <b>%(number)s", "Zadzwoń %(name)s <b>%(number)s", "not the same %(places)s"),
        ("%(num)d osób", "osób", "not the same %(places)s"),
        ("</b>", "", "not the same <tags>"),
        ("Zadzwoń <b>%(number)s</b>", "Zadzwoń </b>%(number)s<b>", "not the same <tags>"),
        ("Zadzwoń <b>", "Zadzwoń <b onclick=''>", "not the same <tags>"),
        ("Zadzwoń", "<script>", "not the same <tags>"),
        ("Zadzwoń", "Zadzwoń <", "HTML cannot take"),
        ("Zadzwoń", "Zadzwoń & pisz", "HTML cannot take"),
        ("Zadzwoń", "100% Zadzwoń", "a % on its own"),
        ('"Zadzwoń', '" Zadzwoń', "a space too many"),
        ("Call <b>%(number)s</b> now", "Ring %(number)s", "no page says it"),
        ('\nmsgstr[2] "%(num)d osób"', "", "not translated"),
    ],
)
def test_what_is_wrong_is_found(right, wrong, says):
    assert right in GOOD

    assert any(problem.startswith(says) or says in problem for problem in found_in(GOOD.replace(right, wrong, 1)))


def test_a_sentence_that_is_missing_is_found():
    assert any(problem.startswith("not there") for problem in found_in(GOOD.split("\n\n")[1]))


def test_a_sentence_that_no_page_says_any_more_is_found():
    assert any("no page says it" in problem for problem in found_in(GOOD + '\n#~ msgid "Old"\n#~ msgstr "Stary"\n'))
    assert any("no page says it" in problem for problem in found_in(GOOD + '\nmsgid "Old"\nmsgstr "Stary"\n'))


def test_a_catalogue_with_too_few_plural_forms_is_found(wanted):
    polish = made_up.catalogue_of("pl", wanted)
    message = next(message for message in polish if message.pluralizable)
    message.string = message.string[:2]

    assert any("has 2 forms, not 3" in problem for problem in problems(polish, wanted))


def test_a_sentence_left_in_english_is_found(wanted):
    welsh = made_up.catalogue_of("cy", wanted)
    welsh["We cannot find that page"].string = "We cannot find that page"

    assert problems(welsh, wanted) == ["still in English: 'We cannot find that page'"]


def test_the_name_heard_is_not_translated(wanted):
    welsh = made_up.catalogue_of("cy", wanted)
    welsh["How Heard works"].string = "Sut mae Clywed yn gweithio"

    assert problems(welsh, wanted) == ["the name Heard stays as it is: 'How Heard works'"]


def test_refreshing_keeps_translations_drops_what_is_gone_and_leaves_new_sentences_empty(tmp_path):
    path = path_of(str(tmp_path), "pl")
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + 'msgid "Home"\nmsgstr "Dom"\n\nmsgid "Long gone"\nmsgstr "Dawno"\n')

    catalogues.refresh(tmp_path)

    polish = catalogues.read(path, "pl")
    assert polish["Home"].string == "Dom"
    assert polish["School"].string == ""
    assert "Long gone" not in path.read_text()


def test_refreshing_again_changes_nothing(tmp_path):
    catalogues.refresh(tmp_path)
    first = {path: path.read_bytes() for path in tmp_path.rglob("messages.po*")}
    catalogues.refresh(tmp_path)

    assert {path: path.read_bytes() for path in tmp_path.rglob("messages.po*")} == first


def test_a_catalogue_tells_nothing_of_where_and_when_it_was_made(tmp_path):
    catalogues.refresh(tmp_path)
    text = path_of(str(tmp_path), "ar").read_text()

    assert str(ROOT) not in text
    assert not re.search(r"-Date:|Generated-By|Last-Translator|@|\.html:\d", text)
