"""`flask audit seal | verify | export | retire`."""

import hashlib
import json
import re
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import AuditLine, AuditSegment, utc_now
from tests.integration.services.audit_trail import (
    SEVEN_YEARS,
    Insider,
    heads,
    line_at,
    seal,
    write,
    write_segments,
)
from tests.mailbox import mail_server

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "audit.md"


@pytest.fixture
def flask(app):
    return lambda *command: app.test_cli_runner().invoke(args=("audit", *command))


@pytest.fixture
def head_file(app, tmp_path, monkeypatch) -> Path:
    monkeypatch.setitem(app.config, "AUDIT_HEAD_FILE", str(tmp_path / "heads"))
    return tmp_path / "heads"


def deeds() -> list[str]:
    return list(db.session.scalars(select(AuditLine.deed).order_by(AuditLine.created_at, AuditLine.id)))


class TestSeal:
    def test_seals_what_there_is_and_writes_the_head_down(self, flask, head_file):
        write(1_001)

        result = flask("seal")

        assert result.exit_code == 0, result.output
        assert "Sealed up to segment 2." in result.output
        assert head_file.read_text().split()[::2] == ["2", heads()[1].hash.hex()]

    def test_again_has_nothing_to_do(self, flask, head_file):
        write(1)
        flask("seal")

        assert flask("seal").output == "Nothing to seal.\n"
        assert len(head_file.read_text().splitlines()) == 1

    def test_keeps_what_is_sealed_when_the_head_cannot_be_handed_over_and_tries_again(
        self, flask, app, monkeypatch, head_file
    ):
        monkeypatch.setitem(app.config, "AUDIT_HEAD_FILE", str(head_file / "not-there" / "heads"))
        write(1)
        failed = flask("seal")
        assert failed.exit_code == 1
        assert "The head of segment 1 was not handed over." in failed.output
        assert db.session.scalar(select(func.count()).select_from(AuditSegment)) == 1

        monkeypatch.setitem(app.config, "AUDIT_HEAD_FILE", str(head_file))
        again = flask("seal")
        assert again.exit_code == 0
        assert "Handed the head of segment 1" in again.output

    def test_one_place_that_fails_does_not_keep_the_other_from_getting_it(self, flask, app, monkeypatch, head_file):
        monkeypatch.setitem(app.config, "AUDIT_HEAD_TO", "secretary@example.org")
        write(1)

        result = flask("seal")

        assert result.exit_code == 1
        assert "Set SMTP_URL and MAIL_FROM" in result.output
        assert head_file.exists()

    def test_mails_the_head_once_a_day_or_as_often_as_it_is_told(self, flask, app, monkeypatch, clock):
        with mail_server() as mailbox:
            monkeypatch.setitem(app.config, "AUDIT_HEAD_TO", "secretary@example.org")
            monkeypatch.setitem(app.config, "MAIL_FROM", "heard@example.org")
            monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{mailbox.port}")
            for command in (["seal"], ["seal"], ["seal", "--mail-every", "0"]):
                write(1)
                assert flask(*command).exit_code == 0
            clock.shift(timedelta(hours=25))
            flask("seal")  # nothing new to tell

        assert [message["Subject"][-1] for message in mailbox.messages] == ["1", "3"]

    def test_names_a_line_it_cannot_read_and_seals_the_others(self, flask):
        lines = write(2, reason="because")
        Insider().run("UPDATE audit_line SET reason_sealed = :other WHERE id = :id", other=b"x", id=lines[0].id)

        result = flask("seal")

        assert result.exit_code == 1
        assert "cannot be read and is not sealed" in result.output
        assert "Sealed up to segment 1." in result.output

    def test_takes_late_lines_when_told(self, flask):
        write_segments(1)
        write(1, created_at=utc_now() - timedelta(days=9))

        assert flask("seal").output == "Nothing to seal.\n"
        assert flask("verify").exit_code == 1
        assert "Sealed up to segment" in flask("seal", "--late").output
        assert flask("verify").exit_code == 0
        assert "sealed late lines" in deeds()


