"""See that the machine has what the tests need, and install it where that is ours to do: Debian, as root.

`python -m tests.machine`. Fails, naming the package, when something cannot be had: nothing is skipped quietly.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.postgres import PROGRAMS, VERSION

CHROMIUM = Path("/usr/bin/chromium")
# The same browser without the pages of its own around ours: a page opens for a third of the work.
CHROMIUM_ALONE = Path("/usr/bin/chromium-headless-shell")
NEEDED = {
    f"postgresql-{VERSION}": PROGRAMS / "initdb",
    "chromium": CHROMIUM,
    "chromium-headless-shell": CHROMIUM_ALONE,
}


def missing() -> list[str]:
    return [package for package, program in NEEDED.items() if not program.exists()]


def install(packages: list[str]) -> None:
    """From Debian's own packages."""
    quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "check": True}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(["apt-get", "install", "-y", "-qq", *packages], **quiet)


def main() -> None:
    packages = missing()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stdout.write(f"Installing {' and '.join(packages)} for the tests.\n")
        install(packages)
        packages = missing()
    if packages:
        sys.exit(f"The tests need {' and '.join(packages)}. Install: apt-get install {' '.join(packages)}")


if __name__ == "__main__":
    main()
