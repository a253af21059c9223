"""What is written in the conference records of the demonstration. All made up, in words a child can read."""

from typing import Final, NamedTuple

from app.models.codes import ActionStatus, ParticipationCode, Reason, VoiceSource


class WishLine(NamedTuple):
    """One thing a child wants: what changed where it was acted on, what a child is told where it was not, and what
    their social worker does for it."""

    text: str
    changed: str
    reason: Reason
    explanation: str
    task: str


WISHES: Final = (
    WishLine(
        "I want to stay at my school.",
        "You stay at your school. A taxi takes you there from the new house.",
        Reason.NOT_YET,
        "We do not know yet where you will live next term. We will ask your school to keep your place.",
        "Arrange how you get to school, and ask the school to keep your place",
    ),
    WishLine(
        "I want to see my brother every week.",
        "You see your brother every Saturday, and you two choose where.",
        Reason.SIBLING,
        "Your brother asked for a little more time before he sees everyone. You can send him letters and pictures.",
        "Arrange with your brother when you see each other",
    ),
    WishLine(
        "I want the shouting to stop.",
        "Somebody comes every Tuesday to help the grown-ups stop the shouting. You have your own plan for bad nights.",
        Reason.PARENT,
        "Not everybody at home has said yes to the help. Your worker asks again each week, and you can ring her.",
        "Bring help for the grown-ups, and make a plan for bad nights with you",
    ),
    WishLine(
        "I want to live with my nan.",
        "You stay with your nan while the grown-ups get help.",
        Reason.OUTSIDE,
        "This meeting cannot decide where you live. We have told the people who can what you want.",
        "Visit you at your nan’s, and ask her what she needs",
    ),
    WishLine(
        "I do not want to see Dad on my own yet.",
        "Somebody you know is there each time you see Dad.",
        Reason.LAW,
        "A court decides when you see Dad. Your worker will tell the court what you said, in your words.",
        "Find somebody you know who can be there",
    ),
    WishLine(
        "I want somebody to talk to who is only mine.",
        "Kim from the youth team is there for you on Thursdays.",
        Reason.SERVICE,
        "There is a waiting list. Until it is your turn, your teacher keeps ten minutes for you every day.",
        "Make sure that you have somebody of your own to talk to",
    ),
    WishLine(
        "I want to go back to football.",
        "Football is on Mondays again, and the club has paid for your boots.",
        Reason.SERVICE,
        "The team is full until spring. You are the next on the list, and you can train on Fridays.",
        "Talk to the club about your place",
    ),
    WishLine(
        "I want my own bed.",
        "Your bed comes on the 12th, and you choose the covers.",
        Reason.NOT_YET,
        "The bed is ordered and it is taking longer than it should. Somebody rings about it each week.",
        "Get the bed, with the covers you choose",
    ),
    WishLine(
        "I want Mum to get better.",
        "Mum sees a doctor every week now, and she told us to tell you.",
        Reason.INFORMATION,
        "The doctors do not know yet what helps Mum most. It is not your job to make her better.",
        "Ask Mum each week how it goes, and tell you",
    ),
    WishLine(
        "I want to go home today.",
        "You went home on Friday, and somebody visits every day.",
        Reason.HARM,
        "It would not be safe today. We look at it again in six weeks, and you will hear what we decide the same day.",
        "Look with you at how it goes at home, every week",
    ),
    WishLine(
        "I want people to knock before they come into my room.",
        "There is a bolt on your door now, and everyone has promised to knock.",
        Reason.PARENT,
        "We asked for it and it was not agreed. We will ask again at the next meeting.",
        "Talk with everybody at home about knocking",
    ),
    WishLine(
        "I want the same social worker.",
        "You keep your social worker until the end of the plan.",
        Reason.OUTSIDE,
        "Your worker is leaving for another job. She will come with the new one twice, so that you do not start again.",
        "Tell you long before it happens if your worker has to change",
    ),
    WishLine(
        "I want my cat to come too.",
        "The cat came with you.",
        Reason.NOT_YET,
        "Pets are not allowed in the flat. Your aunt has the cat, and you can see it on Sundays.",
        "Find out how you can be with your cat",
    ),
    WishLine(
        "I want to know what is going to happen.",
        "You have your own copy of the plan, in words and pictures.",
        Reason.INFORMATION,
        "Two things are still being found out. Your worker tells you on the day she knows.",
        "Go through the plan with you, in words and pictures",
    ),
    WishLine(
        "I want to be asked without everybody listening.",
        "Your worker sees you on your own each time, somewhere you choose.",
        Reason.CHANGED_MIND,
        "You told us later that you would rather have your sister there, so we changed it.",
        "See you on your own each time, somewhere you choose",
    ),
    WishLine(
        "I want us to have food at the end of the month.",
        "The family has vouchers for six months, and help with the money.",
        Reason.OTHER,
        "The vouchers stopped in summer. A parcel comes on Wednesdays until we have sorted it out.",
        "Get vouchers for the family, and help with the money",
    ),
)
BABY_WISHES: Final = (
    WishLine(
        "Needs the same person to put her to bed.",
        "Mum does bedtime every night, with help on Mondays and Thursdays.",
        Reason.SERVICE,
        "Evening help starts when there is a place. Until then the aunt comes.",
        "Help Mum with bedtime on Mondays and Thursdays",
    ),
    WishLine(
        "Needs a warm, quiet room to sleep in.",
        "The heating is mended and the television has moved downstairs.",
        Reason.NOT_YET,
        "The landlord has three weeks to mend the heating. There is a heater until then.",
        "See to it that the heating is mended",
    ),
)
PARTLY: Final = "We could do some of this, but not all of it. "

