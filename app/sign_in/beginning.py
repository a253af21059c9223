"""A sign-in begins: under a new cookie, and on a path of this site only."""

from urllib.parse import urlsplit

from app.extensions import db
from app.models import Person
from app.services import signing_in, visiting
from app.sessions import browser_session


def begin(person: Person, *, half_way: bool = False, renewed_hash: str | None = None) -> None:
    """Sign in under a new cookie: whoever knew the old one knows nothing now.

    `half_way`: their second step is still to come. What a young advisor was writing when they signed in goes on under
    the new cookie; anybody else's is forgotten.
    """
    session = browser_session()
    before, cookie = session.cookie, session.renew()
    if person.role.is_young:
        visiting.move(before, cookie)
    else:
        visiting.forget(before)
    signing_in.sign_in(person, secret_mark=cookie.sign_in_mark, half_way=half_way, renewed_hash=renewed_hash)
    db.session.commit()


def path_on_this_site(address: str | None) -> str | None:
    """The address, when it is a path here. "//elsewhere", "https:elsewhere" and back-slashed ones are not."""
    if not address or not address.startswith("/") or "\\" in address or address.startswith("//"):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else parts.path
