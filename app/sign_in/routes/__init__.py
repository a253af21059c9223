"""The route functions of this part, by what people do."""

from app.sign_in.routes import account, joining, start

__all__ = ["account", "joining", "start"]
