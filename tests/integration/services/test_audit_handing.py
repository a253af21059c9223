"""The head of the audit trail leaves this machine: into a file, and by e-mail."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from app.extensions import db
from app.models.audit import HeadPlace
from app.protection.audit_chain import moment
from app.services import audit_handing, mailing
from app.services.audit_handing import Head, NotHandedOver, UnreadableHeads
from app.services.mailing import NotSafe, Server
from tests.integration.services.audit_trail import write_segments
from tests.mailbox import mail_server, make_certificate


@pytest.fixture
def segment(database):
    return write_segments(2)[0]


def hand_over(segment, place=HeadPlace.FILE) -> None:
    audit_handing.write_down(segment, place)
    db.session.commit()


class TestWhoHasWhat:
    def test_a_place_that_has_the_newest_head_gets_none(self, segment):
        assert audit_handing.head_for(HeadPlace.FILE) is segment
        hand_over(segment)
        assert audit_handing.head_for(HeadPlace.FILE) is None
        assert audit_handing.head_for(HeadPlace.MAIL) is segment

    def test_after_a_failure_the_newest_head_is_handed_over(self, segment):
        hand_over(segment)
        write_segments(1)
        (newest,) = write_segments(1)

        assert audit_handing.head_for(HeadPlace.FILE) is newest

    def test_there_is_none_before_the_first_segment(self):
        assert audit_handing.head_for(HeadPlace.FILE) is None

    def test_somebody_who_wants_one_a_day_gets_one_a_day(self, segment, clock):
        hand_over(segment, HeadPlace.MAIL)
        (newest,) = write_segments(1)
        assert audit_handing.head_for(HeadPlace.MAIL, wait=timedelta(hours=24)) is None
        clock.shift(timedelta(hours=24, seconds=1))
        assert audit_handing.head_for(HeadPlace.MAIL, wait=timedelta(hours=24)) is newest


class TestAFile:
    def test_gets_a_line_and_nobody_else_may_read_it(self, segment, tmp_path):
        file = tmp_path / "heads"
        audit_handing.append_to(file, segment)

        assert file.read_text() == f"1 {moment(segment.created_at)} {segment.hash.hex()}\n"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_gets_the_same_head_once(self, segment, tmp_path):
        for _ in range(2):
            audit_handing.append_to(tmp_path / "heads", segment)

        assert list(audit_handing.read_heads(tmp_path / "heads")) == [Head(1, segment.hash)]

    def test_keeps_what_was_there(self, segment, tmp_path):
        segments = [segment, *write_segments(1, 1)]
        for one in segments:
            audit_handing.append_to(tmp_path / "heads", one)

        assert list(audit_handing.read_heads(tmp_path / "heads")) == [Head(one.number, one.hash) for one in segments]

    def test_whose_last_line_was_cut_off_gets_a_line_of_its_own(self, segment, tmp_path):
        (tmp_path / "heads").write_text("\n1 2026-11-17T10:00:00.000000Z")
        audit_handing.append_to(tmp_path / "heads", segment)

        assert (tmp_path / "heads").read_text().splitlines()[-1].endswith(segment.hash.hex())

    def test_that_cannot_be_written_says_so(self, segment):
        with pytest.raises(NotHandedOver, match="No such file"):
            audit_handing.append_to(Path("/nowhere/heads"), segment)

    @pytest.mark.parametrize("line", ["1 2026-11-17T10:00:00.000000Z abc", "hello", "0 now " + "a" * 64, "ü"])
    def test_that_holds_something_else_is_refused(self, tmp_path, line):
        (tmp_path / "heads").write_text("\n" + line)

        with pytest.raises(UnreadableHeads, match="Line 2 of .*heads is not a head"):
            list(audit_handing.read_heads(tmp_path / "heads"))


class TestAnEmail:
    def test_holds_number_hash_count_and_time_and_nothing_else(self, segment):
        with mail_server() as mailbox:
            audit_handing.mail_to(
                "secretary@example.org", segment, sender="heard@example.org", server=f"smtp://127.0.0.1:{mailbox.port}"
            )

        (message,) = mailbox.messages
        assert (message["To"], message["From"]) == ("secretary@example.org", "heard@example.org")
        assert message["Subject"] == "Audit trail: segment 1"
        assert message.get_content().splitlines() == [
            "Segment: 1",
            f"Hash: {segment.hash.hex()}",
            "Lines: 2",
            f"Sealed: {moment(segment.created_at)}",
        ]

    def test_is_encrypted_when_the_server_offers_it(self, segment, tmp_path):
        with mail_server(certificate=make_certificate(tmp_path), asks_who=True) as mailbox:
            audit_handing.mail_to(
                "secretary@example.org",
                segment,
                sender="heard@example.org",
                server=f"smtp://heard:p%40ss%2Fword@localhost:{mailbox.port}",
            )

        assert mailbox.was_encrypted == [True]
        assert mailbox.signed_in == [("heard", "p@ss/word")]

    def test_that_was_not_taken_says_so_without_the_password(self, segment, tmp_path):
        certificate = make_certificate(tmp_path)
        with mail_server(certificate=certificate, asks_who=True) as mailbox, pytest.raises(NotHandedOver) as refused:
            audit_handing.mail_to(
                "secretary@example.org",
                segment,
                sender="heard@example.org",
                server=f"smtp://heard:wrong-one@127.0.0.1:{mailbox.port}",
            )

        assert "was not sent" in str(refused.value)
        assert "wrong-one" not in str(refused.value)

    def test_lets_no_password_out_in_the_open(self, segment, monkeypatch):
        monkeypatch.setattr(mailing, "THIS_MACHINE", frozenset())
        with mail_server() as mailbox, pytest.raises(NotHandedOver, match="offers no encryption"):
            audit_handing.mail_to(
                "secretary@example.org",
                segment,
                sender="heard@example.org",
                server=f"smtp://heard:password@127.0.0.1:{mailbox.port}",
            )

        assert mailbox.signed_in == mailbox.messages == []

    def test_to_a_server_elsewhere_goes_only_to_the_one_it_says_it_is(self, segment, tmp_path, monkeypatch):
        monkeypatch.setattr(mailing, "THIS_MACHINE", frozenset())
        with mail_server(certificate=make_certificate(tmp_path)) as mailbox, pytest.raises(NotHandedOver, match="SSL"):
            audit_handing.mail_to(
                "secretary@example.org", segment, sender="heard@example.org", server=f"smtp://localhost:{mailbox.port}"
            )

        assert mailbox.messages == []

    @pytest.mark.parametrize(("sender", "server"), [(None, "smtp://x"), ("heard@example.org", None)])
    def test_needs_a_server_and_a_sender(self, segment, sender, server):
        with pytest.raises(NotHandedOver, match="Set SMTP_URL and MAIL_FROM"):
            audit_handing.mail_to("secretary@example.org", segment, sender=sender, server=server)


class TestWhereTheServerIs:
    def test_is_read_from_one_address(self):
        server = Server.parse("smtps://a%40b:c%3Ad@mail.example.org")

        assert server == Server("mail.example.org", 465, is_encrypted=True, user="a@b", password="c:d")
        assert "c:d" not in repr(server)
        assert server.context.check_hostname

    @pytest.mark.parametrize("address", ["mail.example.org:25", "http://x", "smtp://x:port", ""])
    def test_anything_else_is_refused_without_repeating_it(self, address):
        with pytest.raises(NotSafe, match="SMTP_URL must be like"):
            Server.parse(address)
