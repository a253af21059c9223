"""A line to PostgreSQL that can break where it hurts most: after it was told to commit, before it could say it did."""

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread


class Relay:
    """Hands on whatever comes, until it is told not to."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.losing, self.lost = 0, 0  # how many answers to COMMIT are to be lost, and were
        self.open_lines: set[socket.socket] = set()
        self.is_shut, self.was_refused, self.lock = Event(), Event(), Lock()
        self.threads = [Thread(target=self.take)]
        self.threads[0].start()

    def take(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self.listening.accept()
                if self.is_shut.is_set():
                    line.close()
                    self.was_refused.set()
                    continue
                self.threads.append(Thread(target=self.hand_on, args=(line,)))
                self.threads[-1].start()

    def hand_on(self, line: socket.socket) -> None:
        with suppress(OSError), line, socket.create_connection(("127.0.0.1", self.to)) as there:
            with self.lock:
                self.open_lines.add(line)
            wrote = False
            while (goes_on := self.hand_on_some(line, there, wrote=wrote)) is not None:
                wrote = goes_on
        with self.lock:
            self.open_lines.discard(line)

    def hand_on_some(self, line: socket.socket, there: socket.socket, *, wrote: bool) -> bool | None:
        """Whether something was written that is not committed yet. Nothing, when it does not go on."""
        ready, _, _ = select.select([line, there], [], [])
        if line in ready:
            asked = line.recv(65536)
            there.sendall(asked)
            if not asked or (wrote and b"COMMIT" in asked and self.is_to_be_lost(there)):
                return None
            return (wrote and b"COMMIT" not in asked) or b"INSERT" in asked or b"UPDATE" in asked
        said = there.recv(65536)
        line.sendall(said)
        return wrote if said else None

    def is_to_be_lost(self, there: socket.socket) -> bool:
        """Whether the answer to this COMMIT gets lost. It is waited for first: it is done, and nobody knows."""
        with self.lock:
            if not self.losing:
                return False
            self.losing -= 1
        there.recv(65536)
        self.lost += 1
        return True

    def shut(self) -> None:
        """Every line breaks, and nobody gets a new one."""
        self.is_shut.set()
        with self.lock:
            for line in self.open_lines:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def open(self) -> None:
        self.is_shut.clear()

    def end(self) -> None:
        self.shut()
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        for thread in self.threads:
            thread.join(timeout=10)


@contextmanager
def relay_to(port: int) -> Iterator[Relay]:
    relay = Relay(port)
    try:
        yield relay
    finally:
        relay.end()
