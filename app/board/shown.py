"""Numbers and labels as the board's pages and files show them."""

from app.formats import grouped
from app.protection.small_numbers import HIDDEN, Cell
from app.services.publishing import Share

TAKING_PART = {  # in short; the exact wording of the codes stands under the table
    "PN0": "PN0: under 4",
    "PN1": "PN1: came and spoke",
    "PN2": "PN2: came, an advocate spoke",
    "PN3": "PN3: came, showed it without words",
    "PN4": "PN4: came, views not given",
    "PN5": "PN5: an advocate spoke for them",
    "PN6": "PN6: sent their views another way",
    "PN7": "PN7: not there, views not given",
}


def label_shown(label: str) -> str:
    """The label of a row as people read it."""
    return TAKING_PART.get(label) or capitalised(label)


def capitalised(label: str) -> str:
    """ "where I live" becomes "Where I live": only its first letter changes."""
    return label[:1].upper() + label[1:]


def number(cell: Cell) -> str:
    return str(HIDDEN) if cell is HIDDEN else grouped(cell)


def percent(share: Share | None) -> str:
    return f"{share.percent}%" if share else str(HIDDEN)
