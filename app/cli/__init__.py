"""Commands for the people who run the service: `flask --help`."""

from flask import Flask

from app.cli.agencies import agencies
from app.cli.demo import demo
from app.cli.figures import figures
from app.cli.people import people
from app.cli.settings import settings


def init_app(app: Flask) -> None:
    for group in (people, agencies, demo, figures, settings):
        app.cli.add_command(group)
