"""The files that a service is set up with agree with the program, with the documents, and with one another."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import config
from config import Config
from tests.test_docs import ROOT, app_commands, options_of, settings_read  # noqa: F401 (a fixture)

DEPLOY = ROOT / "docs" / "deploy"
RUNNING = (ROOT / "docs" / "running.md").read_text()
BACKUP = (ROOT / "docs" / "backup.md").read_text()
UNITS = sorted(path for path in DEPLOY.iterdir() if path.suffix in {".service", ".timer", ".socket"})
SERVICES = [path for path in UNITS if path.suffix == ".service"]
FRONTS = {
    "nginx.conf": r"proxy_pass\s+http://([\d.:]+);",
    "haproxy-behind-caddy.cfg": r"^    server heard ([\d.:]+)$",  # Caddy asks it, and it asks Heard
}
# It names the file itself, so it stands in the units.
ELSEWHERE = {"SETTINGS_FILE"}


def said(unit: Path, name: str) -> str:
    """What a unit says of this. Nothing: it does not say it."""
    found = re.search(rf"^{name}=(.*)$", unit.read_text(), flags=re.MULTILINE)
    return found[1] if found else ""


def example() -> Iterator[tuple[str, str]]:
    """Each setting of the example, and its value: those that are not read as well."""
    for line in (DEPLOY / "settings.env.example").read_text().splitlines():
        if setting := re.fullmatch(r"#?([A-Z][A-Z_0-9]+)=(.*)", line):
            yield setting[1], setting[2]


class TestSettings:
    def test_the_example_has_every_setting_there_is_and_none_that_is_gone(self):
        assert {name for name, _ in example()} == settings_read() - ELSEWHERE

    def test_a_service_starts_with_it(self, tmp_path):
        text = (DEPLOY / "settings.env.example").read_text().replace("/etc/heard", str(tmp_path))
        for name in ("settings.env", "secret_key", "key_ring"):
            (tmp_path / name).write_text(text if name == "settings.env" else "1:something\n")
            (tmp_path / name).chmod(0o600)

        read = Config.from_environment({"SETTINGS_FILE": str(tmp_path / "settings.env")})

        assert (read.KEY_RING, read.PROXIES, read.DEMO, read.ALLOW_HTTP) == ("1:something", 1, False, False)

    def test_what_is_commented_out_is_the_usual_value(self):
        usual = vars(Config(SECRET_KEY="", KEY_RING="", SQLALCHEMY_DATABASE_URI=""))
        told = {name: value for name, value in example() if name in config.NUMBERS and name != "PROXIES"}

        assert told == {name: str(usual[name]) for name in told}
        assert len(told) == len(config.NUMBERS) - 1

    def test_the_server_has_the_usual_values_too(self):
        told = dict(example())
        server = config.ServerConfig.from_environment({})

        assert (told["ADDRESS"], told["PORT"]) == (server.address, str(server.port))
        assert (told["WORKERS"], told["THREADS"]) == (str(server.workers), str(server.threads))


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
class TestServices:
    def test_each_runs_as_the_same_user_with_the_same_settings(self, unit):
        assert (said(unit, "User"), said(unit, "Group"), said(unit, "UMask")) == ("heard", "heard", "0077")
        assert said(unit, "WorkingDirectory") == "/srv/heard"
        assert said(unit, "Environment") == "SETTINGS_FILE=/etc/heard/settings.env"

    def test_each_may_do_no_more_than_the_others(self, unit):
        def limits(of: Path) -> list[str]:
            return re.search(r"^NoNewPrivileges.*?(?=\n\n|\Z)", of.read_text(), flags=re.M | re.S)[0].split()

        assert limits(unit) == limits(DEPLOY / "heard.service")

    def test_what_it_runs_is_there(self, unit, app_commands):  # noqa: F811
        program, *words = shlex.split(said(unit, "ExecStart"))
        if program.endswith("/gunicorn"):
            assert words == ["-c", "python:app.server", "wsgi:app"]
            return
        assert (program, words[:2]) == ("/srv/heard/.venv/bin/flask", ["--app", "wsgi"])
        group, command, *options = words[2:]
        assert command in app_commands[group]
        assert {word for word in options if word.startswith("--")} <= options_of(app_commands[group][command])

    def test_something_starts_it(self, unit):
        assert said(unit, "WantedBy") or unit.with_suffix(".timer").exists()


@pytest.mark.parametrize("timer", [path for path in UNITS if path.suffix == ".timer"], ids=lambda path: path.name)
class TestTimers:
    def test_each_has_a_service_that_ends(self, timer):
        assert said(timer.with_suffix(".service"), "Type") == "oneshot"
        assert said(timer, "WantedBy") == "timers.target"

    def test_the_documents_say_how_it_is_started(self, timer):
        assert re.search(rf"systemctl enable --now .*\b{timer.name}\b", RUNNING + BACKUP)


def test_a_backup_is_made_before_anything_is_cleared():
    """What is cleared wrongly is then still in last night's copy."""
    backup, retention = (said(DEPLOY / f"heard-{name}.timer", "OnCalendar") for name in ("backup", "retention"))
    wait = int(said(DEPLOY / "heard-backup.timer", "RandomizedDelaySec").removesuffix("m"))

    assert minutes(backup) + wait < minutes(retention)


