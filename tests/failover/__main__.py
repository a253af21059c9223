"""`make failover`: the leader of the database is killed under load, ten times. What comes of it is printed.

It needs the Debian packages etcd-server, patroni, haproxy, pgbouncer and postgresql-15, and some minutes. KILLS=3 kills
three times, PHONES=2 sends from two phones, KEEP=yes leaves the logs where they are.
"""

import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import pairwise
from pathlib import Path
from threading import Event, Lock
from urllib.parse import urlsplit

from config import with_hosts_apart
from tests.failover.machines import DATABASES, FRONT, NET, POOLER, Machines, read, wait_for
from tests.rotation import ring_sealing_under
from tests.served import Phone, numbered
from tests.test_workers_killed import said

KILLS, PHONES = int(os.environ.get("KILLS", "10")), int(os.environ.get("PHONES", "6"))
BETWEEN = 3.0  # seconds in which all is well, before the next kill
AWAY = 5.0  # seconds that a machine is gone before it is started again
SLOW = 1.0  # seconds from which a page is a slow one
PATIENCE = 120


@dataclass
class Seen:
    """What the phones saw. Times are those of time.monotonic()."""

    asked: list[tuple[float, float, int]] = field(default_factory=list)  # begun, seconds, status; 0: no answer
    acknowledged: list[tuple[float, str]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def between(self, begin: float, end: float) -> list[tuple[float, float, int]]:
        """Whatever was asked, or waited for, in that time."""
        with self.lock:
            return [one for one in self.asked if one[0] < end and one[0] + one[1] > begin]


class PhoneElsewhere(Phone):
    """A phone with an address of its own, in front of HAProxy."""

    def __init__(self, number: int, seen: Seen) -> None:
        super().__init__(8000)
        self.seen, self.own = seen, f"{NET[:-1]}1.{number + 1}"

    def try_once(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        begun, status = time.monotonic(), 0
        try:
            line = HTTPConnection(FRONT, self.port, timeout=PATIENCE, source_address=(self.own, 0))
            with closing(line):
                headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
                line.request(method, path, body, headers | {"Host": "heard.example.org"})
                answer = line.getresponse()
                page, status = answer.read().decode(), answer.status
        finally:
            with self.seen.lock:
                self.seen.asked.append((begun, time.monotonic() - begun, status))
        if status >= 500:  # the page says: nothing was lost, send it again
            time.sleep(1)  # a person reads it first
            raise HTTPException(status)
        if given := answer.headers.get("Set-Cookie"):
            self.cookie = given.partition(";")[0]
        return status, urlsplit(answer.headers.get("Location", "")).path, page


def keep_saying(number: int, seen: Seen, is_over: Event) -> None:
    for words in numbered(f"Phone {number}, words"):
        PhoneElsewhere(number, seen).say_something(words)
        with seen.lock:
            seen.acknowledged.append((time.monotonic(), words))
        if is_over.is_set():
            return


@dataclass(frozen=True)
class Kill:
    how: str
    who: str
    leads: str
    without: float  # the longest time, in seconds, in which nobody was told that their words were sent
    slowest: float  # the longest page of those that were asked meanwhile
    slow: int
    errors: int  # pages with an error, or no answer at all, that a person saw
    whole: float  # seconds until there was a synchronous standby again


def kill_once(machines: Machines, seen: Seen, number: int) -> Kill:
    who = machines.leader()
    assert who
    how = "machine" if number % 2 == 0 else "PostgreSQL"
    begun = time.monotonic()
    (machines.kill_machine if how == "machine" else machines.kill_postgres)(who)
    if how == "machine":
        time.sleep(AWAY)
        wait_for("another leader", lambda: machines.leader() not in (None, who))
        machines.begin_patroni(who)
    wait_for("a word that was sent", lambda: is_sent_since(seen, begun))
    wait_for("a synchronous standby", machines.is_whole)
    whole = time.monotonic() - begun
    time.sleep(BETWEEN)
    asked = seen.between(begun, time.monotonic())
    without = longest_without(seen, begun)
    return Kill(
        **{"how": how, "who": who, "leads": machines.leader() or "nobody", "without": without, "whole": whole},
        **{"slowest": max(one[1] for one in asked), "slow": sum(one[1] >= SLOW for one in asked)},
        errors=sum(one[2] >= 500 or one[2] == 0 for one in asked),
    )


def longest_without(seen: Seen, begun: float) -> float:
    """The longest time since then in which nobody at all was told that their words were sent."""
    with seen.lock:
        told = [begun, *(at for at, _ in seen.acknowledged if at > begun)]
    return max(later - earlier for earlier, later in pairwise(told))


def is_sent_since(seen: Seen, begun: float) -> bool:
    """A whole answer to somebody's words that began after the kill was over: not one that was on its way."""
    with seen.lock:
        return sum(at > begun for at, _ in seen.acknowledged) > PHONES


def begin_all(machines: Machines) -> dict[str, str]:
    """Everything runs. Gives the settings of a node of Heard, for commands."""
    machines.begin_etcd()
    for name in DATABASES:
        machines.check_patroni(machines.write_patroni(name))
        machines.begin_patroni(name)
        if name == "pg1":
            machines.wait_for("the first leader", lambda: machines.leader() == "pg1")
    machines.wait_for("a synchronous standby", machines.is_whole)
    machines.make_database()
    ring = ring_sealing_under(1).as_text()
    direct = machines.settings(machines.both, KEY_RING=ring)
    machines.flask("db", "upgrade", **direct)
    machines.begin_proxy()
    machines.begin_pooler()
    pooled = machines.settings(machines.address(f"{POOLER}:6432"), KEY_RING=ring, DATABASE_POOLER="yes")
    machines.wait_for("the leader behind HAProxy and PgBouncer", lambda: is_pooler_there(pooled, machines))
    machines.begin_heard("node1", **direct)
    machines.begin_heard("node2", **pooled)
    for host in (f"{NET}.11:8000", f"{NET}.12:8000", f"{FRONT}:8000"):
        machines.wait_for(host, lambda host=host: bool(read(f"http://{host}/health/ready")))  # type: ignore[misc]
    return direct


def is_pooler_there(pooled: dict[str, str], machines: Machines) -> bool:
    import psycopg

    try:
        line = f"host={POOLER} port=6432 user=heard password={machines.password} dbname=heard connect_timeout=3"
        psycopg.connect(line).close()
    except psycopg.Error:
        return False
    return True


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))  # and everything that was begun with it
    folder = Path(tempfile.mkdtemp(prefix="heard-failover-"))
    folder.chmod(0o755)
    machines, seen, is_over, kills = Machines(folder), Seen(), Event(), []
    try:
        direct = begin_all(machines)
        print(f"All runs, in {folder}", flush=True)  # noqa: T201
        with ThreadPoolExecutor(PHONES) as phones:
            saying = [phones.submit(keep_saying, number, seen, is_over) for number in range(PHONES)]
            try:
                wait_for("the first words", lambda: len(seen.acknowledged) >= PHONES)
                for number in range(KILLS):
                    kills.append(kill_once(machines, seen, number))
                    print(kills[-1], flush=True)  # noqa: T201
            finally:
                is_over.set()
            for one in saying:
                one.result()
        there = said(with_hosts_apart(machines.both))
        machines.flask("audit", "seal", **direct)
        trail = machines.flask("audit", "verify", **direct)
    finally:
        machines.end()
        if not os.environ.get("KEEP"):
            shutil.rmtree(folder)
    return tell(kills, seen, there, trail)


