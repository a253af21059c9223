"""Settings of a machine: a missing one stops the start, and a secret that others can read is refused."""

from types import SimpleNamespace

import pytest

from app import server
from config import Config, MissingSetting, ServerConfig, UnsafeSetting, make_instance

ENVIRONMENT = {"SECRET_KEY": "s", "KEY_RING": "1:x", "DATABASE_URL": "sqlite://"}


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_a_missing_setting_is_named(name):
    with pytest.raises(MissingSetting, match=f"Set {name}"):
        Config.from_environment({key: value for key, value in ENVIRONMENT.items() if key != name})


def test_cookies_are_for_https_unless_said_otherwise():
    usual = Config.from_environment(ENVIRONMENT)
    local = Config.from_environment(ENVIRONMENT | {"ALLOW_HTTP": "yes"})

    assert (usual.SESSION_COOKIE_SECURE, usual.SESSION_COOKIE_NAME) == (True, "__Host-heard")
    assert (local.SESSION_COOKIE_SECURE, local.SESSION_COOKIE_NAME) == (False, "heard")


@pytest.mark.parametrize("said", ["", "no", "1", "true", "YES"])
def test_a_demonstration_is_asked_for_in_one_way_only(said):
    assert not Config.from_environment(ENVIRONMENT | {"DEMO": said}).DEMO


def test_an_instance_gets_secrets_of_its_own_that_nobody_else_can_read(tmp_path):
    path = make_instance(str(tmp_path / "instance"))

    assert path.stat().st_mode & 0o777 == 0o600
    config = Config.from_environment({"SETTINGS_FILE": str(path)})
    assert len(config.SECRET_KEY) > 40
    assert config.KEY_RING.startswith("1:")


def test_an_instance_is_never_made_over(tmp_path):
    path = make_instance(str(tmp_path / "instance"))
    before = path.read_text()
    make_instance(str(tmp_path / "instance"))

    assert path.read_text() == before


def test_a_settings_file_that_others_can_read_is_refused(tmp_path):
    path = make_instance(str(tmp_path / "instance"))
    path.chmod(0o644)

    with pytest.raises(UnsafeSetting, match="chmod 600"):
        Config.from_environment({"SETTINGS_FILE": str(path)})


def test_the_environment_wins_over_the_file(tmp_path):
    path = make_instance(str(tmp_path / "instance"))

    assert Config.from_environment({"SETTINGS_FILE": str(path), "SECRET_KEY": "mine"}).SECRET_KEY == "mine"


@pytest.mark.parametrize("bound", [("127.0.0.1", 8000), ("::1", 8000), ("localhost", 8000)])
def test_a_demonstration_is_served_on_this_machine(monkeypatch, bound):
    monkeypatch.setattr(server, "_settings", ServerConfig.from_environment({"DEMO": "yes"}))

    server.on_starting(SimpleNamespace(cfg=SimpleNamespace(address=[bound])))


@pytest.mark.parametrize("bound", [("0.0.0.0", 8000), ("192.0.2.7", 80), ("heard.example.org", 80), "/run/heard.sock"])  # noqa: S104
def test_a_demonstration_is_served_to_no_other_machine(monkeypatch, bound):
    monkeypatch.setattr(server, "_settings", ServerConfig.from_environment({"DEMO": "yes"}))

    with pytest.raises(UnsafeSetting, match="only be served on this machine"):
        server.on_starting(SimpleNamespace(cfg=SimpleNamespace(address=[("127.0.0.1", 1), bound])))


def test_the_server_listens_on_this_machine_only_unless_told():
    assert ServerConfig.from_environment({}).address == "127.0.0.1"
    assert ServerConfig.from_environment({"PORT": "8001"}).port == 8001
