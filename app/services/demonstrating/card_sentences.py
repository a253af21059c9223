"""What the children of the demonstration write for their own meetings, and say afterwards. Nobody here exists."""

from typing import Any, Final

from app.models.codes import Joining

WROTE_TWICE: Final[dict[str, Any]] = {
    "joining": Joining.SOMEBODY_SPEAKS,
    "good": "My little brother makes me laugh.\nFootball on Tuesdays",
    "worries": "When they shout downstairs I stay up till its over. Then I am tired in school",
    "speaker": "Leah my advocate. NOT my uncle",
    "understanding": "Say who everyone is first. Dont use long words pls",
    "how_safe": 6,
    "private": "I dont want mum to know I wrote the bit about the shouting",
}
WROTE_TWICE_WISHES: Final = (
    "Someone to pick me up from football so I dont have to miss it",
    "to know when dad is coming and when hes not",
    "my own bed 🛏️",
)
NOT_SAFE: Final[dict[str, Any]] = {
    "joining": Joining.DRAW_OR_RECORD,
    "good": "my cat and Miss Okoro",
    "worries": "the man who comes at night",
}
NOT_SAFE_WISHES: Final = ("that he dosnt come any more",)
SAYS_NO: Final = "You said I would see it happen before half term and nobody came. I waited"
SAID_NO: Final = "you said it would be and its not"
WAS_ANSWERED: Final = (
    "You are right, and I am sorry. I have spoken to your worker today. It starts on Monday, and I will ask you myself "
    "in two weeks whether it did."
)