def minutes(at: str) -> int:
    hours, of_hour = at.split()[1].split(":")
    return int(hours) * 60 + int(of_hour)


class TestFronts:
    @pytest.mark.parametrize("front", FRONTS)
    def test_each_asks_at_the_address_that_the_socket_holds(self, front):
        asked = set(re.findall(FRONTS[front], (DEPLOY / front).read_text(), flags=re.MULTILINE))

        assert asked == {said(DEPLOY / "heard.socket", "ListenStream")} == {"127.0.0.1:8000"}
        assert said(DEPLOY / "heard.service", "Requires") == "heard.socket"

    def test_caddy_asks_where_its_pages_are_counted(self):
        asked = re.findall(r"reverse_proxy ([\d.:]+) ", (DEPLOY / "Caddyfile").read_text())

        assert [f"bind {address}" in (DEPLOY / "haproxy-behind-caddy.cfg").read_text() for address in asked] == [True]

    def test_both_haproxies_let_as_many_read_and_never_slow_who_sends(self):
        limits = [
            re.findall(
                r"stick-table .*|http-request deny deny_status 429 .*| unless METH_POST", (DEPLOY / name).read_text()
            )
            for name in ("haproxy.cfg", "haproxy-behind-caddy.cfg")
        ]

        assert limits[0] == limits[1]
        assert len(limits[0]) == 3

    @pytest.mark.parametrize("front", [*FRONTS, "Caddyfile", "haproxy.cfg"])
    def test_the_plain_pages_are_there(self, front):
        pages = set(re.findall(r"[/ ]((?:\w|-)+\.html)", (DEPLOY / front).read_text()))

        assert pages
        assert {page for page in pages if not (ROOT / "app" / "plain" / page).exists()} == set()
        assert "/srv/heard/app" in (DEPLOY / front).read_text()

    def test_none_cuts_off_what_heard_itself_takes(self):
        """A page that takes writing takes 512 kB. Whoever sends more reads Heard's own page, up to 2 MB."""
        assert "client_max_body_size     2m;" in (DEPLOY / "nginx.conf").read_text()
        assert "max_size 2MB" in (DEPLOY / "Caddyfile").read_text()

    def test_none_hands_on_what_a_browser_says_of_itself(self):
        nginx = (DEPLOY / "nginx.conf").read_text()
        for place in re.findall(r"proxy_pass .*?\n    }", nginx, flags=re.DOTALL):
            for header in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"):
                assert f"proxy_set_header {header} " in place
        for name in ("nginx.conf", "Caddyfile", "haproxy.cfg"):
            assert "Authorization" in (DEPLOY / name).read_text()  # /metrics is no page from outside

    def test_none_writes_down_who_asked(self):
        assert "access_log off;" in (DEPLOY / "nginx.conf").read_text()
        assert not re.search(r"^\s*log\b", (DEPLOY / "Caddyfile").read_text(), flags=re.MULTILINE)
        for name in ("haproxy.cfg", "haproxy-behind-caddy.cfg"):
            assert not re.search(r"^\s*(log|option httplog)\b", (DEPLOY / name).read_text(), flags=re.MULTILINE)


