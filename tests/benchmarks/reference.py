"""The smallest honest Flask app that does the same kind of work: one form with its token, one row committed.

Its page is made as single-file apps make theirs, by render_template_string, which reads the template anew each time.
The targets were set against that. `keeps_template` is the same app with its template in a file, as Flask keeps it.
"""

import os

from flask import Flask, redirect, render_template, render_template_string
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from jinja2 import DictLoader
from sqlalchemy import event
from wtforms import TextAreaField
from wtforms.validators import DataRequired

PAGE = """<!doctype html><html lang="en-GB"><title>Say</title><h1>Say</h1>
<form method="post">{{ form.csrf_token }}{{ form.words.label }}{{ form.words }}<button>Send</button></form></html>"""


class WordsForm(FlaskForm):
    words = TextAreaField("What do you want to say?", validators=[DataRequired()])


def make_reference(address: str, *, keeps_template: bool = False) -> Flask:
    """Durable like ours: on SQLite WAL, and every commit on disk."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="reference", SQLALCHEMY_DATABASE_URI=address)
    app.jinja_loader = DictLoader({"say.html": PAGE})
    db = SQLAlchemy(app)

    class Row(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        words = db.Column(db.Text, nullable=False)

    @app.route("/", methods=["GET", "POST"])
    def say():
        form = WordsForm()
        if form.validate_on_submit():
            db.session.add(Row(words=form.words.data))
            db.session.commit()
            return redirect("/")
        return render_template("say.html", form=form) if keeps_template else render_template_string(PAGE, form=form)

    with app.app_context():

        @event.listens_for(db.engine, "connect")
        def set_up(connection, _record) -> None:
            if db.engine.dialect.name == "sqlite":
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")

        db.create_all()
        db.engine.dispose()  # its workers are forked after this
    return app


def served() -> Flask:
    """For gunicorn: `tests.benchmarks.reference:served()`, with its address in REFERENCE_URL."""
    return make_reference(os.environ["REFERENCE_URL"])
