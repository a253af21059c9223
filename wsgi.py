"""Start here: `flask --app wsgi run` on a laptop, `gunicorn -c python:app.server wsgi:app` on a server."""

import gc

from app import create_app
from config import Config

gc.disable()  # what is loaded here stays: looking through it for what could go took a quarter of the start
try:
    app = create_app(Config.from_environment())
except Exception as problem:  # `flask doctor` says what is wrong; nearly everything else ends here
    from app.cli.doctor import what_needs_no_settings

    app = what_needs_no_settings(problem)
finally:
    gc.freeze()
    gc.enable()
