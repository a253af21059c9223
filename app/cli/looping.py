"""A command that goes on as a service does, and ends when it is told to."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from select import select
from typing import Final

ENDINGS: Final = (signal.SIGTERM, signal.SIGINT)


class Ending:
    """Whether SIGTERM or Ctrl-C has come: for the thread that the program began with, and for no other.

    A lock cannot be used here. A signal that the system hands to another thread does not wake who waits for a lock,
    and a handler that takes a lock stands still when it comes while the same thread holds it. So a byte comes through a
    pipe (signal.set_wakeup_fd), whichever thread the signal reached.
    """

    def __init__(self, bell: int) -> None:
        self.bell = bell
        self.has_come = False

    def come(self, *_: object) -> None:
        self.has_come = True

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it comes, or for so many seconds; whether it has come."""
        while not self.has_come and select([self.bell], [], [], seconds)[0]:
            os.read(self.bell, 64)
        return self.has_come


@contextmanager
def until_stopped() -> Iterator[Ending]:
    """SIGTERM and Ctrl-C are only noted: what has begun is ended, and nothing more is begun."""
    bell, rope = os.pipe()
    os.set_blocking(rope, False)
    ending = Ending(bell)
    rung_before = signal.set_wakeup_fd(rope, warn_on_full_buffer=False)
    before = {number: signal.signal(number, ending.come) for number in ENDINGS}
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(rung_before)
        os.close(bell)
        os.close(rope)


def again_and_again(every: float) -> Iterator[None]:
    """Once now, and again so many seconds after each time is over, until it is told to end."""
    with until_stopped() as ending:
        while not ending.has_come:
            yield
            ending.wait(every)
