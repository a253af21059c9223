"""A command that goes on as a service does, and ends when it is told to."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event


@contextmanager
def until_stopped() -> Iterator[Event]:
    """Set by SIGTERM or Ctrl-C: what has begun is ended, and nothing more is begun."""
    stop = Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def again_and_again(every: float) -> Iterator[None]:
    """Once now, and again so many seconds after each time is over, until it is told to end."""
    with until_stopped() as stop:
        while not stop.is_set():
            yield
            stop.wait(every)
