"""What the young people of the demonstration say. All of it is made up, and none of it is about a real child."""

from collections.abc import Iterable
from itertools import product
from typing import Literal, NamedTuple

from app.models.codes import AgeGroup, Topic
from app.services.demonstrating.chance import Chance

Tone = Literal["glad", "so-so", "sad"]
Ages = Literal["young", "any", "older"]


class Line(NamedTuple):
    tone: Tone
    text: str
    ages: Ages = "any"


LINES: dict[Topic, tuple[Line, ...]] = {
    Topic.HOME: (
        Line("glad", "It is calmer at home now and we eat tea together."),
        Line("glad", "my room is finaly warm and i hav a lamp with stars", "young"),
        Line("glad", "Mum is doing what she said she would. I can tell she is trying."),
        Line("so-so", "Some days home is fine and some days I stay in my room."),
        Line("so-so", "We moved house again. The new one is OK but I have not got a key."),
        Line("so-so", "I look after my little brother a lot. I do not mind but I get tired.", "older"),
        Line("sad", "There is shouting at night and then I cannot sleep."),
        Line("sad", "nobody does the washing so i hav to wear the same jumper", "young"),
        Line("sad", "People keep turning up at our house and nobody tells me who they are."),
        Line("sad", "There is never anything in the fridge at the end of the month."),
        Line("sad", "I have been on a sofa for six weeks. Everyone calls it temporary.", "older"),
    ),
    Topic.SCHOOL: (
        Line("glad", "I like school because my teacher notices when I am quiet."),
        Line("glad", "i got a sticker for reading to the littel ones", "young"),
        Line("glad", "The breakfast club is the best thing that came out of my plan."),
        Line("so-so", "School is all right but they take me out of lessons to talk about home."),
        Line("so-so", "I would like one person at school who knows, not all of them."),
        Line("so-so", "My timetable got changed and nobody asked me first.", "older"),
        Line("sad", "Everyone saw the social worker come into our class and now they ask me about it."),
        Line("sad", "I get told off for being late but nobody asks why I am late."),
        Line("sad", "i dont want to change school agen", "young"),
        Line("sad", "I have missed so much that I sit there and pretend I understand."),
        Line("sad", "My exams are in five weeks and my meetings are always in maths.", "older"),
    ),
    Topic.FAMILY: (
        Line("glad", "I saw my nan twice this month and nobody was rushing us."),
        Line("glad", "me and my sister are in the same house now 💛", "young"),
        Line("glad", "Dad rang when he said he would."),
        Line("so-so", "I like seeing Dad but I do not like the room we have to see him in."),
        Line("so-so", "My brother gets asked things and I just get told."),
        Line("so-so", "I want to see my cousins. They are not part of any of this.", "older"),
        Line("sad", "I miss my brother. We used to share a room and now I see him once a month."),
        Line("sad", "they cansel seeing mum on the day and i had my coat on", "young"),
        Line("sad", "My grandad tried to tell people and nobody wrote it down."),
        Line("sad", "Mum and Dad both tell me things to say."),
        Line("sad", "Nobody will tell me if my little sister is all right.", "older"),
    ),
    Topic.FRIENDS: (
        Line("glad", "I can go to my best friend Zoë's house after school now."),
        Line("glad", "i made a frend in the new street", "young"),
        Line("glad", "My friends know and they did not make it weird."),
        Line("so-so", "I have friends but I cannot have them round."),
        Line("so-so", "I moved and my old friends still message but it is not the same."),
        Line("sad", "Sleepovers need a form and by the time it is signed the party is over."),
        Line("sad", "my frends mum said i cant come any more", "young"),
        Line("sad", "They all have a group chat about my family."),
        Line("sad", "Łukasz was my only friend there and I did not get to say bye.", "older"),
    ),
    Topic.SAFE: (
        Line("glad", "I feel safer since the lock on our door was mended."),
        Line("glad", "i know who to tell now. its mrs b", "young"),
        Line("glad", "Somebody finally asked me straight if I feel safe. I do now."),
        Line("so-so", "I feel safe at school and at my aunt's. At home it depends who is in."),
        Line("so-so", "I have a safe word with my sister. It helps a bit."),
        Line("sad", "The walk home past the garages scares me in winter."),
        Line("sad", "i sleep with the lite on becos of the noises", "young"),
        Line("sad", "I am always listening for which mood it is."),
        Line("sad", "Older lads wait by the bus stop and they know my name.", "older"),
    ),
    Topic.ONLINE: (
        Line("glad", "I blocked them like the worker showed me and it has stopped."),
        Line("glad", "my uncle helpt me make my game privat 🎮", "young"),
        Line("so-so", "Everybody takes my phone to keep me safe but it is how I talk to my sister."),
        Line("so-so", "The rules about screens are different at every house I stay at."),
        Line("sad", "Somebody made an account that pretends to be me."),
        Line("sad", "I get messages from people I do not know and I am scared to show anyone."),
        Line("sad", "sum one said mean stuff on my game and i cant make it stop", "young"),
        Line("sad", "A photo of me went round and the school just told us all off.", "older"),
    ),
    Topic.AREA: (
        Line("glad", "The youth club opened again and it is warm and free."),
        Line("so-so", "There is one bus an hour, so I miss things or I am very early."),
        Line("so-so", "Our park has lights now but only half of them work."),
        Line("sad", "There is nowhere to go where we live if you are not buying something."),
        Line("sad", "the lift smells and its dark and i run up the stares", "young"),
        Line("sad", "People deal by our block and everyone acts like it is normal.", "older"),
    ),
    Topic.HELPERS: (
        Line("glad", "My social worker is called the same as me and she listens. She remembers things."),
        Line("glad", "My advocate said it how I would have said it. 10/10"),
        Line("glad", "the health lady lets me hold the cards and point", "young"),
        Line("so-so", "My worker is nice but she is always in a hurry."),
        Line("so-so", "I have seven people who help me and they all ask the same questions."),
        Line("so-so", "I would rather text than talk in the car.", "older"),
        Line("sad", "This is my fourth social worker. I have to start my story from the beginning again."),
        Line("sad", "He said he would ring me back and it has been three weeks."),
        Line("sad", "She talks to my mum for ages and to me for five minutes."),
        Line("sad", "she rites in her book and dosnt say what it says", "young"),
        Line("sad", "Nobody told me my worker was leaving. I found out from an automatic e-mail.", "older"),
    ),
    Topic.MEETING: (
        Line("glad", "The chair met me first and showed me where everyone would sit."),
        Line("glad", "They read my letter out at the start and nobody talked over it."),
        Line("glad", "i drawd a picture and it was on the wall in the meeting", "young"),
        Line("so-so", "I went to my meeting for ten minutes. That was enough."),
        Line("so-so", "I do not know if I am allowed to go to the next one."),
        Line("so-so", "It would be better after school and not in a room with a big table.", "older"),
        Line("sad", "They talked about me like I was not there."),
        Line("sad", "I said what I wanted and I still do not know what they decided."),
        Line("sad", "there was loads of grown ups and i forgot my words", "young"),
        Line("sad", "I was asked one question and then they moved on."),
        Line("sad", "The report about me had my age wrong and my brother's name in it."),
        Line("sad", "I got the notes from my meeting nine weeks later. Nine.", "older"),
    ),
    Topic.OTHER: (
        Line("glad", "I just wanted to say the dog from the visit cheered me up 🐶"),
        Line("glad", "I <3 my nan & \"dad\" <of him> =1+1"),
        Line("so-so", "I want to know who decides what gets written about me."),
        Line("so-so", "idk"),
        Line("sad", "Nobody asks me what I am good at."),
        Line("sad", "My things came in bin bags when I moved. Please give kids a proper bag."),
        Line("sad", "i lost my teddy when we moved and no one looked", "young"),
    ),
}  # fmt: skip

