"""`/metrics`: numbers for whoever looks after the service, and nothing about anybody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.models import utc_now
from app.models.codes import Event, Work
from app.services import last_runs
from tests.telling import told

ROOT = Path(__file__).parent.parent.parent
TOKEN = "a token that nobody guesses"
RULES = (ROOT / "docs" / "deploy" / "heard-alerts.yml").read_text()


@pytest.fixture
def watched(app, browser, monkeypatch):
    """Heard as somebody runs it who watches it."""
    monkeypatch.setitem(app.config, "METRICS_TOKEN", TOKEN)
    return browser


def asked(browser, token: str = TOKEN):
    return browser.get("/metrics", headers={"Authorization": f"Bearer {token}"})


def test_without_a_token_there_is_no_such_page(browser):
    assert asked(browser).status_code == 404


@pytest.mark.parametrize("token", ["", "another", TOKEN + "x"])
def test_whoever_does_not_know_the_token_finds_nothing(watched, token):
    assert asked(watched, token).status_code == 404


def test_requests_are_counted_by_their_rule_and_never_by_what_was_in_the_address(watched):
    watched.get("/reviews/8f9c1e1e-0000-4000-8000-00000000beef")
    watched.get("/otter-maple-drum")
    page = asked(watched).text

    assert 'heard_requests_total{method="GET",rule="/reviews/<uuid:review_id>",status="404"}' in page
    assert 'heard_requests_total{method="GET",rule="none",status="404"}' in page
    assert "beef" not in page
    assert "otter" not in page


def test_it_says_when_what_goes_on_by_itself_ran_last(watched):
    last_runs.note(Work.CLOCKS, utc_now())

    assert 'heard_last_run_timestamp_seconds{work="clocks"} 1.7' in asked(watched).text


def test_it_says_what_waits_for_staff_and_what_is_wrong(watched):
    told(event=Event.OVERDUE)
    page = asked(watched).text

    assert 'heard_outbox_waiting{channel="e-mail"} 1.0' in page
    assert 'heard_outbox_oldest_seconds{channel="e-mail"}' in page
    assert 'heard_fault{fault="no mail server"} 1.0' in page


def test_what_several_workers_counted_is_one_number(tmp_path):
    counting = "from app.metrics import REQUESTS; REQUESTS.labels('/', 'GET', 200).inc()"
    adding = (
        "from prometheus_client import CollectorRegistry, generate_latest\n"
        "from prometheus_client.multiprocess import MultiProcessCollector\n"
        "registry = CollectorRegistry(); MultiProcessCollector(registry); print(generate_latest(registry).decode())"
    )
    where = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", counting], env=where, cwd=ROOT, check=True)
    done = subprocess.run(
        [sys.executable, "-c", adding], env=where, cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert 'heard_requests_total{method="GET",rule="/",status="200"} 2.0' in done.stdout


def test_every_number_in_the_rules_is_one_there_is(watched):
    last_runs.note(Work.BACKUP, utc_now())
    watched.get("/")
    page = asked(watched).text

    for name in (
        "heard_requests_total",
        "heard_request_seconds_bucket",
        "heard_fault",
        "heard_last_run_timestamp_seconds",
    ):
        assert name in RULES
        assert f"{name}{{" in page
