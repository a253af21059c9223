"""What the participation workers of the demonstration write back, and what young people say to that."""

from app.models.codes import Topic
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.sentences import Tone

OPENINGS = (
    "Thank you for telling us.",
    "Thank you. We read every word.",
    "We are glad you told us.",
    "Thank you for trusting us with this.",
)

GOOD_NEWS = (
    "It helps to know what is going well. We will tell the people who did this that it works, without saying who "
    "told us.",
    "That is good to hear. We have asked for it to stay as it is.",
    "We passed this on to the board as something to do more of.",
)

BODIES: dict[Topic, tuple[str, ...]] = {
    Topic.HOME: (
        "Nobody should be left wondering who comes to their home. We asked workers to say who they are, and why, "
        "each time.",
        "We asked the family support team what help there is with heating, food and beds. You can ask any adult at "
        "school to ring them, and they do not have to say why.",
    ),
    Topic.SCHOOL: (
        "We told the schools what you said. From next term visitors come to the office and do not come into class.",
        "You can choose one person at school who knows. Tell any teacher who it should be.",
    ),
    Topic.FAMILY: (
        "Seeing your family matters. We asked that visits are not cancelled on the day unless somebody is ill.",
        "We cannot change who you see, because a court decides that. What we can do: your worker must ask what you "
        "want "
        "before each hearing, and must tell you what was decided.",
    ),
    Topic.FRIENDS: (
        "You do not need a form for a sleepover any more. The adult who looks after you can say yes.",
        "We asked the youth team how young people who move can keep seeing their friends. They can help with bus "
        "fares.",
    ),
    Topic.SAFE: (
        "You should feel safe on your way home. The police team for your area has been asked to be there at that time.",
        "If you are scared at night you can ring Childline on 0800 1111 at any hour. We have also asked the people who "
        "decide about lights and locks to look at this.",
    ),
    Topic.ONLINE: (
        "This is not your fault. An adult at school can help to have it taken down, and you do not have to show "
        "them all of it.",
        "We asked for one set of rules about phones, so that they are the same wherever you stay.",
    ),
    Topic.AREA: (
        "We told the council what you said about where you live. The youth club is open two more evenings from "
        "next month.",
        "We cannot change the buses, because another company runs them. We sent them what you and others said.",
    ),
    Topic.HELPERS: (
        "Changing workers again and again is hard. A worker who leaves must now come and say goodbye, and hand "
        "over what "
        "matters to you in your words.",
        "Time with you should be time with you. We asked the team to plan it so that you are not the last five "
        "minutes.",
    ),
    Topic.MEETING: (
        "You should always be told what was decided. The person who leads the meeting now has 5 working days to "
        "make sure "
        "somebody tells you.",
        "You can come for all of it, for a part, or not at all, and you can send a letter or a picture. We asked for "
        "meetings about young people to be after school.",
    ),
    Topic.OTHER: (
        "We had not thought of that. We have put it on the list for the next board meeting.",
        "We asked about this and will keep asking. There are bags for moving now: ask for one, it is yours to keep.",
    ),
}

CLOSINGS = (
    "",
    "\n\nIf this is not what you meant, press “no” and tell us more.",
    "\n\nYou can say more whenever you like.",
    "\n\nWe will tell you here when something changes.",
)

SECOND_ANSWERS = (
    "You are right, we did not answer that part. We asked again. It starts after the holidays, and the board will "
    "check.",
    "Thank you for saying no. We can't do this now, because there is a waiting list. What we can do: somebody from the "
    "team is there on Thursdays after school, and you can just turn up.",
    "We read it again and spoke to the people who decide. They agree with you. It has been put right.",
)

WHAT_IS_MISSING = (
    "You did not say when.",
    "That is what grown ups always say",
    "I wanted to know about my brother too.",
    "It has not happened yet",
    "You said you asked. What did they say?",
    "ok but why",
)

WHAT_IS_ADDED = (
    "I forgot to say it is always on Mondays.",
    "Also can you ask about the dog.",
    "It happened again yesterday.",
    "ok thank you. one more thing, my sister thinks so too",
)

HOW_TO_FIND_ME = (
    "Breakfast club at school, every day from 8. Ask for the one who does the toast.",
    "I am at the library on Wednesdays after school, upstairs.",
    "You can text 07700 900123 but not ring.",
    "Tell Mrs B in the school office. She knows who I am.",
)


def answer(chance: Chance, topic: Topic | None, tone: Tone) -> str:
    """A first answer in plain words."""
    body = chance.choice(GOOD_NEWS if tone == "glad" else BODIES[topic or Topic.OTHER])
    return f"{chance.choice(OPENINGS)} {body}{chance.choice(CLOSINGS)}"
