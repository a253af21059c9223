"""What `flask doctor` finds out from the database."""

import base64
from datetime import timedelta

from sqlalchemy import text

from app.extensions import db
from app.models import Authenticator, DemonstrationMark, Role, SignIn, utc_now
from app.models.audit import HeadPlace
from app.protection.keys import KeyRing
from app.protection.sealing import vault
from app.services import audit_handing, audit_sealing, auditing, inviting, key_proving, settings
from app.services.checking_up import asking, database
from app.services.checking_up.findings import Verdict
from tests.contacts import OWN_CONTACTS
from tests.factories import PersonFactory
from tests.integration.conftest import KEY_RING


def wrong(findings) -> str:
    return " ".join(finding.says for finding in findings if finding.verdict is not Verdict.OK)


def give_app(person) -> None:
    app = Authenticator(person_id=person.id, confirmed_at=utc_now())
    app.secret = "x"
    db.session.add(app)
    db.session.commit()


def test_two_administrators_must_have_joined():
    PersonFactory(role=Role.ADMINISTRATOR, passphrase_hash="x")
    PersonFactory(role=Role.ADMINISTRATOR)
    assert "1 of at least 2 administrators" in wrong(asking.accounts())
    assert "Run: flask people add" in wrong(asking.accounts())
    PersonFactory(role=Role.ADMINISTRATOR, passphrase_hash="x")
    assert "administrators" not in wrong(asking.accounts())


def test_administrators_who_have_a_link_are_to_be_given_it():
    sam, priya = PersonFactory.create_batch(2, role=Role.ADMINISTRATOR)
    inviting.make_link(None, sam)
    told = wrong(asking.accounts())
    assert "1 waits to join: give them their link, and one more is needed. Run: flask people add" in told
    inviting.make_link(None, priya)
    told = wrong(asking.accounts())
    assert "2 wait to join: give them their links." in told
    assert "people add" not in told


def test_a_link_that_is_over_makes_nobody_wait(clock):
    inviting.make_link(None, PersonFactory(role=Role.ADMINISTRATOR))
    clock.shift(timedelta(days=31).total_seconds())

    assert "to join" not in wrong(asking.accounts())


def test_staff_need_a_second_step_and_young_people_do_not():
    PersonFactory(role=Role.YOUNG_ADVISOR, passphrase_hash="x")
    PersonFactory(role=Role.CHAIR)  # has not joined
    assert "second step" not in wrong(asking.accounts())
    chair = PersonFactory(role=Role.CHAIR, passphrase_hash="x")
    assert "1 account of staff without a second step" in wrong(asking.accounts())
    give_app(chair)
    assert "second step" not in wrong(asking.accounts())


def test_accounts_that_nobody_uses(clock):
    used = PersonFactory()
    PersonFactory()
    PersonFactory(is_active=False)
    clock.shift(timedelta(days=91).total_seconds())
    PersonFactory()  # new
    db.session.add(SignIn(person_id=used.id, secret_mark=b"x", last_seen_at=utc_now() - timedelta(days=1)))
    db.session.commit()

    assert "1 account not used for 90 days" in wrong(asking.accounts())


def test_people_who_are_made_up():
    assert "demo load" not in wrong(asking.accounts())
    db.session.add(DemonstrationMark(seed=1))
    db.session.commit()
    assert "demo load" in wrong(asking.accounts())


def test_the_audit_trail_without_its_guards():
    assert wrong(asking.audit_trail([])) == ""
    off = {
        "sqlite": "DROP TRIGGER audit_line_not_removed",
        "postgresql": "ALTER TABLE audit_line DISABLE TRIGGER audit_line_kept",
    }
    db.session.execute(text(off[asking.dialect()]))
    assert "Nothing keeps audit_line from being changed" in wrong(asking.audit_trail([]))


def test_an_audit_trail_that_nobody_seals(clock):
    auditing.note(None, "did something", PersonFactory())
    db.session.commit()
    clock.shift(timedelta(hours=23).total_seconds())
    assert "not sealed" not in wrong(asking.audit_trail([]))
    clock.shift(timedelta(hours=2).total_seconds())
    assert "not sealed for more than a day" in wrong(asking.audit_trail([]))


def test_a_head_that_did_not_get_where_it_should(clock):
    auditing.note(None, "did something", PersonFactory())
    segment = audit_sealing.seal_next().segment
    assert "its file was not" not in wrong(asking.audit_trail([]))
    assert "was not handed over by file" in wrong(asking.audit_trail([HeadPlace.FILE]))
    audit_handing.write_down(segment, HeadPlace.FILE)
    assert "handed over" not in wrong(asking.audit_trail([HeadPlace.FILE]))


def test_a_clock_that_was_ahead(clock):
    auditing.note(None, "did something", PersonFactory())
    db.session.commit()
    clock.shift(-3600)

    assert "later than now" in wrong(asking.clocks())


def test_a_key_that_is_not_the_one():
    key_proving.prove_keys()
    assert wrong(asking.keys()) == ""
    other = f"1:{base64.b64encode(b'B' * 32).decode()}"
    vault.use(KeyRing.parse(other))
    try:
        assert "Key 1" in wrong(asking.keys())
    finally:
        vault.use(KeyRing.parse(KEY_RING))


def test_a_key_that_is_missing_is_named_once():
    assert database.keys(["Key 2 is not in KEY_RING."] * 2).says.count("Key 2") == 1


def test_the_database_keeps_its_promises():
    told = wrong(asking.promises())

    assert told == "" if asking.dialect() == "sqlite" else "superuser" in told


def test_what_the_board_decides():
    assert "made-up" in wrong(asking.decisions())
    settings.change("board_name", "Southbank Board")
    settings.change("board_area", "Southbank")
    for name, value in OWN_CONTACTS.items():
        settings.change(name, value)
    settings.change("numbers_checked_on", "2026-11-16")
    assert wrong(asking.decisions()) == ""


def test_nothing_is_asked_of_tables_that_are_not_there_yet():
    findings = list(asking.about_database([], []))  # the tests make their tables without migrations

    assert [finding.verdict for finding in findings] == [Verdict.OK, Verdict.WRONG]
    assert "flask --app wsgi db upgrade" in findings[-1].says