LIKES: Final = (
    "I like it when we eat together.",
    "My dog is the best thing.",
    "i like drawing and my teacher",
    "Football is good and so is my nan.",
    "School is OK. I have two friends.",
    "I like my baby sister, she laughs at me.",
    "Nothing much. My music.",
)
WORRIES: Final = (
    "I worry when it goes quiet.",
    "i dont like the nite time",
    "I get scared that I will have to move again.",
    "Sometimes nobody is up in the morning.",
    "I hate it when they ask me to choose.",
    "It is loud and I put my headphones on.",
    "I worry about Mum when I am at school.",
)

OBSERVATIONS: Final = (
    "Seen at home twice. He looks for his mother and settles when she holds him. He startles at loud voices. Asleep by "
    "day and awake at night: his days have no pattern yet.",
    "She crawls to her nan with arms up and smiles. With visitors she goes still and watches the door. She eats "
    "well at "
    "nursery and is hungry on Mondays.",
    "He plays with one car by the window. He does not ask for help. When he fell he did not cry and did not look for "
    "anyone. At nursery he now goes to his key worker.",
    "She feeds well, gains weight and follows faces. The cot was clean and the room was cold on both visits.",
    "He babbles to his brother, who feeds him and changes him. He settles for his brother faster than for any adult.",
)
PREPARATIONS: Final = (
    "A cot and clothes are there. Both parents came to four of six appointments. The room is damp, and the baby "
    "would be "
    "the third to sleep in it.",
    "The mother has stopped smoking and talks to her bump. Nothing has been bought yet: the family believes that "
    "is bad "
    "luck. The grandmother has a cot ready.",
)
BY_SYMBOLS: Final = "Pointed on her tablet to: home. dog. loud. stop. Then: school, school, school. Smiled. Then: nan."

NOT_HEARD: Final = {
    ParticipationCode.PN4: (
        "She came for the first ten minutes and did not want to speak or point. She was asked if she wanted an "
        "advocate "
        "and shook her head.",
        "He stayed for all of it and said “no comment” to each question. The chair meets him next week at school.",
    ),
    ParticipationCode.PN7: (
        "He did not want to come or send anything. He was asked twice by his teacher, once on his own.",
        "The family was away until the day before and nobody could see her on her own. The school sees her on Monday.",
        "He was ill on the day, and the visit before was called off. An advocate is to see him this week.",
    ),
}
LATE_REASONS: Final = (
    "The school was closed over Easter and the health visitor was away, so fewer than three agencies could have come.",
    "The family moved here during the enquiry, and the papers came a week late.",
    "Both parents asked for an interpreter, and none could come on the first date.",
)
NOT_TOLD_REASONS: Final = ("She asked not to hear any more about meetings this month. Her advocate will offer again.",)

TELLERS: Final = ("Her social worker", "His social worker", "The advocate", "The class teacher", "The chair")
CARER_TELLERS: Final = ("The health visitor", "The social worker")

