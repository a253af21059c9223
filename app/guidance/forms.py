"""The button that says that guidance was read."""

from uuid import UUID

from wtforms import HiddenField

from app.forms import HeardForm, strip


class ReadForm(HeardForm):
    """Nothing to fill in. `version` is the one that stood on the page."""

    version = HiddenField(filters=[strip])

    @property
    def version_id(self) -> UUID | None:
        try:
            return UUID(self.version.data or "")
        except ValueError:
            return None
