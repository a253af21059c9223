"""The ring's own file: nobody else reads it, and it is the old one or the new one, never half of either."""

import os
import signal
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.protection import key_sources
from app.protection.key_sources import RingFile, RingText
from app.protection.keys import KeyProblem, KeyRing

ONE = KeyRing.of({1: b"1" * 32})


@pytest.fixture
def path(tmp_path) -> Path:
    file = tmp_path / "ring"
    file.write_text(ONE.as_text() + "\n")
    file.chmod(0o600)
    return file


def add_a_key(ring: KeyRing) -> KeyRing:
    return ring.with_new_key(1 + max(ring.roots))


def test_a_ring_is_read_from_its_text_and_from_its_file(path):
    assert RingText(ONE.as_text()).read() == RingFile(path).read() == ONE


def test_no_key_is_printed_with_its_source():
    assert ONE.as_text()[2:] not in repr(RingText(ONE.as_text()))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_file_that_others_may_touch_is_refused(path, mode):
    path.chmod(mode)

    with pytest.raises(KeyProblem, match=f"chmod 600 {path}"):
        RingFile(path).read()
    with pytest.raises(KeyProblem, match="chmod 600"):
        RingFile(path).change(add_a_key)
    assert path.read_text() == ONE.as_text() + "\n"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(KeyProblem, match="nowhere cannot be read: No such file"):
        RingFile(tmp_path / "nowhere").read()


def test_a_change_is_in_the_file_and_nothing_is_left_beside_it(path):
    ring = RingFile(path).change(add_a_key)

    assert RingFile(path).read() == ring
    assert list(ring.roots) == [2, 1]
    assert list(path.parent.iterdir()) == [path]


def test_a_change_that_is_refused_changes_nothing(path):
    with pytest.raises(KeyProblem, match="Key 1 is the one that seals"):
        RingFile(path).change(lambda ring: ring.without(1))

    assert RingFile(path).read() == ONE


@pytest.mark.parametrize("mode", [0o400, 0o600, 0o700])
def test_the_file_keeps_its_mode(path, mode):
    path.chmod(mode)
    RingFile(path).change(add_a_key)

    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(KeyProblem, match="ring cannot be changed from here: No such file"):
        RingFile(tmp_path / "nowhere" / "ring").change(add_a_key)


def test_the_file_keeps_its_owner(path):
    owner = (12345, 23456) if os.geteuid() == 0 else (os.geteuid(), os.getegid())  # only root gives files away
    os.chown(path, *owner)
    RingFile(path).change(add_a_key)

    assert (path.stat().st_uid, path.stat().st_gid) == owner


def test_a_link_stays_a_link(path, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(path)
    RingFile(link).change(add_a_key)

    assert link.is_symlink()
    assert len(RingFile(path).read().roots) == 2


def test_changes_at_the_same_moment_wait_for_each_other(path):
    with ThreadPoolExecutor(8) as operators:
        made = list(operators.map(lambda _: RingFile(path).change(add_a_key), range(40)))

    assert len(RingFile(path).read().roots) == 41
    assert max(len(ring.roots) for ring in made) == 41


@pytest.mark.parametrize("moment", ["fchmod", "fsync", "replace"])
def test_killed_before_the_rename_the_old_ring_stands_and_the_next_change_works(path, moment):
    child = os.fork()
    if child == 0:

        def die(*_anything) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(key_sources.Path if moment == "replace" else key_sources.os, moment, die)
        RingFile(path).change(add_a_key)
    _, status = os.waitpid(child, 0)

    assert os.WTERMSIG(status) == signal.SIGKILL
    assert RingFile(path).read() == ONE
    (left,) = [other for other in path.parent.iterdir() if other != path]
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    RingFile(path).change(add_a_key)
    assert list(path.parent.iterdir()) == [path]
    assert len(RingFile(path).read().roots) == 2