SOURCES: Final[dict[ParticipationCode, tuple[VoiceSource, ...]]] = {
    ParticipationCode.PN0: (VoiceSource.OBSERVED, VoiceSource.HEALTH, VoiceSource.PARENT, VoiceSource.SIBLING),
    ParticipationCode.PN1: (VoiceSource.AT_CONFERENCE, VoiceSource.MET_CHAIR, VoiceSource.SOCIAL_WORKER),
    ParticipationCode.PN2: (VoiceSource.ADVOCATE, VoiceSource.AT_CONFERENCE, VoiceSource.WRITTEN),
    ParticipationCode.PN3: (VoiceSource.SYMBOLS, VoiceSource.SOCIAL_WORKER, VoiceSource.SCHOOL),
    ParticipationCode.PN4: (VoiceSource.NOT_OBTAINED,),
    ParticipationCode.PN5: (VoiceSource.ADVOCATE, VoiceSource.ONLINE_FORM, VoiceSource.WRITTEN),
    ParticipationCode.PN6: (VoiceSource.PLAY, VoiceSource.SOCIAL_WORKER, VoiceSource.SCHOOL, VoiceSource.WRITTEN),
    ParticipationCode.PN7: (VoiceSource.EARLIER_RECORD, VoiceSource.NOT_OBTAINED),
}
UNBORN_SOURCES: Final = (VoiceSource.PARENT, VoiceSource.HEALTH)


class Task(NamedTuple):
    """Something somebody does for a child, who reads it.

    Of no agency means: of the children's services of where they live.
    """

    agency: str | None  # a key of people.AGENCIES
    owner_role: str
    what: str


BY_SOCIAL_CARE: Final = (
    Task(None, "Social worker", "Visit every two weeks, and talk with nobody else there"),
    Task(None, "Social worker", "Go through the plan together, in words and pictures"),
    Task(None, "Family support worker", "Be there for mornings and bedtimes, three days a week"),
    Task(None, "Social worker", "Ask the grandparents what they see, and write it down"),
    Task(None, "Team manager", "Arrange time with brothers and sisters, and say on which dates"),
    Task(None, "Family support worker", "Get beds and bedding for the children’s room"),
    Task(None, "Social worker", "Hold the core group and send round who does what"),
)
FOR_BABIES: Final = (
    Task("community health", "Health visitor", "Weigh the baby each week and watch feeding at home"),
    Task("community health", "Health visitor", "See the home at a different time of day each visit"),
    Task("early years", "Nursery manager", "Keep one key worker for mornings and home time"),
)
FOR_CHILDREN: Final = (
    Task("community health", "School nurse", "Check eyes, ears and teeth, and book what is needed"),
    Task("community health", "School nurse", "Talk at school about sleep"),
    Task("primary", "Head teacher", "Keep a place at breakfast club"),
    Task("primary", "Class teacher", "Ten minutes to talk at the start of each school day"),
    Task("voluntary", "Young carers’ worker", "A place in the young carers’ group"),
)
FOR_YOUNG_PEOPLE: Final = (
    Task("secondary", "Head of year", "One named person to go to in lessons"),
    Task("secondary", "Attendance officer", "Work out together how to catch up what was missed"),
    Task("mental health", "Clinical lead", "Meet within four weeks"),
    Task("community health", "School nurse", "Talk at school about sleep"),
    Task("advocacy", "Advocate", "Meet before the next conference"),
)
BY_THE_SOCIAL_WORKER: Final = {line.text: Task(None, "Social worker", line.task) for line in (*WISHES, *BABY_WISHES)}
FOR_THE_HOME: Final = (
    Task("housing", "Housing officer", "Mend the heating and the back door lock"),
    Task("police", "Detective sergeant", "Tell the family the same day when bail conditions change"),
)
# What an agency says shows how far an action is.
SHOWS_IT: Final = {
    ActionStatus.DONE: (
        "Done as agreed. It is in the case notes of that day.",
        "Visited, and written down the same day. The team manager has seen it.",
        "Done. The core group looked at it and agreed.",
    ),
    ActionStatus.IN_PROGRESS: (
        "Begun. The first visit is in the diary.",
        "Asked for. We wait for a date from the other team.",
        "Half of it is done. The rest follows next week.",
    ),
    ActionStatus.STOPPED: (
        "The family has moved. The new area was told, and has it on its list.",
        "Not needed any more: the core group decided so.",
        "The service has closed. We have asked the chair what can take its place.",
    ),
}