class TestPrometheus:
    def test_each_rule_is_seen_to_fire_and_not_to_fire(self):
        """promtool runs them (docs/running.md says how); here nobody forgets one."""
        rules = re.findall(r"alert: (\w+)", (DEPLOY / "heard-alerts.yml").read_text())
        tests = (DEPLOY / "heard-alerts.test.yml").read_text()
        fires = re.findall(r"alertname: (\w+)\n +exp_alerts", tests)
        is_quiet = re.findall(r"{eval_time: \w+, alertname: (\w+)}", tests)

        assert rules
        assert set(rules) == set(fires) == set(is_quiet)

    def test_it_asks_heard_by_its_name_where_the_socket_is(self):
        """Under any other name Heard answers nobody, and the front hands no token on."""
        asks = (DEPLOY / "prometheus.yml").read_text()

        assert f"proxy_url: http://{said(DEPLOY / 'heard.socket', 'ListenStream')}\n" in asks
        assert dict(example())["TRUSTED_HOSTS"] in asks


def number(name: str, file: str, of: str) -> int:
    return int(re.search(rf"^\s*{name}{of}(\d+)", (DEPLOY / file).read_text(), flags=re.MULTILINE)[1])


class TestFailingOver:
    """Who waits for what, and how long."""

    usual = Config(SECRET_KEY="", KEY_RING="", SQLALCHEMY_DATABASE_URI="")

    def test_a_page_waits_until_another_database_leads(self):
        ttl, loop, ends = (number(name, "patroni.yml", ": ") for name in ("ttl", "loop_wait", "retry_timeout"))

        assert (ttl, loop, ends) == (20, 5, 5)
        assert ttl >= loop + 2 * ends  # or Patroni gives up a leader that is well
        assert ttl + 2 * loop < self.usual.DATABASE_AWAY_SECONDS

    def test_and_no_longer_than_the_proxy_waits_for_it(self):
        longest = self.usual.DATABASE_AWAY_SECONDS + self.usual.LOCK_SECONDS

        assert longest < number("timeout server", "haproxy.cfg", " +")
        assert longest < number("proxy_read_timeout", "nginx.conf", " +")

    def test_what_was_sent_is_on_two_machines_before_anybody_is_told(self):
        said = (DEPLOY / "patroni.yml").read_text()

        assert re.search(r"^ *synchronous_mode: true$", said, flags=re.MULTILINE)
        assert re.search(r'^ *synchronous_commit: "on"$', said, flags=re.MULTILINE)

    def test_every_line_to_the_database_is_encrypted(self):
        """But for the machine's own socket."""
        rules = re.findall(r"^ +- (local|host\w*) ", (DEPLOY / "patroni.yml").read_text(), flags=re.MULTILINE)

        assert set(rules) == {"local", "hostssl"}
        assert "server_tls_sslmode = require" in (DEPLOY / "pgbouncer.ini").read_text()

    def test_a_pooler_lends_by_transaction(self):
        assert "pool_mode = transaction" in (DEPLOY / "pgbouncer.ini").read_text()


def test_running_names_every_file():
    assert [path.name for path in DEPLOY.iterdir() if f"deploy/{path.name})" not in RUNNING + BACKUP] == []
