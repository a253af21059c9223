"""docs/performance.md, from what was measured. What was found out by hand stands in performance-notes.md beside it."""

import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from tests.benchmarks.measuring import Finding
from tests.postgres import PROGRAMS

TARGETS: Final = 14
ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = ("#", "What", "Target", "Measured", "Met", "More")
PACKAGES = ("Flask", "Jinja2", "WTForms", "SQLAlchemy", "psycopg", "gunicorn")


def write(found: Iterable[Finding]) -> None:
    notes = (Path(__file__).parent / "performance-notes.md").read_text(encoding="utf-8")
    parts = ["# Speed, measured", where(), table(sorted(found, key=lambda one: one.number)), notes.strip()]
    (ROOT / "docs" / "performance.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def table(found: Iterable[Finding]) -> str:
    rows = [HEAD, ("---",) * len(HEAD), *(one.cells for one in found)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def where() -> str:
    """The day, the machine and the versions: a figure without them says little."""
    said = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    processor = next((line.partition(":")[2].strip() for line in said.splitlines() if "model name" in line), "unknown")
    postgres = subprocess.run([f"{PROGRAMS}/postgres", "--version"], capture_output=True, text=True, check=True)
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    busy = f"load {os.getloadavg()[2]:.0f} in the last quarter of an hour"
    versions = (
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {postgres.stdout.strip()}"
    )
    return (
        f"Written by `make bench VIEWS=1000000` on {datetime.now(UTC).date()}, on {os.cpu_count()} cores ({processor},"
        f" {busy}): {versions}, {packages}. Pages are measured in processor time, in five rounds in which Heard and"
        " what it is held against take turns; the figure is the median. Served requests, the inbox and the start are"
        " measured on the clock, so a busy machine shows in them."
    )
