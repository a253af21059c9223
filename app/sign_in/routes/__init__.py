"""The route functions of this part, by what people do."""

from app.sign_in.routes import account, confirming, joining, joining_by_words, kept, passkeys, second_step, start

__all__ = ["account", "confirming", "joining", "joining_by_words", "kept", "passkeys", "second_step", "start"]
