"""A command that goes on as a service does, and ends when it is told to."""

import signal
from collections.abc import Iterator
from threading import Event


def again_and_again(every: float) -> Iterator[None]:
    """Once now, and again so many seconds after each time is over, until SIGTERM or Ctrl-C. What has begun is ended."""
    end = Event()
    before = {number: signal.signal(number, lambda *_: end.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not end.is_set():
            yield
            end.wait(every)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
