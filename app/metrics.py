"""Numbers for whoever looks after the service, in the format of Prometheus: how many requests of which page, how long
they took, what goes wrong, what waits. Nothing is counted unless METRICS_TOKEN is set.

A label is the rule of a route, a method, a status, or a word of ours; never a path, a code, a name or a word of theirs.
"""

import time
from collections.abc import Iterable, Iterator

from flask import Flask, Response, current_app, g, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from app.logs import METHODS
from app.models import utc_now
from app.models.codes import Channel, Work
from app.services import faults, last_runs, outbox
from app.services.carriers import channels_set_up

REQUESTS = Counter("heard_requests", "Requests answered.", ("rule", "method", "status"))
SECONDS = Histogram(
    "heard_request_seconds", "How long an answer took.", ("rule",), buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10)
)


def count(response: Response) -> Response:
    if not current_app.config["METRICS_TOKEN"]:
        return response
    rule = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(rule, method, response.status_code).inc()
    if "began" in g:
        SECONDS.labels(rule).observe(time.perf_counter() - g.began)
    return response


class WhatWaits(Collector):
    """What the database says when it is asked."""

    def collect(self) -> Iterator[Metric]:
        now = utc_now()
        wrong = GaugeMetricFamily("heard_fault", "1 for each thing that is wrong with Heard itself.", labels=("fault",))
        for fault in faults.faults(channels_set_up(current_app.config)):
            wrong.add_metric([fault.name], 1)
        yield wrong
        yield gauge(
            "heard_last_run_timestamp_seconds", "When work that goes on by itself was done last.", "work", ran()
        )
        states = {channel.value: outbox.state(channel, now) for channel in Channel}
        yield gauge(
            "heard_outbox_waiting", "Messages to staff that wait.", "channel",
            ((channel, state.waiting) for channel, state in states.items()),
        )  # fmt: skip
        yield gauge(
            "heard_outbox_oldest_seconds", "For how long the oldest of them has waited.", "channel",
            ((channel, (now - state.oldest).total_seconds()) for channel, state in states.items() if state.oldest),
        )  # fmt: skip


def ran() -> Iterator[tuple[str, float]]:
    return ((work.value, at.timestamp()) for work in Work if (at := last_runs.last(work)))


def gauge(name: str, says: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=(label,))
    for word, value in values:
        family.add_metric([word], value)
    return family


def written() -> bytes:
    """Everything that is counted, of all workers of this machine, and what waits."""
    registry, counted = CollectorRegistry(), REGISTRY
    registry.register(WhatWaits())
    if current_app.config["PROMETHEUS_MULTIPROC_DIR"]:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    return bytes(generate_latest(counted) + generate_latest(registry))


def init_app(app: Flask) -> None:
    app.after_request(count)
