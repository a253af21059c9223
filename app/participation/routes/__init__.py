"""The pages of those who read what young people wrote: one file for each kind of thing they do."""

from app.participation.routes import alerts, finding, inbox, opening, quotes, rota, setting_aside

__all__ = ["alerts", "finding", "inbox", "opening", "quotes", "rota", "setting_aside"]
