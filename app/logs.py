"""Logs: one line of JSON for each request, and one for whatever goes wrong, all on standard error.

No line ever holds what somebody typed, a code, a name, or an address: of a page, a person or a machine. What it says of
a request comes from our own code: the rule of its route, never its path, for a path can be a way in. Of an exception it
says the type and where it came from: its message and its local values may be a child's words. And of what a library
says it keeps only what stands, word for word, in that library's own source.
"""

import ast
import logging
import sys
import time
import traceback
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, ProcessorReturnValue, WrappedLogger

ROOT = Path(__file__).resolve().parent.parent
MOST_FRAMES = 30
MOST_CAUSES = 5
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
UNREMARKABLE = frozenset({"machines.live", "machines.ready"})  # asked every few seconds, by a machine

# What an answer of these pages says about somebody who proved, or did not prove, who they are (ASVS 5.0, 16.3.1).
PROOFS = {
    "sign_in.start": "passphrase",
    "sign_in.take_second_step": "second step",
    "sign_in.use_passkey": "passkey",
    "sign_in.confirm_again": "confirmation",
    "sign_in.change_passphrase": "change of passphrase",
    "sign_in.join": "joining link",
    "young_people.type_words": "4 words",
}
# What else is worth finding in a log (ASVS 5.0, 16.3.2 and 16.3.3). Everything else is just a request.
EVENTS = {
    400: "not accepted",
    403: "access denied",
    409: "rule broken",
    413: "too large",
    415: "wrong kind of form",
    429: "slowed",
}

log = structlog.stdlib.get_logger("heard")


def note(event: str) -> None:
    """Name what happened in this request, for its line. The first name stays: it is the nearest to what happened."""
    g.setdefault("event", event)


def begin_line() -> None:
    g.request_id = token_hex(8)  # ours alone: what a request says its id is might be anything
    g.began = g.pop("began_at_first", None) or time.perf_counter()  # of one that is asked again: app/failing_over.py


def request_id() -> str:
    """What finds this request in the logs, for somebody to tell us."""
    return str(g.get("request_id", "unknown"))


def end_line(response: Response) -> Response:
    response.headers["X-Request-ID"] = request_id()
    status = response.status_code
    if request.endpoint in UNREMARKABLE and status < 400:
        return response
    event = g.get("event") or event_of(status)
    write = log.error if status >= 500 else log.warning if status >= 400 and event != "request" else log.info
    write(event, method=request.method if request.method in METHODS else "other", status=status, **how_long())
    return response


def event_of(status: int) -> str:
    proof = PROOFS.get(request.endpoint or "") if request.method == "POST" else None
    if proof and status in (200, 302, 303):
        return f"{proof} right"
    if proof and status in (400, 401, 403):
        return f"{proof} wrong"
    return "failed" if status >= 500 else EVENTS.get(status, "request")


def how_long() -> dict[str, Any]:
    began = g.get("began")
    return {"ms": round((time.perf_counter() - began) * 1000, 1) if began else None, "role": g.get("role")}


# From here on: how every line is made, ours and those of libraries.


def name_request(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Which request this line belongs to."""
    if has_request_context():
        rule = request.url_rule
        line["request"], line["route"] = request_id(), rule.rule if rule else None
    return line


def keep_what_stands_in_source(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Of a library's line: which library, where, and its text when that is a constant. Never what was put into it."""
    record: logging.LogRecord = line["_record"]
    text = str(record.msg)
    line["event"] = "exception" if record.exc_info else "library"
    line["logger"] = record.name
    line["at"] = f"{short(record.pathname)}:{record.lineno} {record.funcName}"
    line["says"] = text if text in constants_of(record.pathname) else None
    return line


@lru_cache(maxsize=32)
def constants_of(path: str) -> frozenset[str]:
    """Every text that stands in a source file."""
    try:
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return frozenset()
    nodes = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(value for value in nodes if isinstance(value, str))


def keep_type_and_place(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Of an exception, and of what led to it: the type, and the file, line and function of each step."""
    given = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["exception"] = [
            {"type": f"{type(one).__module__}.{type(one).__qualname__}", "at": places(one.__traceback__)}
            for one in causes(error)
        ]
    return line


def causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(MOST_CAUSES):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def places(steps: TracebackType | None) -> list[str]:
    walked = traceback.walk_tb(steps)
    found = [f"{short(frame.f_code.co_filename)}:{line} {frame.f_code.co_qualname}" for frame, line in walked]
    return found[-MOST_FRAMES:]


def short(path: str) -> str:
    """The path of a source file, from the project or the packages on."""
    return path.rpartition("site-packages/")[2].removeprefix(f"{ROOT}/")


RENDER = structlog.processors.JSONRenderer(default=lambda value: type(value).__name__)  # never what is in it


def render(logger: WrappedLogger, method: str, line: EventDict) -> ProcessorReturnValue:
    """Time, level and event first, for people who read it as it comes. JSON escapes every line end."""
    first = {name: line.pop(name) for name in ("time", "level", "event") if name in line}
    return RENDER(logger, method, {**first, **line})


class StandardError(logging.Handler):
    """Writes to what is standard error at that moment. A line that cannot be made says so, and not of what."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
        except Exception:
            line = '{"level": "error", "event": "a line could not be written"}'
        try:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
        except (OSError, ValueError):  # nobody reads it any more
            return


def set_up() -> None:
    """From now on every line of this process, whoever writes it, is made here."""
    if any(isinstance(handler, StandardError) for handler in logging.getLogger().handlers):
        return
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="time")
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, stamp, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = StandardError()
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_log_level, stamp, keep_what_stands_in_source],
            processors=[keep_type_and_place, name_request, ProcessorFormatter.remove_processors_meta, render],
            use_get_message=False,
        )
    )
    logging.getLogger().addHandler(handler)
    logging.getLogger("heard").setLevel(logging.INFO)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # its own line of each request has addresses in it


def init_app(app: Flask) -> None:
    """First of all parts: what is asked first begins before anything else, and what is told last ends after it."""
    set_up()
    app.before_request(begin_line)
    app.after_request(end_line)
    app.jinja_env.globals["request_id"] = request_id