class TestVerify:
    def test_says_what_fits_and_what_it_compared(self, flask, head_file):
        write(3)
        flask("seal")
        write(1)

        result = flask("verify")

        assert result.exit_code == 0, result.output
        assert "3 lines in 1 segment fit. 1 line waits to be sealed." in result.output
        assert f"Head: 1 {heads()[0].hash.hex()}" in result.output
        assert "Compared with 1 head kept elsewhere." in result.output

    def test_names_the_first_line_that_does_not_fit(self, flask):
        write_segments(3, 3)
        line_id = line_at(2, 2)
        Insider().run("UPDATE audit_line SET deed = 'x' WHERE id = :id", id=line_id)

        result = flask("verify")

        assert result.exit_code == 1
        assert f"Segment 2, line 2, id {line_id}: altered. It is not what was sealed." in result.output

    def test_compares_with_heads_that_were_kept_elsewhere(self, flask, tmp_path, head_file):
        write(1)
        flask("seal")
        copy = tmp_path / "copy"
        copy.write_bytes(head_file.read_bytes())
        (known,) = heads()
        insider = Insider()
        insider.run("UPDATE audit_line SET deed = 'x'")
        insider.unseal_everything()
        head_file.unlink()
        seal()

        by_file = flask("verify", "--head", str(copy))
        by_mail = flask("verify", "--mailed", "1", known.hash.hex())

        for result in (by_file, by_mail):
            assert result.exit_code == 1
            assert "Segment 1: another than was handed over." in result.output

    def test_misses_the_file_of_heads_when_it_is_gone(self, flask, head_file):
        write(1)
        assert flask("verify").exit_code == 0
        flask("seal")
        head_file.unlink()

        result = flask("verify")

        assert result.exit_code == 1
        assert "is gone" in result.output

    @pytest.mark.parametrize("given", [("--mailed", "1", "abc"), ("--mailed", "0", "a" * 64)])
    def test_says_what_a_head_looks_like(self, flask, given):
        assert flask("verify", *given).exit_code != 0

    def test_writes_nothing(self, flask):
        write_segments(2)
        before = deeds()
        flask("verify")

        assert deeds() == before


def rows_of(output: str) -> list[dict]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


class TestExport:
    @pytest.fixture(autouse=True)
    def trail(self, database):
        write(2, reason="Their teacher rang.", created_at=utc_now() - timedelta(days=3))
        seal()
        write_segments(2)

    def test_gives_every_sealed_line_with_its_place_in_the_chain(self, flask):
        rows = rows_of(flask("export").output)

        assert [(row["segment"], row.get("position")) for row in rows] == [
            (1, 1), (1, 2), (1, None), (2, 1), (2, 2), (2, None),
        ]  # fmt: skip
        assert [row["previous"] for row in rows[1:]] == [row["hash"] for row in rows[:-1]]
        assert rows[-1]["hash"] == heads()[1].hash.hex()

    def test_gives_no_reason_until_it_is_told(self, flask):
        assert "Their teacher rang." not in flask("export").output

        row = rows_of(flask("export", "--with-reasons").output)[0]
        assert row["reason"] == "Their teacher rang."
        assert row["content"]["reason"] == hashlib.sha256((row["content"]["id"] + row["reason"]).encode()).hexdigest()

    def test_is_written_down_before_anything_leaves(self, flask):
        flask("export")
        flask("export", "--with-reasons")

        assert deeds()[-2:] == ["exported the audit trail", "exported the audit trail with reasons"]

    def test_is_written_down_even_before_the_first_segment(self, flask):
        Insider().unseal_everything()

        assert rows_of(flask("export").output) == []
        assert deeds()[-1] == "exported the audit trail"

    def test_of_some_days_gives_their_lines_alone(self, flask):
        rows = rows_of(flask("export", "--since", "2026-11-14", "--until", "2026-11-14").output)
        assert [(row["segment"], row.get("position")) for row in rows] == [(1, 1), (1, 2), (1, None)]
        assert rows_of(flask("export", "--until", "2026-11-13").output) == []
        assert [row["segment"] for row in rows_of(flask("export", "--since", "2026-11-15").output)] == [2, 2, 2]

    def test_into_a_file_that_nobody_else_may_read(self, flask, tmp_path):
        file = tmp_path / "trail.jsonl"
        result = flask("export", "--output", str(file))

        assert rows_of(result.output) == []
        assert len(rows_of(file.read_text())) == 6
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_never_over_a_file_that_is_there(self, flask, tmp_path):
        (tmp_path / "mine").write_text("mine")
        result = flask("export", "--output", str(tmp_path / "mine"))

        assert result.exit_code == 1
        assert (tmp_path / "mine").read_text() == "mine"
        assert "exported the audit trail" not in deeds()

    def test_says_how_many_lines_are_not_in_it(self, flask):
        assert "1 newer line is not sealed yet, and is not in it." in flask("export").output  # its own

    def test_names_a_line_that_does_not_open(self, flask):
        Insider().run("UPDATE audit_line SET reason_sealed = :other WHERE id = :id", other=b"x", id=line_at(1, 2))

        result = flask("export")

        assert result.exit_code == 1
        assert "Line 2 of segment 1" in result.output


