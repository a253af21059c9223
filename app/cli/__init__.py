"""Commands for the people who run the service: `flask --help`."""

from flask import Flask

from app.cli.agencies import agencies
from app.cli.audit import audit
from app.cli.backup import backup
from app.cli.clocks import clocks
from app.cli.demo import demo
from app.cli.doctor import doctor
from app.cli.figures import figures
from app.cli.keys import keys
from app.cli.outbox import outbox_commands
from app.cli.people import people
from app.cli.privacy import privacy
from app.cli.retention import retention
from app.cli.settings import settings


def init_app(app: Flask) -> None:
    told_by_machine = (audit, backup, clocks, keys, outbox_commands, retention, doctor)
    for command in (people, agencies, demo, figures, privacy, settings, *told_by_machine):
        app.cli.add_command(command)
