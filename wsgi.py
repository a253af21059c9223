"""Start here: `flask --app wsgi run` on a laptop, `gunicorn -c python:app.server wsgi:app` on a server."""

from app import create_app
from app.cli.doctor import what_needs_no_settings
from config import Config

try:
    app = create_app(Config.from_environment())
except Exception as problem:  # `flask doctor` says what is wrong; nearly everything else ends here
    app = what_needs_no_settings(problem)
