"""Servers that answer badly, or not at all, and a pager that takes requests: all of them on this machine."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

Behave = Callable[[Any, Event], None]


@contextmanager
def server_that(behaves: Behave) -> Iterator[int]:
    """A server that does this with everybody who connects: `behaves(stream, is_over)`. Gives its port."""
    is_over, threads = Event(), []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError), connection.makefile("rwb", buffering=0) as stream:
            behaves(stream, is_over)

    def take() -> None:
        while not is_over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threads.append(Thread(target=serve, args=(connection,)))
            threads[-1].start()

    taker = Thread(target=take)
    taker.start()
    try:
        yield listener.getsockname()[1]
    finally:
        is_over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in (taker, *threads):
            thread.join()


def says_nothing(_stream: Any, is_over: Event) -> None:
    is_over.wait()


def hangs_up_at_once(_stream: Any, _is_over: Event) -> None:
    return


def talks_for_ever(stream: Any, is_over: Event) -> None:
    """A byte now and then, and never the end of a line: no time-out of a socket ever comes."""
    stream.write(b"220 ")
    while not is_over.wait(timeout=0.02):
        stream.write(b"a")


def speaks_something_else(stream: Any, _is_over: Event) -> None:
    stream.write(b"SSH-2.0-OpenSSH_9.2\r\n")


def up_to(step: bytes, then: Behave) -> Behave:
    """A mail server that works until it hears this, and then does something else. Of a message it hears the end."""

    def behave(stream: Any, is_over: Event) -> None:
        stream.write(b"220 mail.example.org\r\n")
        in_message = False
        for line in stream:
            said = b"." if line == b".\r\n" else line.split(b" ")[0].strip().upper()
            if said == step or (step == b"word" and in_message):
                return then(stream, is_over)
            if in_message and said != b".":
                continue
            in_message = said == b"DATA"
            stream.write(b"354 Go on\r\n" if in_message else b"250 ok\r\n")
        return None

    return behave


@dataclass
class Pager:
    """A machine that takes requests and remembers them."""

    port: int = 0
    scheme: str = "http"
    statuses: list[int] = field(default_factory=list)  # what it answers, one after another; then always 200
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/heard"

    @property
    def keys(self) -> list[str]:
        return [headers["Idempotency-Key"] for _, headers, _ in self.requests]


@contextmanager
def pager(*statuses: int, certificate: Path | None = None) -> Iterator[Pager]:
    made = Pager(statuses=list(statuses), scheme="https" if certificate else "http")

    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.requests.append((self.path, dict(self.headers), body))
            self.send_response(made.statuses.pop(0) if made.statuses else 200)
            self.send_header("Location", f"{made.url}/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Take)
    server.handle_error = lambda *_: None  # somebody who hangs up in the middle is what we try here
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    made.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
