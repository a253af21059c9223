"""The route functions of this part, by what people do."""

from app.administration.routes import approvals, audit, changes, people

__all__ = ["approvals", "audit", "changes", "people"]
