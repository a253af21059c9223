"""Changes what children rely on most in small ways, one at a time: the tests beside it must notice (`make mutants`).

Each part is asked with the tests that are about it, in a folder of its own (.mutants/<part>), and says for each file
how many of its changes were noticed. AGAIN=yes asks only those that were not, after tests were added. FILE=links asks
only those of that one file.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mutmut.__main__ import cli
from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

NOTICED = {"killed", "timeout", "segfault"}
NOT_YET = {"not checked", "check was interrupted by user"}
HERE = Path(__file__).parents[1]
COPIED = ("app", "tests", "templates", "static", "translations", "migrations", "docs")
COPIED_TOO = ("config.py", "wsgi.py", "README.md", "pyproject.toml")
SERVICES = "tests/integration/services/"
# Seconds, of which mutmut waits fifteen times as many: making a database on a busy machine is no endless loop, and what
# takes too long counts as noticed.
LONG_ENOUGH = 8.0


@dataclass(frozen=True)
class Part:
    files: tuple[str, ...]
    tests: tuple[str, ...]


PARTS = {
    "protection": Part(("app/protection/*.py",), ("tests/unit/protection",)),
    "access": Part(
        ("app/access.py",),
        ("tests/integration/access/test_letting_in.py", "tests/integration/access/test_rules.py"),
    ),
    "clocks": Part(
        (
            "app/services/clock*.py",
            "app/services/overdue*.py",
            "app/services/escalating.py",
            "app/services/due_next.py",
            "app/services/time_limits.py",
        ),
        (
            "tests/unit/test_clocks.py",
            "tests/unit/test_clock_properties.py",
            *(
                f"{SERVICES}test_{name}.py"
                for name in ("clock_running", "clock_set_back", "due_next", "escalating", "overdue", "time_limits")
            ),
        ),
    ),
    "alerts": Part(
        ("app/services/alert*.py", "app/services/raising.py"),
        (
            *(
                f"{SERVICES}test_{name}.py"
                for name in ("alert_closing", "alerting", "escalating", "raising", "who_is_told")
            ),
            *(
                f"tests/integration/participation/test_{name}.py"
                for name in ("alerts", "meeting_alerts", "members", "proposals")
            ),
        ),
    ),
    "publishing": Part(
        ("app/services/publish*.py", "app/services/protecting.py", "app/services/revising_figures.py"),
        (
            "tests/unit/test_protecting.py",
            *(
                f"{SERVICES}test_{name}.py"
                for name in ("published", "publishing", "figures_over_time", "revising_figures")
            ),
        ),
    ),
    "retention": Part(
        ("app/services/retention/*.py",),
        (
            "tests/unit/test_retention_rule.py",
            f"{SERVICES}test_retention.py",
            f"{SERVICES}test_retention_kinds.py",
            "tests/integration/shadow_board/test_kept_long_enough.py",
        ),
    ),
}


def go_to_a_folder_for(part: str) -> None:
    folder = HERE / ".mutants" / part
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED + COPIED_TOO:
        if not (folder / name).exists():
            (folder / name).symlink_to(HERE / name)
    os.chdir(folder)


def change_and_ask(part: Part, processes: int, again: bool, only: str) -> None:
    config().only_mutate = list(part.files)
    config().pytest_add_cli_args_test_selection = list(part.tests)
    config().pytest_add_cli_args += ["-p", "tests.quickest_first"]
    config().timeout_constant = LONG_ENOUGH
    names = to_ask(again, only)
    if names is None or names:
        cli(["run", f"--max-children={processes}", *(names or [])], standalone_mode=False)


def to_ask(again: bool, only: str) -> list[str] | None:
    """The changes by name; None for all that were not asked yet."""
    found = {path: file for path, file in results().items() if path.stem == (only or path.stem)}
    if only and not any(found.values()):  # none were made yet
        return [f"*.{only}.*"]
    if not (again or only):
        return None
    asked = "missed" if again else "not yet"
    return [name for file in found.values() for name, status in file.items() if what_became(status) == asked]


def results() -> dict[Path, dict[str, str]]:
    """Of each file, each change of it and what became of it."""
    found = {}
    for path in sorted(walk_mutatable_files()):
        data = SourceFileMutationData(path=path)
        data.load()
        found[path] = {name: status_by_exit_code[code] for name, code in data.exit_code_by_key.items()}
    return found


def score() -> Iterator[str]:
    """A line for each file and one for all; then what nobody noticed. What was not asked yet counts for nothing."""
    total = Counter[str]()
    yield "\nnoticed asked  score  not yet  file"
    for path, file in results().items():
        counted = Counter(what_became(status) for status in file.values())
        total += counted
        if file:
            yield line(counted, str(path))
    yield line(total, "all of it")
    for file in results().values():
        yield from (f"{status}: {name}" for name, status in file.items() if what_became(status) == "missed")


def what_became(status: str) -> str:
    return "noticed" if status in NOTICED else "not yet" if status in NOT_YET else "missed"


def line(counted: Counter[str], name: str) -> str:
    asked = counted["noticed"] + counted["missed"]
    share = f"{counted['noticed'] / asked:6.1%}" if asked else "     –"
    return f"{counted['noticed']:7} {asked:5} {share} {counted['not yet']:8}  {name}"


if __name__ == "__main__":
    os.environ |= {"HYPOTHESIS_PROFILE": "mutants", "HEARD_TEST_POSTGRES": "none"}  # what is changed is Python
    name, processes, again, only = sys.argv[1], int(sys.argv[2]), bool(sys.argv[3]), sys.argv[4]
    go_to_a_folder_for(name)
    if processes:
        change_and_ask(PARTS[name], processes, again, only)
    sys.stdout.writelines(f"{one}\n" for one in score())
