"""The information-sharing framework: its versions, which agency has signed which, and who has not.

A version is never changed, so what an agency signed can be read for ever. A newer one asks each of them anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Agency, FrameworkSignature, FrameworkVersion, Person, utc_now
from app.services import auditing, clocks, settings
from app.services.acting import of_agency
from app.services.clocks import london_day
from app.services.errors import RuleBroken
from app.services.time_limits import EARLIEST

MOST_AHEAD: Final = 12  # months: a day further away is mistyped


class VersionDetails(TypedDict):
    summary: str
    changed: str | None
    text: str | None
    valid_from: date


@dataclass(frozen=True)
class Standing:
    """Where one agency stands with the version in force: its signature, or since when it has been waited for.

    An agency that signed an earlier version is waited for since the next one; one that never signed, since the first.
    """

    agency: Agency
    signature: FrameworkSignature | None
    waits_since: date | None


def versions() -> Sequence[FrameworkVersion]:
    """Every version, the newest first, also one that is not valid yet."""
    return db.session.scalars(select(FrameworkVersion).order_by(FrameworkVersion.number.desc())).all()


def in_force(today: date) -> FrameworkVersion | None:
    """The newest version that is valid on this day."""
    query = select(FrameworkVersion).where(FrameworkVersion.valid_from <= today)
    return db.session.scalars(query.order_by(FrameworkVersion.number.desc()).limit(1)).one_or_none()


def add_version(by: Person, details: VersionDetails, *, once: str) -> FrameworkVersion:
    """The next version, for each agency to sign. The same form sent again adds nothing.

    Raises RuleBroken when its day cannot be right, when a later one does not say what is new, or when somebody else
    adds one at the same moment.
    """
    if found := db.session.scalar(select(FrameworkVersion).where(FrameworkVersion.once == once)):
        return found
    newest = next(iter(versions()), None)
    check_valid_from(details["valid_from"], newest)
    if newest and not details["changed"]:
        raise RuleBroken("Write what is new, and why. Whoever signed the version before reads that first.")
    number = newest.number + 1 if newest else 1
    version = FrameworkVersion(**details, number=number, added_by_id=by.id, once=once)
    try:
        with db.session.begin_nested():
            db.session.add(version)
    except IntegrityError as clash:
        raise RuleBroken("Somebody else has just added a version. Read it first.") from clash
    unless_earlier = func.coalesce(Agency.framework_due_on, sign_by(version))
    db.session.execute(update(Agency).where(Agency.is_active.is_(True)).values(framework_due_on=unless_earlier))
    auditing.note(by, "added a version of the framework", version)
    db.session.flush()
    return version


def check_valid_from(day: date, newest: FrameworkVersion | None) -> None:
    if not EARLIEST <= day <= clocks.add_months(london_day(utc_now()), MOST_AHEAD):
        raise RuleBroken("A version is valid from a day in the next 12 months, or from an earlier one. Check the year.")
    if newest and day < newest.valid_from:
        raise RuleBroken("The version before is valid from a later day. Choose that day or one after it.")


def sign_by(version: FrameworkVersion) -> date:
    """The day by which each agency is to sign it: counted from when it is valid, or from today when that is over."""
    return clocks.add_working_days(max(version.valid_from, london_day(utc_now())), settings.current().framework_days)


def signature_of(agency_id: object, version: FrameworkVersion) -> FrameworkSignature | None:
    """How this agency signed this version; None while it has not."""
    of_both = FrameworkSignature.version_id == version.id, FrameworkSignature.agency_id == agency_id
    return db.session.scalars(select(FrameworkSignature).where(*of_both)).one_or_none()


def sign(lead: Person, *, number: int, name: str, role: str) -> FrameworkSignature:
    """The lead's agency signs the version in force, once and for good. Again changes nothing.

    `number` is that of the version they read. Raises RuleBroken when another one is in force by now, or somebody else
    has signed for the agency meanwhile.
    """
    version = in_force(london_day(utc_now()))
    if version is None or version.number != number:
        raise RuleBroken("Another version is in force by now. Read it, then sign it.")
    signature = keep_signature(lead, of_agency(lead), version, name=name, role=role)
    if (signature.name, signature.role) != (name, role):
        raise RuleBroken(f"{signature.name}, {signature.role}, has signed this version for your agency already.")
    return signature


def write_down_paper(
    by: Person, agency_id: UUID, *, number: int | None, name: str, role: str, on: date
) -> FrameworkSignature:
    """An agency's signature of the version in force that came on paper, with the day on it. Again changes nothing.

    Raises RuleBroken when another version is in force by now, or the day cannot be right.
    """
    today = london_day(utc_now())
    version = in_force(today)
    if version is None or version.number != number:
        raise RuleBroken("Another version is in force by now. Look which one was signed.")
    if not EARLIEST <= on <= today:
        raise RuleBroken("The day on the paper must be today or earlier. Check the year.")
    return keep_signature(by, agency_id, version, name=name, role=role, on_paper_on=on)


def keep_signature(
    by: Person, agency_id: UUID | None, version: FrameworkVersion, *, on_paper_on: date | None = None, **who: str
) -> FrameworkSignature:
    agency = db.session.scalars(select(Agency).where(Agency.id == agency_id).with_for_update()).one()
    if found := signature_of(agency.id, version):
        return found
    signature = FrameworkSignature(
        version_id=version.id, agency_id=agency.id, signed_by_id=by.id, on_paper_on=on_paper_on, **who
    )
    db.session.add(signature)
    later = db.session.scalars(
        select(FrameworkVersion)
        .where(FrameworkVersion.number > version.number)
        .order_by(FrameworkVersion.number)
        .limit(1)
    ).one_or_none()
    agency.framework_due_on = sign_by(later) if later else None
    auditing.note(by, "wrote down a signature on paper" if on_paper_on else "signed the framework", signature)
    db.session.flush()
    return signature


def how_many_members() -> int:
    """How many agencies take part."""
    return db.session.scalar(select(func.count()).select_from(Agency).where(Agency.is_active.is_(True))) or 0


def standings(today: date) -> list[Standing]:
    """Every agency that takes part: those that have not signed first, whoever has been waited for longest at the top;
    then those that have, by name. Nothing while no version is in force."""
    valid = [one for one in reversed(versions()) if one.valid_from <= today]
    if not valid:
        return []
    signed: dict[object, list[FrameworkSignature]] = {}
    for one in db.session.scalars(select(FrameworkSignature).options(joinedload(FrameworkSignature.version))):
        signed.setdefault(one.agency_id, []).append(one)
    members = db.session.scalars(select(Agency).where(Agency.is_active.is_(True)).order_by(Agency.name))
    found = [standing_of(agency, signed.get(agency.id, []), valid) for agency in members]
    return sorted(found, key=lambda one: (one.waits_since is None, one.waits_since or today))


def standing_of(agency: Agency, signed: list[FrameworkSignature], valid: list[FrameworkVersion]) -> Standing:
    """Of the signatures of one agency, and the versions that are or were in force, the oldest first."""
    last = max(signed, key=lambda one: one.version.number, default=None)
    if last and last.version.number >= valid[-1].number:
        return Standing(agency, last, None)
    first_missed = next(one for one in valid if last is None or one.number > last.version.number)
    return Standing(agency, None, max(first_missed.valid_from, london_day(agency.created_at)))


def signatures_of(agency: Agency) -> Sequence[FrameworkSignature]:
    """What one agency has signed, the newest first, each with its version."""
    query = select(FrameworkSignature).where(FrameworkSignature.agency_id == agency.id)
    whole = query.join(FrameworkSignature.version).options(joinedload(FrameworkSignature.version))
    return db.session.scalars(whole.order_by(FrameworkVersion.number.desc())).all()


def counts_signed() -> dict[object, int]:
    """How many agencies have signed each version, by its id."""
    query = select(FrameworkSignature.version_id, func.count()).group_by(FrameworkSignature.version_id)
    return {version_id: many for version_id, many in db.session.execute(query)}
