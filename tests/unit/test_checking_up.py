"""What `flask doctor` says of each thing, when it is well and when it is not."""

import os
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.services.backing_up import sealed_files
from app.services.checking_up import database, files, machine, people
from app.services.checking_up.findings import Verdict, ok, tried
from app.services.settings import Settings
from tests.contacts import OWN_CONTACTS

OK, LOOK, WRONG = Verdict
HERE = "https://heard.example.org"
NOW = datetime(2026, 11, 17, 10, tzinfo=UTC)
DAY = timedelta(days=1)
LEAST = {"memory_kib": 19_456, "passes": 2, "lanes": 1}
REAL = replace(
    Settings(),
    board_name="Southbank Board",
    board_area="Southbank",
    numbers_checked_on="2026-11-16",
    **OWN_CONTACTS,
)


@pytest.mark.parametrize(
    ("finding", "verdict"),
    [
        (database.went_on("x", NOW, NOW, within=DAY, is_new=False, start="y"), OK),
        (database.went_on("x", NOW - DAY, NOW, within=DAY, is_new=False, start="y"), OK),
        (database.went_on("x", NOW - 2 * DAY, NOW, within=DAY, is_new=True, start="y"), WRONG),
        (database.went_on("x", None, NOW, within=DAY, is_new=False, start="y"), WRONG),
        (database.went_on("x", None, NOW, within=DAY, is_new=True, start="y"), OK),
        (machine.python_version((3, 10)), WRONG),
        (machine.python_version((3, 11)), OK),
        (machine.python_version((3, 13)), OK),
        (machine.python_version((3, 14)), LOOK),
        (machine.secret_key(""), WRONG),
        (machine.secret_key("too-short"), WRONG),
        (machine.secret_key("a" * 64), WRONG),
        (machine.secret_key("changeme" * 8), WRONG),
        (machine.secret_key(secrets.token_urlsafe(48)), OK),
        (machine.secret_key(secrets.token_hex(32)), OK),
        (machine.demonstration(True), WRONG),
        (machine.demonstration(False), OK),
        (machine.plain_http(True), WRONG),
        (machine.plain_http(False), OK),
        (machine.debugging(True), WRONG),
        (machine.debugging(False), OK),
        (machine.site_address(None), WRONG),
        (machine.site_address("http://heard.example.org"), WRONG),
        (machine.site_address("heard.example.org"), WRONG),
        (machine.site_address(f"{HERE}/heard"), WRONG),
        (machine.site_address("https://me:secret@heard.example.org"), WRONG),
        (machine.site_address(HERE), OK),
        (machine.site_address(f"{HERE}/"), OK),
        (machine.trusted_hosts(None, HERE), WRONG),
        (machine.trusted_hosts(["other.example.org"], HERE), WRONG),
        (machine.trusted_hosts(["example.org"], HERE), WRONG),
        (machine.trusted_hosts([".eard.example.org"], HERE), WRONG),
        (machine.trusted_hosts(["Heard.example.org", "www.example.org"], HERE), OK),
        (machine.trusted_hosts([".example.org"], HERE), OK),
        (machine.trusted_hosts(["heard.example.org"], None), OK),
        (machine.proxies(0, "127.0.0.1"), WRONG),
        (machine.proxies(9, "127.0.0.1"), LOOK),
        (machine.proxies(1, "0.0.0.0"), LOOK),  # noqa: S104
        (machine.proxies(1, "127.0.0.1"), OK),
        (machine.proxies(2, "localhost"), OK),
        (machine.hashing(**LEAST), OK),
        (machine.hashing(memory_kib=65_536, passes=3, lanes=4), OK),
        (machine.hashing(**LEAST | {"passes": 1}), WRONG),
        (machine.hashing(**LEAST | {"memory_kib": 8_192}), WRONG),
        (machine.hashing_time(50), OK),
        (machine.hashing_time(2), LOOK),
        (machine.hashing_time(5_000), LOOK),
        (machine.hashing_memory(memory_kib=19_456, at_once=4, workers=2, machine_kib=2_000_000), OK),
        (machine.hashing_memory(memory_kib=65_536, at_once=16, workers=8, machine_kib=2_000_000), LOOK),
        (machine.said_twice(["KEY_RING"]), LOOK),
        (machine.said_twice([]), OK),
        (machine.key_ring(None), OK),
        (machine.key_ring("/etc/heard/keys"), OK),
        (machine.mail(smtp_url=None, mail_from=None, head_to="secretary@example.org"), WRONG),
        (machine.mail(smtp_url="smtp://mail", mail_from=None, head_to="secretary@example.org"), WRONG),
        (machine.mail(smtp_url="smtp://mail", mail_from="heard@example.org", head_to="secretary@example.org"), LOOK),
        (machine.mail(smtp_url=None, mail_from=None, head_to=None), WRONG),
        (machine.mail(smtp_url="smtp://localhost", mail_from="heard", head_to=None), WRONG),
        (machine.mail(smtp_url="mail.example.org", mail_from="heard@example.org", head_to=None), WRONG),
        (machine.mail(smtp_url="smtp://localhost", mail_from="Heard <heard@example.org>", head_to=None), OK),
        (machine.mail(smtp_url="smtps://mail", mail_from="heard@example.org", head_to=None), OK),
        (machine.mail(smtp_url="smtp://a:b@mail", mail_from="heard@example.org", head_to=None), OK),
        (machine.webhook(url=None, secret=None), LOOK),
        (machine.webhook(url="https://pager.example.org/heard", secret=None), WRONG),
        (machine.webhook(url="https://pager.example.org/heard", secret="short"), WRONG),
        (machine.webhook(url="http://pager.example.org/heard", secret="x" * 32), WRONG),
        (machine.webhook(url="https://pager.example.org/heard", secret="x" * 32), OK),
        (machine.webhook(url="http://127.0.0.1:9000/", secret="x" * 32), OK),
        (database.telling(None, NOW, given_up=0), OK),
        (database.telling(None, NOW, given_up=1), LOOK),
        (database.telling(NOW - timedelta(minutes=9), NOW, given_up=0), OK),
        (database.telling(NOW - timedelta(minutes=11), NOW, given_up=1), WRONG),
        (machine.head_places(file=None, mail_to=None), LOOK),
        (machine.head_places(file="/srv/heads", mail_to=None), OK),
        (machine.backups(None), WRONG),
        (machine.backups("age1something else"), WRONG),
        (machine.backups(sealed_files.new_key()[1]), OK),
        (files.space(100 * files.MIB, Path("/srv")), WRONG),
        (files.space(500 * files.MIB, Path("/srv")), LOOK),
        (files.space(5_000 * files.MIB, Path("/srv")), OK),
        (database.migrations(stands_at="0001", newest="0002"), WRONG),
        (database.migrations(stands_at=None, newest="0002"), WRONG),
        (database.migrations(stands_at="0002", newest="0002"), OK),
        (database.sqlite_promises(journal_mode="delete", synchronous=2, foreign_keys=1), WRONG),
        (database.sqlite_promises(journal_mode="wal", synchronous=1, foreign_keys=1), WRONG),
        (database.sqlite_promises(journal_mode="wal", synchronous=2, foreign_keys=0), WRONG),
        (database.sqlite_promises(journal_mode="wal", synchronous=2, foreign_keys=1), OK),
        (database.postgresql_version(130_012), LOOK),
        (database.postgresql_version(150_004), OK),
        (database.postgresql_line(is_local=True, is_encrypted=False, is_demanded=False), OK),
        (database.postgresql_line(is_local=False, is_encrypted=False, is_demanded=False), WRONG),
        (database.postgresql_line(is_local=False, is_encrypted=True, is_demanded=False), LOOK),
        (database.postgresql_line(is_local=False, is_encrypted=True, is_demanded=True), OK),
        (database.postgresql_rights(is_superuser=True, owns_tables=True), LOOK),
        (database.postgresql_rights(is_superuser=False, owns_tables=True), LOOK),
        (database.postgresql_rights(is_superuser=False, owns_tables=False), OK),
        (database.guards(["audit_line"]), WRONG),
        (database.guards([]), OK),
        (database.clocks(NOW, NOW + timedelta(seconds=1)), OK),
        (database.clocks(NOW, NOW + timedelta(seconds=10)), LOOK),
        (database.clocks(NOW + timedelta(minutes=5), NOW), WRONG),
        (database.newest_line(None, NOW), OK),
        (database.newest_line(NOW - DAY, NOW), OK),
        (database.newest_line(NOW + DAY, NOW), WRONG),
        (database.keys(["Key 1 is not in KEY_RING."]), WRONG),
        (database.keys([]), OK),
        (database.sealed_lately(None, NOW), OK),
        (database.sealed_lately(NOW - timedelta(hours=2), NOW), OK),
        (database.sealed_lately(NOW - 2 * DAY, NOW), WRONG),
        (database.handed_over(["file"]), WRONG),
        (database.handed_over([]), OK),
        (people.administrators(0, waiting=0), WRONG),
        (people.administrators(1, waiting=1), WRONG),
        (people.administrators(2, waiting=0), OK),
        (people.second_steps(1), LOOK),
        (people.second_steps(0), OK),
        (people.unseen(2), LOOK),
        (people.unseen(0), OK),
        (people.made_up_people(True), WRONG),
        (people.made_up_people(False), OK),
        (people.board(Settings()), WRONG),
        (people.board(REAL), OK),
        (people.help_numbers(Settings()), WRONG),
        *((people.help_numbers(replace(REAL, **{name: getattr(Settings(), name)})), WRONG) for name in OWN_CONTACTS),
    ],
)
def test_each_thing_is_well_or_not(finding, verdict):
    assert finding.verdict is verdict
    assert finding.says.strip()
    assert "\n" not in finding.says


