"""What share the board wants in each figure that has one, in per cent. They are settings like all others."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Targets:
    """Each by the name that the figure gives it. README.md lists them."""

    target_answered: int = 95
    target_verdict: int = 70
    target_alerts: int = 99
    target_heard: int = 90
    target_observed: int = 95
    target_told_beforehand: int = 95
    target_advocate: int = 90
    target_own_words: int = 90
    target_seen_alone: int = 90
    target_considered: int = 95
    target_interpreter: int = 95
    target_explained: int = 95
    target_told: int = 95
    target_understood: int = 80
    target_actions: int = 90
    target_difference: int = 70
    target_conferences: int = 95
    target_trained: int = 95
