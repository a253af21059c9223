"""How it stands with accounts, and with what the board decides."""

from dataclasses import asdict
from typing import Final

from app.services.checking_up.findings import Finding, look, ok, wrong
from app.services.settings import Settings

FEWEST_ADMINISTRATORS: Final = 2
MADE_UP_NUMBERS: Final = ("01632", "07700 900", "0808 157 0")  # Ofcom keeps these for plays and films
MADE_UP_ADDRESSES: Final = (".example",)


def accounts(number: int) -> str:
    return f"{number} account{'' if number == 1 else 's'}"


def administrators(joined: int, *, waiting: int) -> Finding:
    """How many can approve, and how many have a link that they have not used yet."""
    if joined < FEWEST_ADMINISTRATORS:
        said = (
            f"{joined} of at least {FEWEST_ADMINISTRATORS} administrators have joined: nobody can approve what needs a"
            " second one."
        )
        if joined + waiting >= FEWEST_ADMINISTRATORS:
            return wrong(f"{said} {wait_to_join(waiting)}.")
        also = f" {wait_to_join(waiting)}, and one more is needed." if waiting else ""
        return wrong(f"{said}{also} Run: flask people add … --role administrator")
    return ok(f"{joined} administrators have joined.")


def wait_to_join(number: int) -> str:
    return "1 waits to join: give them their link" if number == 1 else f"{number} wait to join: give them their links"


def second_steps(without: int) -> Finding:
    if without:
        return look(f"{accounts(without)} of staff without a second step: they set one up when they next sign in.")
    return ok("All staff who have joined have a second step.")


def unseen(number: int) -> Finding:
    if number:
        return look(f"{accounts(number)} not used for 90 days. Ask, and pause those that nobody needs.")
    return ok("Every account was used in the last 90 days.")


def made_up_people(are_there: bool) -> Finding:
    if are_there:
        return wrong("This database was made by flask demo load: its people are made up. Begin with an empty one.")
    return ok("Nobody here is made up.")


def board(settings: Settings) -> Finding:
    if settings.board_name == Settings().board_name or settings.board_area == Settings().board_area:
        return wrong("The board's name is still the made-up one. Run: flask settings set board_name, and board_area.")
    return ok(f"This is the service of {settings.board_name}.")


def is_made_up(name: str, value: object) -> bool:
    """Whether this is a number to call, or an address to write to, that Heard came with and nobody answers."""
    if name.endswith("_number"):
        return str(value).startswith(MADE_UP_NUMBERS)
    return name.endswith("_email") and str(value).endswith(MADE_UP_ADDRESSES)


def help_numbers(settings: Settings) -> Finding:
    made_up = [name for name, value in asdict(settings).items() if is_made_up(name, value)]
    if made_up:
        return wrong(
            f"Young people are shown made-up numbers or addresses: {', '.join(made_up)}."
            " Run for each: flask settings set"
        )
    if settings.are_numbers_stale:
        return look(
            "Nobody has rung the numbers that young people see for a quarter of a year, or ever."
            " Ring each, then say so under Administration, Settings. Or: flask settings set numbers_checked_on"
        )
    return ok(f"The numbers that young people see were rung on {settings.numbers_checked_on}.")
