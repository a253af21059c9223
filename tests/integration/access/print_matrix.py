"""Print what everybody gets at every address, as a table to compare with expected.csv by eye:

    .venv/bin/python -m tests.integration.access.print_matrix > /tmp/found.csv

A new address gets its lines in expected.csv from what the people of the service may do (the issue that asks for it,
and app/services/powers.py), not from this print: whatever differs is a fault in one of the two.
"""

import csv
import logging
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import time_machine
from flask import Flask

from app import create_app
from app.extensions import db
from tests.authenticator import SITE
from tests.integration.access.walk import Table, in_words, walk
from tests.integration.access.world import WHO, make_world
from tests.integration.conftest import make_config


def main() -> None:
    logging.disable()
    with tempfile.TemporaryDirectory() as folder, time_machine.travel(datetime(2026, 11, 17, 10, tzinfo=UTC)):
        app = create_app(make_config(f"sqlite:///{folder}/heard.db", Path(folder) / "assets", SITE_ADDRESS=SITE))
        with app.app_context():
            db.create_all()
            print_table(find_everything(app))
            db.engine.dispose()


def find_everything(app: Flask) -> Table:
    engine = db.engine
    with engine.connect() as connection:
        db.engines[None] = connection
        db.session.session_factory.configure(join_transaction_mode="create_savepoint")
        try:
            return in_words(walk(app, make_world(app)))
        finally:
            db.engines[None] = engine


def print_table(table: Table) -> None:
    lines = csv.writer(sys.stdout, lineterminator="\n")
    lines.writerow(["method", "rule", "whose", *WHO])
    for place, cells in table.items():
        lines.writerow([place.method, place.rule, place.whose, *(cells[who] for who in WHO)])


if __name__ == "__main__":
    main()
