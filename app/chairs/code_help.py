"""The participation codes in plain words: one line of help each, and what they look like in a room.

The exact wording of the national return stands beside them (ParticipationCode.meaning). The examples are made up.
"""

from typing import Final, NamedTuple

from app.chairs import chairs
from app.models.codes import ParticipationCode


class CodeHelp(NamedTuple):
    """What a code means in a few words, and examples."""

    line: str
    examples: tuple[str, ...]


CODE_HELP: Final = {
    ParticipationCode.PN0: CodeHelp(
        "Under 4 on the day. Write below what was seen of their daily life.",
        (
            "A baby of 7 months. The health visitor saw that she settles with her aunt and startles at loud voices.",
            "A boy of 3 who says “Mummy cry”. It is PN0 because of his age; his words go into the box for them.",
        ),
    ),
    ParticipationCode.PN1: CodeHelp(
        "Was there, and spoke for themselves.",
        (
            "A girl of 12 was there for the first 20 minutes and said that she wants to stay at her school.",
            "A boy of 9 read out what he had written the day before.",
        ),
    ),
    ParticipationCode.PN2: CodeHelp(
        "Was there, and somebody they chose spoke for them.",
        ("A girl of 10 sat beside her advocate, who said what they had prepared. She nodded, and once put it right.",),
    ),
    ParticipationCode.PN3: CodeHelp(
        "Was there, and showed it without speech: symbols, signs, a device, a drawing.",
        (
            "A boy of 14 pressed HOME, NIGHT and STOP on his communication device.",
            "A girl of 6 put the stones for “sad” on the picture of the kitchen, in front of everybody.",
        ),
    ),
    ParticipationCode.PN4: CodeHelp(
        "Was there, and nothing came across: not spoken, not shown, nobody spoke for them. Needs the reason.",
        ("A boy of 8 sat by his mother with his hood up. Nobody had met him, and he was asked once, at the end.",),
    ),
    ParticipationCode.PN5: CodeHelp(
        "Was not there, and told somebody what to say for them.",
        ("A girl of 13 did not want to see her stepfather. Her advocate met her twice and spoke for her.",),
    ),
    ParticipationCode.PN6: CodeHelp(
        "Was not there, and what they think reached the conference: letter, text, call, film, app, my meeting.",
        (
            "A boy of 11 wrote on “my meeting” at home, and you read it out at the start.",
            "A girl of 7 drew her two homes with her teacher. The drawing was on the table.",
        ),
    ),
    ParticipationCode.PN7: CodeHelp(
        "Was not there, and nothing of what they think reached the conference. Needs the reason.",
        ("A girl of 15 had moved two days before, and nobody had spoken with her since.",),
    ),
}


def line_of(code: ParticipationCode) -> str:
    """What a code means in one line."""
    return CODE_HELP[code].line


@chairs.app_template_filter()
def code_examples(code: str) -> tuple[str, ...]:
    """What a code looks like in a room: one example or more."""
    return CODE_HELP[ParticipationCode(code)].examples
