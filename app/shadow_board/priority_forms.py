"""The form of an order: what stood on the page, and which button was pressed."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import HiddenField

from app.forms import HeardForm, strip

MOVES = ("in", "up", "down", "out")


class OrderForm(HeardForm):
    """`order` is the order on the page, ids with spaces between them; `press` says which theme goes where."""

    order = HiddenField(filters=[strip])
    press = HiddenField(filters=[strip])

    @classmethod
    def showing(cls, ids: Sequence[UUID]) -> "OrderForm":
        return cls(formdata=None, data={"order": " ".join(str(one) for one in ids)})

    @property
    def ids(self) -> list[UUID]:
        """Raises ValueError when it was not sent by the page."""
        return [UUID(one) for one in (self.order.data or "").split()]

    @property
    def pressed(self) -> tuple[UUID, str]:
        """The theme, and where it goes. Raises ValueError when it was not sent by the page."""
        move, _space, theme_id = (self.press.data or "").partition(" ")
        if move not in MOVES:
            raise ValueError(move)
        return UUID(theme_id), move
