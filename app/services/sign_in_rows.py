"""The sign-in of a browser: asked for on every page that somebody signed in opens, so it is put together once."""

from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Person, SignIn

TABLE: Final = SignIn.metadata.tables[SignIn.__tablename__]
# Nearly every young person has a cookie and no sign-in: this says so in a third of the time.
IS_ONE_THERE: Final = select(TABLE.c.id).where(TABLE.c.secret_mark == bindparam("mark"), TABLE.c.ended_at.is_(None))
WITH_PERSON: Final = (
    select(SignIn)
    .join(SignIn.person)
    .where(SignIn.secret_mark == bindparam("mark"), SignIn.ended_at.is_(None), Person.is_active.is_(True))
    .options(joinedload(SignIn.person))
)


def find(secret_mark: bytes) -> SignIn | None:
    """The sign-in this hash stands for, with its person: not ended, of somebody who is not paused."""
    mark = {"mark": secret_mark}
    if db.session.execute(IS_ONE_THERE, mark).first() is None:
        return None
    return db.session.scalar(WITH_PERSON, mark)
