"""The answers of a half-written view in the words young people read, for the page where they check them."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.models import Person
from app.protection.identifying import Detail
from app.services.saying import Said
from app.young_people.forms.choices import AGES, FEELINGS, HELPED_BY, PERMISSIONS, SAFE, TOPICS, area_label

HINTS = {
    Detail.PHONE: _("a phone number"),
    Detail.POSTCODE: _("a postcode"),
    Detail.EMAIL: _("an e-mail address"),
    Detail.NHS_NUMBER: _("an NHS number"),
    Detail.BIRTHDAY: _("a date of birth"),
}


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What stands on the check page. None where they skipped the question."""

    words: str
    topic_label: str | None
    feeling_label: str | None
    safe_label: str
    permission_label: str
    age_label: str | None
    area_label: str | None
    name_label: str | None
    contact: str | None
    is_name_gone: bool
    helper_label: str | None
    whose_words_label: str | None


def answers_to_check(said: Said, advisor: Person | None) -> Checked:
    without_name = str(_("Not with it"))
    return Checked(
        words=said.words,
        topic_label=str(TOPICS[said.topic]) if said.topic else None,
        feeling_label=str(FEELINGS[said.feeling]) if said.feeling else None,
        safe_label=str(SAFE[said.safe_now]),
        permission_label=str(PERMISSIONS[said.permission]),
        age_label=str(AGES[said.age_group]) if said.age_group else None,
        area_label=str(area_label(said.area)) if said.area else None,
        name_label=(advisor.name if said.with_name else without_name) if advisor else None,
        contact=(said.how_to_find or str(_("Yes, but you left this empty"))) if said.gives_contact else None,
        is_name_gone=said.with_name and advisor is None,
        helper_label=str(HELPED_BY[said.helped_by]) if said.helped_by else None,
        whose_words_label=str(_("The words are mine") if said.words_are_own else _("Some of the words are theirs")),
    )


def hint_label(detail: Detail) -> str:
    return str(HINTS[detail])
