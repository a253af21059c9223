"""Telling staff: what the outbox holds goes out by e-mail and by the webhook, each on its own."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from threading import Event
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.cli.looping import until_stopped
from app.extensions import db
from app.logs import log
from app.models import utc_now
from app.models.codes import Channel, Work
from app.services import handing_over, last_runs, outbox
from app.services.carriers import Begin, Problem, carriers
from app.services.handing_over import Run

AFTER_A_FAILURE = 30.0  # seconds until a channel is tried again whose run broke
MOST_LISTED = 200

outbox_commands = AppGroup("outbox", help="What staff are told: hand it over, and see what waits.")


@outbox_commands.command("send")
@click.option("--loop", is_flag=True, help="Go on until told to end (SIGTERM).")
@click.option(
    "--every", default=5, show_default=True, type=click.IntRange(1, 300), metavar="SECONDS",
    help="How long --loop rests between two runs.",
)  # fmt: skip
def send(loop: bool, every: int) -> None:
    """Hand over what is due, on every channel that is set up. Once, or again and again."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # for the other threads
    if loop:
        send_until_stopped(app, every)
        return
    with ThreadPoolExecutor(len(Channel)) as channels:
        runs = list(channels.map(lambda channel: send_once(app, channel, Event()), Channel))
    for channel, run in zip(Channel, runs, strict=True):
        click.echo(f"{channel.value}: {described(run)}")
    if any(run and (run.problems or run.given_up) for run in runs):
        raise click.exceptions.Exit(1)


def send_until_stopped(app: Flask, every: int) -> None:
    """Each channel goes its own way: a mail server that does not answer keeps no pager waiting."""
    stop = Event()
    with until_stopped() as ending, ThreadPoolExecutor(len(Channel)) as channels:
        log.info("sending begins")
        try:
            for channel in Channel:
                channels.submit(keep_sending, app, channel, stop, every)
            ending.wait()
        finally:
            stop.set()
    log.info("sending ends")


def keep_sending(app: Flask, channel: Channel, stop: Event, every: int) -> None:
    """Whatever breaks a run, a database that is restarted for one, the next one goes on."""
    while not stop.is_set():
        rest = float(every)
        try:
            run = send_once(app, channel, stop)
        except Exception:
            log.exception("sending failed", channel=channel.value)
            rest = AFTER_A_FAILURE
        else:
            if run and (run.handed_over or run.problems or run.given_up):
                log.info("sent", channel=channel.value, **came_of(run))
        stop.wait(rest)


def send_once(app: Flask, channel: Channel, stop: Event) -> Run | None:
    """One run over one channel, in a session of its own. Nothing where the channel is not set up."""
    with app.app_context():
        last_runs.note(Work.SENDING, utc_now())
        db.session.commit()
        begin: Begin | None = carriers(app.config)[channel]
        if begin is None:
            handing_over.give_up_old(channel, utc_now(), why=Problem.NOT_SET)
            db.session.commit()
            return None
        with closing(begin()) as carrier:
            run = Run(carrier, stop.is_set)
            for _ in run.run():
                db.session.commit()
        return run


def came_of(run: Run) -> dict[str, Any]:
    return {"handed_over": run.handed_over, "again": dict(run.problems), "given_up": dict(run.given_up)}


def described(run: Run | None) -> str:
    if run is None:
        return "not set up."
    again = "".join(f" {count} to be tried again: {why}." for why, count in sorted(run.problems.items()))
    given_up = "".join(f" {count} given up: {why}." for why, count in sorted(run.given_up.items()))
    return f"{run.handed_over} handed over.{again}{given_up}"


@outbox_commands.command("state")
def show_state() -> None:
    """How many messages wait on each channel, and since when the oldest does."""
    now, begins = utc_now(), carriers(current_app.config)
    for channel in Channel:
        found = outbox.state(channel, now)
        is_set = "" if begins[channel] else " (not set up)"
        click.echo(f"{channel.value}{is_set}: {found.waiting} waiting, {found.tried} of them tried before;")
        click.echo(f"  in the last week {found.handed_over} handed over, {found.given_up} given up")
        if found.oldest:
            click.echo(f"  the oldest waits since {shown(found.oldest)}")


@outbox_commands.command("list")
def list_messages() -> None:
    """What waits, and what was given up in the last week, with the reason. No names, and no words."""
    found = outbox.unfinished(utc_now(), most=MOST_LISTED)
    for message in found:
        until = (
            f"given up {shown(message.given_up_at)}" if message.given_up_at else f"next {shown(message.next_try_at)}"
        )
        why = f", {message.last_problem}" if message.last_problem else ""
        click.echo(
            f"{shown(message.created_at)}  {message.id}  {message.channel.value}, to a {message.role.value}:"
            f" {message.event.value}; tries: {message.tries}, {until}{why}"
        )
    if not found:
        click.echo("Nothing waits, and nothing was given up.")
    if len(found) == MOST_LISTED:
        click.echo(f"These are the {MOST_LISTED} oldest.")


@outbox_commands.command("people")
def list_people() -> None:
    """Who can be told of alerts, and the id by which a pager or text message gateway knows each of them (`to`)."""
    for person in outbox.who_sees_alerts():
        click.echo(f"{person.id}  {person.username}, {person.role.value}")


def shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}Z"