UNSAFE_LINES = (
    "I do not feel safe when he shouts.",
    "I do not want to go home after school today.",
    "i hide wen they argu",
    "Somebody I do not know waits outside our flats.",
    "I am scared about this weekend because of who is coming to stay.",
    "I cannot say it at home because they will hear.",
    "My little sister and I push the chair against the door.",
    "I am not hurt. I am just frightened a lot.",
    "Someone keeps telling me to keep a secret and I do not want to.",
    "Things were better for a bit and now they are bad again.",
    "he gets so angry and i dont know wat to do 😟",
    "I told one teacher and nothing happened.",
)

LONG_LINES = (
    "I want to explain it properly because nobody has let me do that yet. First there was the meeting in the summer "
    "where everyone agreed that I would be told things. Then there was another one that I was not told about. My "
    "worker says it was a small one, but they talked about where I live, and that is not small to me.\n\n"
    "I am not angry with one person. I just think if six adults are in a room talking about my life then one of them "
    "could come and find me afterwards and say: this is what we said, this is what happens next. It would take five "
    "minutes. I have even worked out when: Tuesdays, after band.",
    "things i want you to know:\n1. i am not shy i am just thinking\n2. dont ask me in front of mum\n3. if you say "
    "friday come on friday\n4. my brother is not the naughty one he is just loud\n5. i like it when you bring the "
    "pens",
    "When I was smaller people asked my nan what I thought. Then they asked my teacher. Now they ask me, which is "
    "better, but they write it in their own words. I said \"I hate the waiting\" and the page says \"expresses some "
    "anxiety around transitions\". I do not talk like that. Can it just say what I said?",
)  # fmt: skip

