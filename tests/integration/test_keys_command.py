"""Changing keys as an operator does: new, use, rotate, check, remove."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select, update

from app.extensions import db
from app.models import AuditLine, JoiningLink, RecoveryCode, View, utc_now
from app.protection.fingerprints import mark
from app.protection.key_sources import RingFile
from app.protection.keys import KeyRing
from app.protection.sealing import vault
from app.services.key_proving import prove_keys
from tests.factories import ChildFactory, PersonFactory, ViewFactory
from tests.integration.keys import ring_of

Flask = Callable[..., Result]


@pytest.fixture
def path(app, database, tmp_path, monkeypatch) -> Iterator[Path]:
    """The ring in a file of its own, with one key."""
    file = tmp_path / "ring"
    file.write_text(ring_of(1).as_text())
    file.chmod(0o600)
    monkeypatch.setitem(app.config, "KEY_RING_FILE", str(file))
    yield file
    vault.use(ring_of(1))


@pytest.fixture
def flask(app, path) -> Flask:
    """Run a command in a process that starts with what is in the file then."""

    def run(*command: str, typed: str = "") -> Result:
        restart(path)
        return app.test_cli_runner().invoke(args=["keys", *command], input=typed)

    return run


def restart(path: Path) -> None:
    vault.use(RingFile(path).read())
    prove_keys()
    db.session.commit()
    db.session.expire_all()


def ids(path: Path) -> list[int]:
    return list(RingFile(path).read().roots)


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditLine.deed).order_by(AuditLine.created_at)))


def test_a_key_comes_into_use_in_two_steps_and_the_old_one_goes(flask, path, clock):
    view = ViewFactory(words="my own words")
    assert "Key 2 is new. It opens, and does not seal yet." in flask("new").stderr
    assert ids(path) == [2, 1]
    assert "It has not sealed yet" in flask("check").stdout
    clock.shift(3600)
    assert "Key 2 seals from the next start on" in flask("use", "2", "--yes").stderr
    assert ids(path) == [1, 2]
    clock.shift(3600)
    rotated = flask("rotate", "--yes", "--pause", "0")
    assert (rotated.exit_code, "1 rows are sealed anew" in rotated.stdout) == (0, True)
    db.session.execute(update(View).values(words_key_id=2))
    assert "Nothing sealed needs it. Next, which looks once more: flask keys remove 1" in flask("check", "--all").stdout
    removed = flask("remove", "1")

    assert removed.exit_code == 0, removed.output
    assert ids(path) == [2]
    restart(path)
    assert view.words == "my own words"
    assert deeds() == ["made key 2", "brought key 2 into use", "rotated to key 2", "took out key 1"]


def test_a_second_new_key_is_not_made_while_one_waits_to_be_used(flask, path):
    flask("new")
    refused = flask("new")

    assert refused.exit_code == 1
    assert "Key 2 was made before, and does not seal yet." in refused.stderr
    assert ids(path) == [2, 1]
    assert flask("new", "--another").exit_code == 0
    assert ids(path) == [3, 2, 1]


def test_nothing_secret_is_printed_when_the_ring_is_in_a_file(flask, path):
    for command in (["new"], ["use", "2", "--yes"], ["rotate", "--yes", "--pause", "0"], ["check"], ["remove", "1"]):
        output = flask(*command).output
        for part in path.read_text().split():
            assert part.partition(":")[2] not in output


class TestSetting:
    """The ring is a setting: only the operator can change it where it stands."""

    @pytest.fixture
    def flask(self, app, database) -> Flask:
        restart_as = ring_of(1)
        vault.use(restart_as)
        prove_keys()
        return lambda *command: app.test_cli_runner().invoke(args=["keys", *command])

    def test_the_line_to_put_there_is_all_that_is_on_stdout(self, flask):
        result = flask("new")

        (line,) = result.stdout.splitlines()
        ring = KeyRing.parse(line.removeprefix("KEY_RING="))
        assert list(ring.roots) == [2, 1]
        assert ring.roots[1] == ring_of(1).roots[1]
        assert "Change this setting where KEY_RING stands" in result.stderr

    def test_the_same_for_bringing_it_into_use_and_for_taking_one_out(self, app, flask, monkeypatch):
        monkeypatch.setitem(app.config, "KEY_RING", ring_of(2, 1).as_text())
        vault.use(ring_of(2, 1))
        prove_keys()
        assert flask("use", "2", "--yes").stdout == f"KEY_RING={ring_of(1, 2).as_text()}\n"
        monkeypatch.setitem(app.config, "KEY_RING", ring_of(1, 2).as_text())
        vault.use(ring_of(1, 2))
        prove_keys()
        flask("rotate", "--yes", "--pause", "0")
        removed = flask("remove", "1")
        vault.use(ring_of(1))

        assert removed.stdout == f"KEY_RING={ring_of(2).as_text()}\n"


class TestUse:
    def test_it_asks_first_whether_every_process_knows_the_key(self, flask, path):
        flask("new")
        for typed in ("", "y\n", "yes\n"):
            refused = flask("use", "2", typed=typed)
            assert refused.exit_code == 1
            assert "Has every server process been restarted since key 2 was made?" in refused.stderr
            assert ids(path) == [2, 1]

        assert flask("use", "2", typed="restarted\n").exit_code == 0
        assert ids(path) == [1, 2]

    def test_rotating_asks_the_same(self, flask):
        ViewFactory()
        flask("new")
        flask("use", "2", "--yes")
        refused = flask("rotate", typed="yes\n")

        assert refused.exit_code == 1
        assert "restarted since key 2 was brought into use?" in refused.stderr
        assert "Nothing was changed." in refused.stderr
        assert "1 rows are sealed anew" in flask("rotate", "--pause", "0", typed="Restarted\n").stdout

    def test_a_key_that_is_not_there_is_refused(self, flask):
        assert "Key 7 is not in KEY_RING. The ring holds: 1." in flask("use", "7", "--yes").output

    def test_the_one_that_seals_already_changes_nothing(self, flask, path):
        assert "Key 1 seals already." in flask("use", "1").stderr
        assert ids(path) == [1]

    def test_a_step_back_is_the_same_as_a_step_on(self, flask, path, clock):
        flask("new")
        flask("use", "2", "--yes")
        ViewFactory()
        flask("rotate", "--yes", "--pause", "0")
        clock.shift(60)
        flask("use", "1", "--yes")
        flask("rotate", "--yes", "--pause", "0")

        assert ids(path) == [2, 1]
        assert flask("remove", "2").exit_code == 0
        assert ids(path) == [1]


class TestRemove:
    @pytest.fixture(autouse=True)
    def second_key(self, flask, clock) -> None:
        """Made and brought into use long enough ago; a view was sent before."""
        flask("check")
        ViewFactory()
        flask("new")
        clock.shift(60)
        flask("use", "2", "--yes")
        flask("check")
        clock.shift(2 * 3600)

    def stays(self, result: Result, path: Path) -> str:
        assert result.exit_code == 1
        assert ids(path) == [1, 2]
        return result.output

    def test_the_one_that_seals_stays(self, flask, path):
        assert "Key 2 is the one that seals" in self.stays(flask("remove", "2"), path)

    def test_a_key_that_something_is_sealed_with_stays(self, flask, path):
        ChildFactory()
        vault.use(ring_of(1))

        assert "values still need key 1. Next: flask keys rotate" in self.stays(flask("remove", "1"), path)
        assert "values still need key 1" in self.stays(flask("remove", "1", "--stop-words"), path)

    def test_a_key_by_which_a_child_is_found_stays(self, flask, path):
        flask("rotate", "--yes", "--pause", "0")
        db.session.execute(update(View).values(words_key_id=2))
        child = ChildFactory(reference="C-1")
        child.reference_index = mark(ring_of(1), "index", "c-1")
        db.session.commit()

        assert "1 values still need key 1" in self.stays(flask("remove", "1"), path)
        assert "child.reference_index: 1" in flask("check").stdout
        flask("rotate", "--yes", "--pause", "0")
        assert flask("remove", "1").exit_code == 0

    def test_a_key_that_4_words_are_known_by_stays_until_somebody_decides_otherwise(self, flask, path):
        flask("rotate", "--yes", "--pause", "0")

        told = self.stays(flask("remove", "1"), path)
        assert "Key 1 must stay: it alone knows 4 words of views (1)" in told
        assert "It must stay until those are gone" in flask("check").stdout
        assert flask("remove", "1", "--stop-words").exit_code == 0
        assert ids(path) == [2]
        assert "Those stopped working when it was taken out" in flask("check").stdout
        reasons = [line.reason for line in db.session.scalars(select(AuditLine)) if line.deed == "took out key 1"]
        assert reasons == ["Stopped working: 4 words of views (1)"]

    def test_a_key_that_only_knew_4_words_that_were_taken_back_may_go(self, flask, path):
        flask("rotate", "--yes", "--pause", "0")
        db.session.execute(update(View).values(taken_back_at=utc_now()))
        db.session.commit()

        assert flask("remove", "1").exit_code == 0

    def test_a_key_that_recovery_codes_are_known_by_stays_until_they_are_used(self, flask, path):
        flask("rotate", "--yes", "--pause", "0")
        db.session.execute(update(View).values(words_key_id=2))
        person = PersonFactory()
        db.session.add(RecoveryCode(person_id=person.id, code_mark=b"1" * 16, key_id=1))
        db.session.commit()
        flask("rotate", "--yes", "--pause", "0")

        assert "it alone knows recovery codes (1)" in self.stays(flask("remove", "1"), path)
        db.session.execute(update(RecoveryCode).values(used_at=utc_now()))
        assert flask("remove", "1").exit_code == 0

    def test_a_key_that_may_be_behind_a_joining_link_stays_until_the_link_is_used_or_over(self, flask, path, clock):
        flask("rotate", "--yes", "--pause", "0")
        db.session.execute(update(View).values(words_key_id=2))
        person = PersonFactory()
        for number, made_at in enumerate((utc_now() - timedelta(hours=2), utc_now())):
            link = JoiningLink(person_id=person.id, token_mark=bytes((number,)), expires_at=utc_now() + timedelta(1))
            link.created_at = made_at
            db.session.add(link)
        db.session.commit()
        flask("rotate", "--yes", "--pause", "0")

        assert "it alone knows joining links (1)" in self.stays(flask("remove", "1"), path)
        clock.shift(2 * 86400)
        assert flask("remove", "1").exit_code == 0

    def test_a_new_key_that_was_never_used_may_go_and_its_id_is_not_given_again(self, flask, path):
        flask("new")
        assert ids(path) == [3, 1, 2]
        assert flask("remove", "3").exit_code == 0
        flask("new")

        assert ids(path) == [4, 1, 2]

    def test_a_key_that_another_process_seals_with_stays(self, flask, path):
        RingFile(path).change(lambda ring: ring.sealing_under(1))  # this machine has not had `flask keys use`

        assert "Another process seals with key 2 already." in flask("check").stdout
        assert "Another process seals with key 2 already." in flask("remove", "2").output
        assert ids(path) == [2, 1]


class TestCheck:
    def test_it_finds_what_does_not_open(self, flask):
        view = ViewFactory()
        sealed = view.words_sealed[:-1] + bytes((view.words_sealed[-1] ^ 1,))
        db.session.execute(update(View).values(words_sealed=sealed))
        db.session.commit()

        for how in ([], ["--all"]):
            result = flask("check", *how)
            assert result.exit_code == 1
            assert f"young_person_view.words_sealed of {view.id}: Key 1 does not open this" in result.stdout
            assert "1 of 1 do not open" in result.output

    def test_it_finds_a_child_who_would_not_be_found(self, flask):
        child = ChildFactory()
        child.reference_index = bytes(16)
        db.session.commit()

        assert f"child.reference_index of {child.id}: It is not found by its reference." in flask("check").stdout

    def test_it_says_which_key_is_missing(self, flask, path):
        vault.use(ring_of(1, 3))
        view = ViewFactory()
        db.session.commit()

        result = flask("check")
        assert result.exit_code == 1
        assert "Key 3 is not in the ring.\n  young_person_view.words_sealed: 1\n  Put it back" in result.stdout
        assert f"{view.id}: Key 3 is not in KEY_RING" in result.stdout

    def test_it_changes_nothing(self, flask):
        ViewFactory()
        flask("check")
        before = deeds()
        flask("check", "--all")

        assert deeds() == before


def test_rotating_says_what_it_could_not_do(flask, path):
    view = ViewFactory()
    db.session.execute(update(View).values(words_sealed=view.words_sealed[:-1] + bytes((view.words_sealed[-1] ^ 1,))))
    db.session.commit()
    flask("new")
    flask("use", "2", "--yes")
    result = flask("rotate", "--yes", "--pause", "0")

    assert result.exit_code == 1, result.output
    assert "1 rows cannot be sealed anew" in result.output


def test_a_ring_that_others_can_read_is_not_changed(app, path):
    restart(path)
    path.chmod(0o644)
    result = app.test_cli_runner().invoke(args=["keys", "new"])

    assert result.exit_code == 1
    assert f"Others on this machine can read {path}. Run: chmod 600 {path}" in result.output
    assert path.read_text() == ring_of(1).as_text()
