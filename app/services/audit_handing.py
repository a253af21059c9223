"""The newest head of the audit trail, handed to somewhere that whoever has this machine does not have.

A chain alone proves nothing to somebody who could have made it anew. With its hash kept elsewhere they can tell.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTPException
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import AuditHead, AuditSegment, utc_now
from app.models.audit import HeadPlace
from app.protection.audit_chain import moment
from app.services import mailing
from app.services.audit_sealing import find_newest_segment

HEAD_LINE: Final = re.compile(r"(?P<number>[1-9]\d{0,9}) (?P<sealed_at>\S+) (?P<hash>[0-9a-f]{64})")
END_OF_FILE: Final = 200  # bytes: more than a line of it has


class NotHandedOver(Exception):
    """The head did not get there. The message says why, and never holds a password."""


class UnreadableHeads(Exception):
    """A file of heads holds something else. The message says where."""


@dataclass(frozen=True, order=True)
class Head:
    """The newest segment as it is known elsewhere."""

    number: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.number} {self.hash.hex()}"


def head_for(place: HeadPlace, *, wait: timedelta = timedelta(0)) -> AuditSegment | None:
    """The newest segment, when this place does not have it yet and last got one at least `wait` ago."""
    newest = find_newest_segment()
    if newest is None:
        return None
    last = db.session.scalars(
        select(AuditHead).where(AuditHead.place == place).order_by(AuditHead.created_at.desc()).limit(1)
    ).one_or_none()
    if last and (last.segment_id == newest.id or utc_now() - last.created_at < wait):
        return None
    return newest


def write_down(segment: AuditSegment, place: HeadPlace) -> None:
    """This place has this head now."""
    db.session.add(AuditHead(segment_id=segment.id, place=place))
    db.session.flush()


def has_gone_to(place: HeadPlace) -> bool:
    """Whether a head was ever handed to this place."""
    return db.session.scalars(select(AuditHead.id).where(AuditHead.place == place).limit(1)).first() is not None


def append_to(file: Path, segment: AuditSegment) -> None:
    """Add the head to the end of a file, on disk when this returns. Adds nothing when it is the last line already.

    Makes the file so that nobody else can read it. Raises NotHandedOver.
    """
    line = f"{segment.number} {moment(segment.created_at)} {segment.hash.hex()}\n".encode()
    try:
        handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.lseek(handle, max(0, os.fstat(handle).st_size - END_OF_FILE), os.SEEK_SET)
            end = os.read(handle, END_OF_FILE)
            if not end.endswith(line):
                os.write(handle, line if not end or end.endswith(b"\n") else b"\n" + line)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as problem:
        raise NotHandedOver(f"{file}: {problem.strerror}.") from problem


def mail_to(address: str, segment: AuditSegment, *, sender: str | None, server: str | None) -> None:
    """E-mail the head: its number, hash, number of lines and time, and nothing else. Raises NotHandedOver."""
    if not sender or not server:
        raise NotHandedOver("Set SMTP_URL and MAIL_FROM, so that the head can be e-mailed.")
    message = EmailMessage()
    message["Subject"] = f"Audit trail: segment {segment.number}"
    message["From"] = sender
    message["To"] = address
    message.set_content(
        f"Segment: {segment.number}\n"
        f"Hash: {segment.hash.hex()}\n"
        f"Lines: {segment.line_count}\n"
        f"Sealed: {moment(segment.created_at)}\n"
    )
    try:
        mailing.send(message, mailing.Server.parse(server))
    except mailing.NotSafe as problem:
        raise NotHandedOver(str(problem)) from problem
    except (OSError, SMTPException) as problem:
        raise NotHandedOver(f"The e-mail was not sent: {type(problem).__name__}.") from problem


def read_heads(file: Path) -> Iterator[Head]:
    """The heads in a file that append_to() wrote, in its order. Raises UnreadableHeads, OSError."""
    with file.open(encoding="ascii", errors="replace") as lines:
        for count, line in enumerate(lines, 1):
            found = HEAD_LINE.fullmatch(line.strip())
            if found:
                yield Head(int(found["number"]), bytes.fromhex(found["hash"]))
            elif line.strip():
                raise UnreadableHeads(f"Line {count} of {file} is not a head: number, time and hash.")


def head_from(number: int, hash_in_hex: str) -> Head:
    """A head as somebody typed it from an e-mail. Raises UnreadableHeads."""
    if not HEAD_LINE.fullmatch(f"{number} - {hash_in_hex.strip().lower()}"):
        raise UnreadableHeads("Give the segment's number, and its hash: 64 letters and digits.")
    return Head(number, bytes.fromhex(hash_in_hex.strip()))