def test_numbers_that_were_rung_lately_are_well(monkeypatch):
    assert people.help_numbers(replace(REAL, numbers_checked_on="")).verdict is LOOK
    assert people.help_numbers(replace(REAL, numbers_checked_on="2020-01-01")).verdict is LOOK
    assert people.help_numbers(replace(REAL, numbers_checked_on=datetime.now(UTC).date().isoformat())).verdict is OK


def test_a_key_that_opens_backups_is_not_repeated():
    opens, _seals = sealed_files.new_key()
    assert machine.backups(opens).verdict is WRONG
    assert opens not in machine.backups(opens).says


def test_an_address_with_a_secret_in_it_is_not_repeated():
    assert "secret" not in machine.site_address("https://me:secret@heard.example.org").says


class TestFiles:
    @pytest.fixture
    def folder(self, tmp_path):
        place = tmp_path / "heard"
        place.mkdir(mode=0o700)
        return place

    @pytest.fixture
    def file(self, folder):
        path = folder / "heard.db"
        path.touch(mode=0o600)
        return path

    @pytest.mark.parametrize("check", [lambda path: files.private_file(path, user=os.geteuid()), files.sqlite_file])
    def test_a_private_file_in_a_private_folder(self, file, check):
        assert check(file).verdict is OK

    @pytest.mark.parametrize("check", [lambda path: files.private_file(path, user=os.geteuid()), files.sqlite_file])
    def test_a_file_that_is_not_there(self, folder, check):
        assert check(folder / "nothing").verdict is WRONG

    @pytest.mark.parametrize("mode", [0o604, 0o640, 0o644])
    def test_a_secret_that_others_can_read(self, file, mode):
        file.chmod(mode)

        assert "chmod 600" in files.private_file(file, user=os.geteuid()).says

    def test_a_database_that_others_can_read_only_where_they_cannot_get(self, file, folder):
        file.chmod(0o644)
        assert files.sqlite_file(file).verdict is OK
        folder.chmod(0o755)
        assert "chmod 600" in files.sqlite_file(file).says

    def test_a_folder_where_others_can_put_another_file_in_its_place(self, file, folder):
        folder.chmod(0o777)
        assert "in the place of" in files.private_file(file, user=os.geteuid()).says
        assert "in the place of" in files.sqlite_file(file).says
        folder.chmod(0o1777)  # as /tmp is: nobody moves what is somebody else's
        assert files.private_file(file, user=os.geteuid()).verdict is OK

    def test_a_secret_of_another_user(self, file):
        owner = file.stat().st_uid

        assert files.private_file(file, user=owner + 1).verdict is (OK if owner == 0 else LOOK)

    def test_a_database_that_cannot_be_written(self, file):
        assert files.sqlite_file(file, may_write=lambda path: path != file).verdict is WRONG
        assert files.sqlite_file(file, may_write=lambda path: path == file).verdict is WRONG

    def test_the_folder_of_the_files_for_browsers(self, folder):
        assets = folder / "not" / "yet" / "assets"
        assert files.assets_folder(assets).verdict is OK
        assert files.assets_folder(assets, may_write=lambda _path: False).verdict is WRONG
        assert files.assets_folder(Path("/dev/null/assets")).verdict is WRONG
        assets.mkdir(parents=True)
        (assets / "manifest.json").touch()
        assert files.assets_folder(assets, may_write=lambda _path: False).verdict is OK

    def test_the_file_for_the_head_of_the_audit_trail(self, folder):
        assert files.head_file(folder / "heads").verdict is OK
        (folder / "heads").touch()
        assert files.head_file(folder / "heads").verdict is OK
        assert files.head_file(folder).verdict is WRONG
        assert files.head_file(folder / "no" / "such" / "heads").verdict is WRONG
        assert files.head_file(folder / "heads", may_write=lambda _path: False).verdict is WRONG

    def test_places_that_cannot_be_looked_at(self, folder):
        """As in somebody else's folder, but for every user: no file has so long a name."""
        nowhere = folder / ("x" * 300) / "heads"

        assert files.head_file(nowhere).verdict is WRONG
        assert files.assets_folder(nowhere, may_write=lambda _path: False).verdict is WRONG
        assert str(folder) in files.free_space(nowhere).says

    def test_the_room_that_is_left_is_that_of_the_nearest_folder_there_is(self, folder):
        assert str(folder) in files.free_space(folder / "not" / "yet").says


def test_a_check_that_breaks_says_so_and_not_why():
    def broken():
        yield ok("This is well.")
        raise ValueError("postgresql://heard:secret@host")

    (finding,) = tried("The database", broken)

    assert finding.verdict is WRONG
    assert finding.says == "The database could not be looked at (ValueError)."
