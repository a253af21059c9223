"""What the guidance of the demonstration says. It is made up, like the board that gives it."""

from typing import Final

MADE_UP: Final = "*The Northbank board does not exist. This text shows what guidance can look like. Work by your own.*"

NEGLECT_FIRST: Final = f"""Neglect is when a child does not get what they need, again and again: food, sleep, \
a clean and safe home, a doctor, school, somebody who looks after them and is glad of them.

## What to look for

- Hungry, tired, dirty, or in clothes that are wrong for the weather.
- Missed appointments. A child is **not brought**; they do not fail to attend.
- Teeth, skin or illness that nobody has seen to.
- Brothers or sisters who do a parent's work.

## What to do

1. See each child alone, and ask what their days are like.
2. Write down what you saw and what the child said, in the child's words.
3. Talk to the others who know the family. Each of you may hold one piece.
4. Write down what you decided, and why.

If a child is in danger now, call 999.

{MADE_UP}
"""

NEGLECT_SECOND: Final = f"""Neglect is when a child does not get what they need, again and again: food, sleep, \
a clean and safe home, a doctor, school, somebody who looks after them and is glad of them.

## Ask about the day, every visit

Food, sleep and washing, each time, for each child. Look in the kitchen, and where the child sleeps.

| Age | Who tells you | What to look at |
|---|---|---|
| Before birth | the parents, the midwife | what is ready for the baby, and what is not |
| Under 2 | nobody: **you** say what you see | weight, skin, sleep, whether the baby looks for a face |
| 2 to 4 | the child, in play | speech, teeth, who comforts them |
| 5 to 11 | the child, alone | breakfast, bedtime, who brings them to school |
| 12 and over | the child, alone | what they do for others, where they are at night |

## What to look for

- Hungry, tired, dirty, or in clothes that are wrong for the weather.
- Missed appointments. A child is **not brought**; they do not fail to attend.
- Teeth, skin or illness that nobody has seen to.
- Brothers or sisters who do a parent's work.
- It gets a little better, then worse again. Count the times.

## What to do

1. See each child alone, and ask what their days are like.
2. Write down what you saw and what the child said, in the child's words. For a baby, write down one whole day.
3. Talk to the others who know the family within 3 working days. Each of you may hold one piece.
4. Write down what you decided, and why.
5. Look again in 6 weeks. If nothing has changed for the child, it is time for something else.

> “A nurse, a doctor and a neighbour each saw one thing. Nobody knew what the others had seen.” (Child C4)

If a child is in danger now, call 999.

{MADE_UP}
"""

NEGLECT_THIRD: Final = NEGLECT_SECOND.replace("midwife |", "midwife, the health visitor |")

TELLING_FIRST: Final = f"""Every child is told what was decided about them, and why, within 5 working days.

- Say who tells them before the meeting ends.
- Say what comes of each wish. “We cannot, because …” is an answer. Silence is not.
- Use their own words for what they wanted.

{MADE_UP}
"""

TELLING_DRAFT: Final = f"""Every child is told what was decided about them, and why, within 5 working days.

- Say who tells them before the meeting ends.
- Say what comes of each wish. “We cannot, because …” is an answer. Silence is not.
- Use their own words for what they wanted.
- For a baby, tell whoever looks after them.
- Ask the child to say it back. That is how you know that they were told.

{MADE_UP}
"""
