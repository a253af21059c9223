"""What each participation code means at a conference, when to choose it, and worked examples, for chairs.

The exact meaning is that of the national return (`ParticipationCode.meaning`); everything else is Heard's own advice.
"""

from dataclasses import dataclass
from typing import Final

from app.models.codes import ParticipationCode


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """One code. `line` stands beside it in the record. `examples`: what happened, and which code is right and why."""

    line: str
    short: str
    choose: str
    record: str
    not_this: str
    examples: tuple[tuple[str, str], ...]


GUIDANCE: Final = {
    ParticipationCode.PN0: Guidance(
        line="Under 4 on the day. Write below what was seen of their daily life.",
        short="Under 4",
        choose=(
            "The child is not yet 4 on the day of the conference. On the 4th birthday itself you may choose "
            "PN0, or PN1 to PN7."
        ),
        record=(
            "What was seen of the child’s daily life: mood, sleep, food, play, how they are with each carer, "
            "and who saw it."
        ),
        not_this=(
            "It does not mean that nothing is known of the child. A baby cannot tell us, and can be watched with care."
        ),
        examples=(
            (
                "A girl of 7 months. The health visitor saw her at home twice.",
                (
                    "PN0. Write what the health visitor saw: she startles at loud voices, and settles with her "
                    "grandmother."
                ),
            ),
            (
                "A boy who turns 4 later in the month of the conference, and can tell you a lot.",
                "PN0, because he is 3 on the day. Write down what he said all the same.",
            ),
        ),
    ),
    ParticipationCode.PN1: Guidance(
        line="Was there, and spoke for themselves.",
        short="There, and speaks",
        choose="The child is at the conference, for all or part of it, and speaks for themselves.",
        record="What they said, in their own words, and when in the meeting they were heard.",
        not_this="Being in the room is not enough. If they said nothing and nobody spoke for them, it is PN4.",
        examples=(
            (
                "A girl of 12 comes for the first 15 minutes, says what she wants, and leaves.",
                "PN1. Part of the conference counts. Write her words and that they were heard at the start.",
            ),
            (
                "A boy of 15 joins by video and speaks with his camera off.",
                "PN1. He is there and speaks. How he joined stands in the format of the conference.",
            ),
        ),
    ),
    ParticipationCode.PN2: Guidance(
        line="Was there, and somebody they chose spoke for them.",
        short="There, an advocate speaks",
        choose="The child is at the conference, and an advocate, or you, says for them what they asked to be said.",
        record="What the child asked to be said, in the child’s words as far as you have them, and who said it.",
        not_this="A parent who speaks about the child is not an advocate. Ask the child who should speak for them.",
        examples=(
            (
                "A girl of 9 sits beside her advocate, who reads out the letter they wrote together.",
                "PN2. Copy the words of the letter. They are hers.",
            ),
            (
                "A boy of 10 is there, and asks you before the meeting to say one thing for him.",
                "PN2. You said it for him, because he asked you to.",
            ),
        ),
    ),
    ParticipationCode.PN3: Guidance(
        line="Was there, and showed it without speech: symbols, signs, a device, a drawing.",
        short="There, without speech",
        choose=(
            "The child is at the conference and shows what they think: with symbols, signs, a device, pictures "
            "or gestures."
        ),
        record="What they showed, with what, who helped them, and what it was taken to mean.",
        not_this="Words from a communication device are the child’s own words. Write them down as they came.",
        examples=(
            (
                "A boy of 14 uses a communication device (AAC) to say that he wants to stay at his school.",
                "PN3. Write the sentence from the device as his own words, and tick the device as what was used.",
            ),
            (
                "A girl of 6 points at the sad face when the meeting talks about bedtime.",
                "PN3. Write what she pointed at and what was being said, and let those who know her say what it means.",
            ),
        ),
    ),
    ParticipationCode.PN4: Guidance(
        line="Was there, and nothing came across: not spoken, not shown, nobody spoke for them. Needs the reason.",
        short="There, and nothing conveyed",
        choose="The child is at the conference, does not speak, shows nothing, and asks nobody to speak for them.",
        record="Why there is nothing from the child, and what will be done so that next time is different.",
        not_this="If they gave their views beforehand, and somebody shared them, it is PN2, not PN4.",
        examples=(
            (
                "A boy of 11 sits beside his father for an hour and says nothing.",
                "PN4. The reason may be who else was in the room. Offer him time with you alone before the next one.",
            ),
            (
                "A girl of 13 does not speak in the meeting. You read out what she wrote for it, as she asked.",
                "PN2, not PN4: her views were there, and you gave them for her.",
            ),
        ),
    ),
    ParticipationCode.PN5: Guidance(
        line="Was not there, and told somebody what to say for them.",
        short="Not there, an advocate speaks",
        choose="The child is not at the conference, and has told an advocate, or you, what to say there.",
        record="What the child asked to be said, who said it, and when the child is told what came of it.",
        not_this=(
            "A report about the child is not a message from the child. If they asked nobody to speak, look at "
            "PN6 and PN7."
        ),
        examples=(
            (
                "A girl of 8 meets the advocate at school. The advocate says at the conference what she asked for.",
                "PN5. Write her words as the advocate wrote them down.",
            ),
            (
                "A boy of 16 rings you and asks you to say two things for him.",
                "PN5: you speak for him. A message of his own that is shown to the conference would be PN6.",
            ),
        ),
    ),
    ParticipationCode.PN6: Guidance(
        line="Was not there, and what they think reached the conference: letter, text, call, film, app, my meeting.",
        short="Not there, sends their views",
        choose=(
            "The child is not at the conference, and their views reach it: a letter, a drawing, a message, a "
            "recording, or what they wrote in Heard with their 4 words."
        ),
        record=(
            "The child’s own words or drawing as they came, how they came, and when in the meeting they were shared."
        ),
        not_this="If it came, and nobody shared it with the conference, their views did not reach it. That is PN7.",
        examples=(
            (
                "A boy of 10 writes what he wants for his meeting on a phone, with the words on his card.",
                "PN6. What he wrote stands on the record already, word for word.",
            ),
            (
                "A girl of 5 draws her house with her nursery teacher, who writes down what she says about it.",
                "PN6. Write what she said about the drawing, and that her teacher helped.",
            ),
        ),
    ),
    ParticipationCode.PN7: Guidance(
        line="Was not there, and nothing of what they think reached the conference. Needs the reason.",
        short="Not there, nothing conveyed",
        choose="The child is not at the conference, and nothing that they think or feel reaches it.",
        record="Why, who tried and how often, and what will be done to hear the child before the next conference.",
        not_this=(
            "What parents or workers think the child feels is not the child’s own view. Write it down, and the "
            "code stays PN7."
        ),
        examples=(
            (
                "A girl of 14 does not want to talk to anybody this month.",
                "PN7. It is her choice: write that she was asked, by whom, and that the door is open.",
            ),
            (
                "A boy of 7 was not asked, because his worker was off sick.",
                "PN7. Write that, and who sees him by when. Nobody asked is not the same as nothing to say.",
            ),
        ),
    ),
}
