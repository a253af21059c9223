"""Heard: so that a child's voice is heard, and acted upon."""

from flask import Flask

from config import Config


def create_app(config: Config) -> Flask:
    """The app. Raises KeyProblem or NotADemonstration when it would put what is stored at risk.

    Its parts are loaded here, and not with this package: whoever only asks for one module of it waits for no other.
    """
    from app.making import make

    return make(config)