def tell(kills: list[Kill], seen: Seen, there: dict[str, int], trail: str) -> int:
    words = [one for _, one in seen.acknowledged]
    lost = [one for one in words if there.get(one, 0) == 0]
    twice = [one for one, times in there.items() if times != 1]
    usual = [seconds for _, seconds, status in seen.asked if status < 400]
    errors = sum(status >= 500 or status == 0 for _, _, status in seen.asked)
    lines = [
        "| Killed | Where | Leads then | Nothing sent for | Slowest page | Over 1 s | Errors seen | Whole after |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(
            f"| {one.how} | {one.who} | {one.leads} | {one.without:.1f} s | {one.slowest:.1f} s | {one.slow}"
            f" | {one.errors} | {one.whole:.0f} s |"
            for one in kills
        ),
        "",
        f"{len(kills)} kills, {PHONES} phones, {len(seen.asked)} requests (median {statistics.median(usual) * 1000:.0f}"
        f" ms, slowest {max(one[1] for one in seen.asked):.1f} s), {errors} errors seen by a person.",
        f"{len(words)} views acknowledged, {len(lost)} lost, {sum(there.values())} there, {len(twice)} there twice.",
        f"The audit trail afterwards: {' '.join(trail.split())}",
    ]
    print("\n".join(lines))  # noqa: T201
    return 1 if lost or twice else 0


if __name__ == "__main__":
    sys.exit(main())