OPENINGS: dict[Tone, tuple[str, ...]] = {
    "glad": ("", "", "", "Something good: ", "I wanted to tell you. ", "You asked, so… ", "Hi. ", "thank you!! "),
    "so-so": ("", "", "", "I am not sure how to say this. ", "Honestly? ", "Hi, ", "Well. ", "I have been thinking. "),
    "sad": ("", "", "", "I never told anyone this. ", "Please read this. ", "It is not fair. ", "Ok so. ", "Hello. "),
}
ENDINGS: dict[Tone, tuple[str, ...]] = {
    "glad": ("", "", "", " Please keep doing that.", " 😊", " I hope it stays.", " That is all!", "\nfrom me"),
    "so-so": (
        "",
        "",
        "",
        " Can somebody explain it to me?",
        " I do not know what I want yet.",
        " 🤷",
        " Maybe ask me again.",
        " It would help to know when.",
    ),
    "sad": (
        "",
        "",
        "",
        " Can somebody do something?",
        " I want somebody to ask me, not my mum.",
        " 😔",
        " What happens now?",
        "\nPlease do not say I said it.",
    ),
}

BANDS: dict[AgeGroup | None, tuple[Ages, ...]] = {
    None: ("any",),
    AgeGroup.AGE_8_TO_10: ("any", "young"),
    AgeGroup.AGE_11_TO_13: ("any",),
    AgeGroup.AGE_14_TO_15: ("any", "older"),
    AgeGroup.AGE_16_TO_18: ("any", "older"),
    AgeGroup.AGE_19_TO_25: ("any", "older"),
}


def texts(lines: Iterable[Line], tone: Tone, ages: tuple[Ages, ...]) -> tuple[str, ...]:
    return tuple(line.text for line in lines if line.tone == tone and line.ages in ages)


FITTING = {
    (topic, tone, age_group): texts(LINES[topic], tone, BANDS[age_group])
    for topic, tone, age_group in product(Topic, OPENINGS, BANDS)
}
WHO_SAYS_A_LOT = 0.02


def say(chance: Chance, topic: Topic, tone: Tone, age_group: AgeGroup | None) -> str:
    """The words of one young person, about this, in this mood."""
    if tone != "glad" and chance.happens(WHO_SAYS_A_LOT):
        return chance.choice(LONG_LINES)
    line = chance.choice(FITTING[topic, tone, age_group])
    return chance.choice(OPENINGS[tone]) + line + chance.choice(ENDINGS[tone])


def say_unsafe(chance: Chance) -> str:
    """The words of somebody who says they are not safe, or not sure."""
    return chance.choice(UNSAFE_LINES) + chance.choice(ENDINGS["sad"])
