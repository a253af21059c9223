"""One setting as administrators read it, and settings that are looked at together."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from app.services.setting_risks import Risk
from app.services.settings import Settings

USUAL: Final = asdict(Settings())


@dataclass(frozen=True)
class Explained:
    """One setting: its name, what people call it, what it does, what it is counted in, what could go wrong."""

    name: str
    label: str
    meaning: str
    unit: str = ""
    risk: Risk | None = None

    @property
    def usual(self) -> Any:
        """What Heard comes with."""
        return USUAL[self.name]


@dataclass(frozen=True)
class Group:
    """Settings that are looked at together. `key` is its part of an address."""

    key: str
    title: str
    settings: tuple[Explained, ...]
