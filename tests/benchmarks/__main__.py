"""`make bench`: the fourteen targets, each beside its reference, in one run on one machine.

Figures for people to read, never a test: machines differ, so the ratios are what counts. `make bench VIEWS=1000000`
goes up to a million views and writes docs/performance.md; without it up to 100,000, which takes minutes. `PARTS=pages`
measures some of them; `RESULTS=folder` keeps what each part found there and reads what other runs found.
"""

import compileall
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, redirect_stderr
from pathlib import Path

from tests import postgres
from tests.benchmarks import board, document, figures, filling, inbox, pages, same_work, serving
from tests.benchmarks.made import make_heard, token
from tests.benchmarks.measuring import Finding, number_of

WHOLE = 1_000_000
VIEWS = int(os.environ.get("VIEWS", "100000"))
SIZES = tuple(size for size in (10_000, 100_000, 1_000_000) if size <= VIEWS)
IS_WHOLE = VIEWS >= WHOLE


def on_both(folder: Path, measure: Callable[[Path, str, dict[str, str]], Iterator[Finding]]) -> Iterator[Finding]:
    """The same on SQLite and on a PostgreSQL server of our own that waits for the disk."""
    names = ("heard", "reference")
    yield from measure(folder, "SQLite", {name: f"sqlite:///{folder}/{measure.__name__}-{name}.db" for name in names})
    with ExitStack() as until_the_end:
        server = until_the_end.enter_context(postgres.server(is_durable=True))
        addresses = {name: until_the_end.enter_context(postgres.empty_database(server, name)) for name in names}
        yield from measure(folder, "PostgreSQL", addresses)


PARTS: dict[str, Callable[[Path], Iterable[Finding]]] = {
    "pages": lambda folder: on_both(folder, pages.findings),
    "serving": lambda folder: on_both(folder, serving.submissions),
    "inbox": inbox.findings,
    "board": lambda folder: board.findings(folder, SIZES),
    "publishing": lambda _folder: figures.findings(SIZES),
    "memory": lambda folder: serving.memory(folder, requests=10_000 if IS_WHOLE else 2_000),
    "starting": serving.starting,
    "loading": lambda folder: filling.loading(folder, views=20_000 if IS_WHOLE else 4_000),
    "rotating": lambda folder: filling.rotating(folder, fields=50_000 if IS_WHOLE else 5_000),
}


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    chosen = os.environ.get("PARTS", "").split() or list(PARTS)
    results = Path(os.environ.get("RESULTS") or tempfile.mkdtemp(prefix="heard-results-"))
    results.mkdir(exist_ok=True)
    compileall.compile_dir(document.ROOT / "app", quiet=1)  # as where it is installed (docs/running.md)
    for name in chosen:
        folder, found = Path(tempfile.mkdtemp(prefix="heard-bench-")), []
        for one in PARTS[name](folder):
            found.append(one)
            say(line_of(one))
        (results / f"{name}.json").write_text(json.dumps([one.stored() for one in found]), encoding="utf-8")
    if chosen == list(PARTS):
        say_how_alike()
    every = [Finding(**one) for name in PARTS for one in read(results / f"{name}.json")]
    met = {number: all(one.is_met for one in every if one.number == number) for number in {one.number for one in every}}
    say(f"Met: {', '.join(str(number) for number, is_met in sorted(met.items()) if is_met) or 'none'}.")
    say(f"Missed: {', '.join(str(number) for number, is_met in sorted(met.items()) if not is_met) or 'none'}.")
    if IS_WHOLE and len(met) == document.TARGETS:
        document.write(every)


def read(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def line_of(one: Finding) -> str:
    sign = "≥" if one.at_least else "≤"
    verdict = "met" if one.is_met else "missed"
    against = f"{sign} {number_of(one.target):>6}  {verdict:6}"
    return f"{one.number:>2}  {one.what[:78]:78} {one.measured:>12} {against}  {one.more}"


def say_how_alike() -> None:
    """Beside the fourteen: a wrong name and a wrong passphrase take the same time."""
    folder = Path(tempfile.mkdtemp(prefix="heard-bench-"))
    for name, spent, ratio in same_work.known_and_unknown(make_heard(folder, f"sqlite:///{folder}/heard.db"), token):
        say(f"    {name:60} {spent:6.2f} ms   {ratio:5.2f} (1 is the aim, as time on the clock)")


if __name__ == "__main__":
    with (
        Path(os.devnull).open("w") as nowhere,
        redirect_stderr(nowhere),
    ):  # each request writes its line, as when served
        main()
