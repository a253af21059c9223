"""Start here: `flask --app wsgi run` on a laptop, `gunicorn -c python:app.server wsgi:app` on a server."""

from app import create_app
from app.cli.doctor import only_the_doctor
from config import Config

try:
    app = create_app(Config.from_environment())
except Exception as problem:  # `flask doctor` says what is wrong; everything else ends here
    app = only_the_doctor(problem)
