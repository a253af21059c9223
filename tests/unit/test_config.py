"""Settings of a machine: a missing one stops the start, and a secret that others can read is refused."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import make_url

from app import server
from config import (
    NEEDED,
    NUMBERS,
    Config,
    MissingSetting,
    ServerConfig,
    UnsafeSetting,
    make_instance,
    private_files,
    said_twice,
    with_hosts_apart,
)

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


@pytest.mark.parametrize("name", NEEDED)
def test_an_empty_setting_is_as_good_as_none(name):
    with pytest.raises(MissingSetting, match=f"Set {name}"):
        Config.from_environment(ENVIRONMENT | {name: ""})


class TestSeveralDatabases:
    """Named as PostgreSQL's own programs have them: host:port,host:port."""

    @staticmethod
    def connected(address: str) -> dict[str, object]:
        url = make_url(with_hosts_apart(address))
        _, how = url.get_dialect()().create_connect_args(url)
        return how

    def test_whichever_writes_is_used(self):
        how = self.connected("postgresql+psycopg://heard:p%40w@10.0.0.21:5433,10.0.0.22/heard?sslmode=verify-full")

        assert (how["host"], how["port"]) == ("10.0.0.21,10.0.0.22", "5433,5432")
        assert (how["user"], how["password"], how["dbname"]) == ("heard", "p@w", "heard")
        assert (how["target_session_attrs"], how["sslmode"]) == ("read-write", "verify-full")

    def test_what_the_address_says_itself_stands(self):
        how = self.connected("postgresql+psycopg://heard@a,b/heard?target_session_attrs=primary")

        assert how["target_session_attrs"] == "primary"

    @pytest.mark.parametrize(
        "address", ["sqlite:////a,b/heard.db", "postgresql+psycopg://heard@10.0.0.21:5433/a,b?c=d"]
    )
    def test_one_stays_as_it_is(self, address):
        assert with_hosts_apart(address) == address

    def test_they_are_a_setting(self):
        several = ENVIRONMENT | {"DATABASE_URL": "postgresql+psycopg://heard@a,b/heard"}

        assert "host=a:5432&host=b:5432" in Config.from_environment(several).SQLALCHEMY_DATABASE_URI


def test_of_several_copies_one_that_only_reads_is_asked_for_figures():
    several = ENVIRONMENT | {"FIGURES_DATABASE_URL": "postgresql+psycopg://heard@a,b/heard"}

    said = Config.from_environment(several).FIGURES_DATABASE_URL
    assert said == "postgresql+psycopg://heard@/heard?target_session_attrs=standby&host=a:5432&host=b:5432"
    assert Config.from_environment(ENVIRONMENT).FIGURES_DATABASE_URL is None


@pytest.mark.parametrize(("threads", "may_wait"), [("16", 12), ("4", 3), ("1", 1)])
def test_not_every_thread_may_wait_for_the_database(threads, may_wait):
    assert may_wait == Config.from_environment(ENVIRONMENT | {"THREADS": threads}).MOST_WAITING
    assert Config.from_environment(ENVIRONMENT).MOST_WAITING == 12


def test_a_pooler_is_said_in_one_way_only():
    said = [
        Config.from_environment(ENVIRONMENT | {"DATABASE_POOLER": one}).DATABASE_POOLER for one in ("yes", "no", "1")
    ]

    assert said == [True, False, False]
    assert not Config.from_environment(ENVIRONMENT).DATABASE_POOLER


class TestSecretsInFiles:
    @pytest.fixture
    def secret(self, tmp_path):
        path = tmp_path / "secret"
        path.write_text("from the file\n")
        path.chmod(0o600)
        return path

    @pytest.mark.parametrize(
        ("name", "setting"),
        [
            ("SECRET_KEY", "SECRET_KEY"),
            ("KEY_RING", "KEY_RING"),
            ("DATABASE_URL", "SQLALCHEMY_DATABASE_URI"),
            ("SMTP_URL", "SMTP_URL"),
        ],
    )
    def test_a_secret_may_stand_in_a_file_of_its_own(self, secret, name, setting):
        said = {key: value for key, value in ENVIRONMENT.items() if key != name} | {f"{name}_FILE": str(secret)}

        assert getattr(Config.from_environment(said), setting) == "from the file"

    def test_no_other_setting_may(self, secret):
        assert Config.from_environment(ENVIRONMENT | {"MAIL_FROM_FILE": str(secret)}).MAIL_FROM is None

    def test_a_value_wins_over_its_file_and_both_are_known(self, secret):
        said = ENVIRONMENT | {"KEY_RING_FILE": str(secret)}
        config = Config.from_environment(said)

        assert (config.KEY_RING, config.KEY_RING_FILE) == ("1:x", None)
        assert said_twice(said) == ["KEY_RING"]
        assert said_twice(ENVIRONMENT) == []

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
    def test_a_secret_that_others_can_read_is_refused(self, secret, mode):
        secret.chmod(mode)

        with pytest.raises(UnsafeSetting, match=f"chmod 600 {secret}"):
            Config.from_environment(ENVIRONMENT | {"SECRET_KEY": "", "SECRET_KEY_FILE": str(secret)})

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(FileNotFoundError, match="nowhere"):
            Config.from_environment(ENVIRONMENT | {"SECRET_KEY": "", "SECRET_KEY_FILE": str(tmp_path / "nowhere")})

    def test_every_file_that_holds_a_secret_is_known(self, secret, tmp_path):
        settings = make_instance(str(tmp_path / "instance"))
        with settings.open("a") as file:
            file.write(f"SMTP_URL_FILE={secret}\n")
        said = {"SETTINGS_FILE": str(settings), "KEY_RING_FILE": "/run/ring"}

        assert private_files(said) == [settings, Path("/run/ring"), secret]
        settings.chmod(0o644)  # refused, and so not looked into
        assert private_files(said) == [settings, Path("/run/ring")]
        assert private_files({}) == []


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_is_a_number(name):
    assert getattr(Config.from_environment(ENVIRONMENT | {name: "3"}), name) == 3
    with pytest.raises(UnsafeSetting, match=f"{name} must be a whole number"):
        Config.from_environment(ENVIRONMENT | {name: "three"})


def test_passphrases_are_hashed_by_the_owasp_minimum_unless_said_otherwise():
    usual = Config.from_environment(ENVIRONMENT)

    assert (usual.ARGON2_MEMORY_KIB, usual.ARGON2_PASSES, usual.ARGON2_LANES) == (19_456, 2, 1)


def test_nothing_of_a_request_is_believed_by_the_server_itself():
    assert (server.forwarded_allow_ips, server.forwarder_headers, server.secure_scheme_headers) == ("", "", {})
    assert server.accesslog is None
    assert server.limit_request_fields <= 100
    assert server.limit_request_field_size <= 8190
    assert server.limit_request_line <= 4094
