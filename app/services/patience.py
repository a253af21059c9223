"""How long we wait for another machine: in all, not only for the next byte."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Timer


@contextmanager
def at_most(seconds: float, find_socket: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Shut the socket when what is done inside takes longer: whatever waits on it then sees the line end.

    A time-out of the socket alone begins anew with each byte: somebody who sends one now and then holds us for ever.
    Raises TimeoutError when it was shut, also when half an answer looked like a whole one.
    """
    is_shut = Event()
    timer = Timer(seconds, shut, [find_socket, is_shut])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if is_shut.is_set():
        raise TimeoutError


def shut(find_socket: Callable[[], socket.socket | None], is_shut: Event) -> None:
    is_shut.set()
    found = find_socket()
    if found is not None:
        with suppress(OSError):
            # Not SSLSocket's own: it takes away the encryption that another thread is reading through.
            socket.socket.shutdown(found, socket.SHUT_RDWR)
