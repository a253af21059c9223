"""Start here: `flask --app wsgi run` on a laptop, `gunicorn -c python:app.server wsgi:app` on a server."""

from app import create_app
from config import Config

app = create_app(Config.from_environment())
