"""The files that browsers fetch, from one version of the service to the next."""

from pathlib import Path

import pytest

from app import assets


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "assets"


@pytest.fixture
def source(tmp_path) -> Path:
    """Version 1: one style sheet."""
    folder = tmp_path / "static"
    (folder / "css").mkdir(parents=True)
    (folder / "css" / "main.css").write_text("p { color: red }" * 100)
    return folder


def change(source: Path, color: str) -> None:
    (source / "css" / "main.css").write_text(f"p {{ color: {color} }}" * 100)


def test_a_server_of_the_version_before_still_finds_its_files_and_their_compressed_forms(source, target):
    first = assets.build(source, target)["css/main.css"]
    change(source, "blue")
    second = assets.build(source, target)["css/main.css"]

    assert first != second
    assert "blue" in (target / second).read_text()
    assert "red" in (target / first).read_text()
    assert (target / f"{first}.gz").exists()


def test_what_is_two_versions_old_is_gone(source, target):
    first = assets.build(source, target)["css/main.css"]
    for color in ("blue", "green"):
        change(source, color)
        assets.build(source, target)

    assert not (target / first).exists()


def test_a_file_that_only_the_version_before_had_stays_as_long(source, target):
    (source / "css" / "old.css").write_text("p { margin: 0 }")
    gone = assets.build(source, target)["css/old.css"]
    (source / "css" / "old.css").unlink()
    assets.build(source, target)

    assert (target / gone).exists()


def test_built_again_of_the_same_files_nothing_moves(source, target):
    first = assets.build(source, target)
    made = (target / assets.MANIFEST).stat().st_mtime_ns

    assert assets.build(source, target) == first
    assert (target / assets.MANIFEST).stat().st_mtime_ns == made
