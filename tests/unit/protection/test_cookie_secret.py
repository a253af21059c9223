"""What is made from a browser's secret shows neither the secret nor what else belongs to the same browser."""

from uuid import UUID

import pytest

from app.protection.cookie_secret import SECRET_BYTES, CookieSecret, new_secret

ONE_VIEW, ANOTHER_VIEW = UUID(int=1), UUID(int=2)
USES = {
    "visit": lambda cookie: cookie.visit_mark,
    "key of the visit": lambda cookie: cookie.visit_key,
    "sign-in": lambda cookie: cookie.sign_in_mark,
    "wrong tries": lambda cookie: cookie.wrong_tries_mark,
    "sending": lambda cookie: cookie.sending_mark,
    "a view sent": lambda cookie: cookie.mark_of_sent("view"),
    "an addition sent": lambda cookie: cookie.mark_of_sent("addition"),
    "a view being sent": lambda cookie: cookie.mark_of_sending("view"),
    "an addition being sent": lambda cookie: cookie.mark_of_sending("addition"),
    "forms about a view": lambda cookie: bytes.fromhex(cookie.mark_of_view(ONE_VIEW)),
    "forms about another": lambda cookie: bytes.fromhex(cookie.mark_of_view(ANOTHER_VIEW)),
    "passkey": lambda cookie: cookie.passkey_mark,
    "form token": lambda cookie: bytes.fromhex(cookie.form_token),
}


def made(**other):
    cookie = CookieSecret(**{"secret": "a secret", "server_key": b"a key"} | other)
    return [make(cookie) for make in USES.values()]


def test_each_use_has_a_mark_of_its_own_so_that_rows_cannot_be_linked():
    assert len(set(made())) == len(USES)


@pytest.mark.parametrize("other", [{"secret": "another"}, {"server_key": b"another"}])
def test_no_mark_is_made_without_both_the_browser_and_the_server(other):
    assert not set(made()) & set(made(**other))


def test_the_same_browser_is_known_again():
    assert made() == made()


def test_a_secret_is_as_long_as_a_key_and_never_the_same():
    secrets = {new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert all(len(secret) >= SECRET_BYTES * 4 // 3 for secret in secrets)


def test_whoever_writes_one_down_by_accident_shows_nothing():
    assert "a secret" not in repr(CookieSecret("a secret", b"a key"))
    assert "a key" not in repr(CookieSecret("a secret", b"a key"))