class TestTheProgramInTheDocument:
    """Somebody else checks an export with what stands in docs/audit.md, and Python's own library."""

    @pytest.fixture
    def check(self, tmp_path):
        (program,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), flags=re.DOTALL)
        file = tmp_path / "check.py"
        file.write_text(program)

        def run(exported: str) -> subprocess.CompletedProcess[str]:
            command = [sys.executable, "-I", "-W", "error", str(file)]
            return subprocess.run(command, input=exported, capture_output=True, text=True, check=False)

        return run

    @pytest.fixture
    def exported(self, flask, tmp_path, clock) -> str:
        today = utc_now()
        clock.move_to(today - SEVEN_YEARS)
        write_segments(2, 1)
        clock.move_to(today)
        flask("retire", "--yes")
        write_segments(2, 2, reason="Ünder “quotes”  said")
        flask("export", "--with-reasons", "--output", str(tmp_path / "trail"))
        return (tmp_path / "trail").read_text()

    def test_is_short(self):
        (program,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), flags=re.DOTALL)

        assert len([line for line in program.splitlines() if line.strip()]) <= 17

    def test_finds_that_it_fits_and_says_the_head(self, check, exported):
        result = check(exported)

        assert result.returncode == 0, result.stderr
        assert f"4 {heads()[3].hash.hex()}" in result.stdout

    @pytest.mark.parametrize(
        "change", [("opened view", "closed view"), (" said", " sang"), ('"line_count": 2', '"line_count": 3')]
    )
    def test_finds_what_was_altered(self, check, exported, change):
        spoilt = exported.replace(*change)

        assert spoilt != exported
        assert check(spoilt).returncode == 1

    def test_finds_what_was_left_out(self, check, exported):
        lines = exported.splitlines(keepends=True)
        result = check("".join(lines[:4] + lines[5:]))

        assert "left out" in result.stdout + result.stderr


class TestRetire:
    @pytest.fixture(autouse=True)
    def trail(self, database, clock):
        today = utc_now()
        clock.move_to(today - SEVEN_YEARS)
        write_segments(2, 3)
        clock.move_to(today)
        write_segments(1)

    def test_first_says_what_would_go(self, flask):
        before = deeds()
        result = flask("retire")

        assert "Would drop 5 lines in 2 segments" in result.output
        assert deeds() == before

    def test_then_does_it_and_writes_it_down(self, flask):
        result = flask("retire", "--yes")

        assert "Dropped 5 lines in 2 segments" in result.output
        assert deeds() == ["opened view", "dropped audit segment", "dropped audit segment"]
        assert flask("seal").exit_code == 0
        verified = flask("verify")
        assert verified.exit_code == 0, verified.output
        assert "2 segments were dropped" in verified.output

    def test_has_nothing_to_do_afterwards(self, flask):
        flask("retire", "--yes")

        assert "Nothing to do" in flask("retire").output
