"""The wishes that a checklist begins from. Whoever makes one ticks those they want, and may add their own."""

from typing import Final

TEN_WISHES: Final = (
    "Somebody says hello and tells me their name.",
    "Somebody tells me what will happen.",
    "I am asked what I think.",
    "Nobody talks about me as if I were not there.",
    "I can say no, or ask for a break.",
    "I can talk to somebody alone.",
    "Words are easy. If not, somebody explains them.",
    "It feels safe here.",
    "It works for me if I am disabled, or speak another language.",
    "Somebody tells me afterwards what was done.",
)
MOST_OWN: Final = 5
MOST_WISHES: Final = len(TEN_WISHES) + MOST_OWN
