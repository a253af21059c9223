"""The 4 words come from a list that a child can keep, and that says nothing to whoever finds the card."""

import math

import pytest

from app.protection.word_list import WORDS

# Many of these have a harmless meaning too. The list has enough words to do without them.
STOPPED = {
    "bodies": """
        ankle arm arms ass back bald bath beard belly blood body bone bones boob bosom bottom brain breast breath
        bum burp butt calf cheek chest chin claw cough crotch ear ears elbow eye eyes face fart feet fever finger
        fist flesh foot groin gums hair hand hands head heart heel hip hips jaw kidney knee lap leg legs limb lip
        lips liver lung lungs mouth muscle nail nails naked nappy navel neck nipple nose nude organ palm paw pee
        pimple poo potty pulse pyjama rash rib scalp scar shin shower skin skull sneeze snore snot sole spine spit
        stool sweat tail tears teeth thigh thin throat thumb toe toes toilet tongue tooth torso towel trunk tummy
        vein vomit waist wart wee womb wrist yawn
    """,
    "violence and fear": """
        abuse alarm ambush angry army arrow attack axe bang bat battle beat belt birch bite bleed blow bomb bruise
        bullet bully burn bury cage cane chain chase choke chop club coffin corpse crash cross cruel crush cry cuff
        cut dagger danger dart dead death devil die enemy evil fear fight fire flame flood ghost grab grave gun
        hammer hang harm hate hit horror hunt hurt injury jail kick kill knife knot lash lock mad murder needle
        noose pain pinch pistol poison prey prison punch punish rape razor rob rope scare scream shark shoot shot
        slap slash slave slay smack smash snare spank spear spider stab sting storm strap strike strip sword tank
        target tease thief threat thump trap victim war weapon whip wolf wound wreck zombie
    """,
    "family and other people": """
        adopt aunt auntie baby boy bride child cousin dad daddy family father folk foster friend gran granny groom
        guy junior kid king lad ladies lady lass lord love man mate mother mum mummy nan nanny nephew niece orphan
        parent prince queen sister son step twin uncle widow wife woman young
    """,
    "faith": """
        abbey allah altar angel bauble bible bishop bless buddha carol chapel cherub christ church divine dove
        easter eid faith god halo heaven hell hindu holy hymn jesus jew koran lent mass monk mosque muslim nun omega
        pagan pope pray prayer priest psalm rabbi saint satan shrine sikh sin soul temple tinsel vicar xmas
    """,
    "places": """
        alley attic cabin camp cellar centre chad china cinema city clinic court cuba derby dover egypt essex europe
        farm france garage garden ghana home hostel hotel house hull india iran iraq italy japan jersey kent kenya
        leeds london mali market museum nepal office oman oxford paris park peru poland poole pub qatar school shed
        shop spa spain street sudan syria togo town turkey wales ward wells wigan york
    """,
    "police, courts and money": """
        arrest bail beggar bill bribe broke cell charge chief cop copper crime debt decide dole evict fine fraud
        gaol guilt guilty judge jury law lawyer motion oath object panel parole plea plead police poor proof steal
        sue system theft trial truth unit wrong
    """,
    "sex, drink and drugs": """
        affair ale arse ball balls bar bed beer birth bitch blunt bond bong booze bra brandy breed cider cock coke
        crack date dirty dope drink drug drunk erect flash flirt fondle gin grass grind grope hash heroin high
        hooker horn horny hug hump joint kinky kiss knob lager lick lust malt mount nasty pants pill pipe pole porn
        pot randy ride rod rum sack sex sexy shag sherry skunk slut smoke snog spice spliff stoned stroke stud suck
        tablet tart thong tickle tonic touch vape virgin vodka wanker weed wet whisky whore willy wine
    """,
    "insults and skin": """
        animal ape awful baboon beast black brat brown cheat chimp chunk clot clown cow coward crank crazy creep
        crow cuckoo damn dense dirt dodo dog donkey dork drip dumb dunce dwarf fairy fat filth flabby fool freak
        fruit fuss geek goon grub gypsy hag hippo idiot idle imp jerk lame lazy leech liar loser louse lump maggot
        mental midget mole monkey moron mule muppet mutt nerd nit nitwit nut oaf odd ogre pansy pest pig pink plank
        poof prat prick pug rat ratbag savage scab scum shrew sick silly simple sissy skinny slime sloth slow slug
        snake snob spade stink stupid swine tan thick tinker toad tramp trash troll ugly vermin wally weak weasel
        weird whale white wicked wimp witch worm wuss yellow yob
    """,
    "what jars, or what an abuser says": """
        afraid agree aim alone appear blame care caught choose come dare dark drama edge encore enjoy errand exit
        fable fake forget game gentle gift good habit help hidden hide hollow hook huge hurray hush invent joke jump
        keep lie lies lift listen lonely lose lost lucky make mask mime mute myth never nice nobody obey paddle
        photo play please quiet ready report reward risk safe secret send settle share shut silent sleep smile sorry
        spy submit supply swivel talk taxi tell tempt toy trace treat trick trust video visit voice want warn watch
        wish wow yarn yes yippee
    """,
    "first names": """
        alan amber amy anna april bella ben billy chloe daisy dan dean edward ella emily emma erin eva finn frank
        george grace grant hannah harry hazel henry holly hope iris isla ivy jack jade jake james jasper jay joe
        john josh joy june kai kate kit kyle lee leo liam lily lucy luke luna mark mary mason max may mia mike miles
        mo nick noah nova olive oliver oscar paul pearl penny peter piper poppy ray robin rose rowan ruby ryan sam
        sandy sean sophie teddy tom violet will willow zac zara zoe
    """,
}

# Words that sound the same to a British ear, or so nearly that a child reading them out would be misheard.
SOUND_ALIKE = """
aisle isle | allowed aloud | ant aunt | arc ark | ate eight | bail bale | ball bawl | band banned | bare bear |
base bass | be bee | beach beech | beagle bagel | bean been | beat beet | berry bury | blew blue | boar bore |
board bored | bolder boulder | bough bow | boy buoy | brake break | bread bred | bridal bridle | broach brooch |
brows browse | buy by | caught court | cede seed | ceiling sealing | cell sell | cellar seller | cent scent sent |
cereal serial | cheap cheep | check cheque | chilli chilly | choir quire | choral coral | chord cord cored |
chute shoot | cite sight site | clause claws | clever cleaver | coarse course | colonel kernel | conker conquer |
core corps | creak creek | crews cruise | cue queue | currant current | cygnet signet | cymbal symbol | dam damn |
days daze | dear deer | desert dessert | dew due | die dye | dingy dinghy | doe dough | draft draught | dual duel |
dun done | earn urn | ewe yew you | eye aye | fair fare | fairy ferry | fate fete | faun fawn | feat feet | fir fur |
flair flare | flea flee | floe flow | flour flower | for four fore | fort fought | foul fowl | gait gate |
genes jeans | great grate | grey gray | grove groove | guest guessed | gym gem jim | hail hale | hair hare |
hall haul | hangar hanger | hay hey | heal heel | hear here | heard herd | heron heroin | hew hue | high hi |
hoard horde | hoarse horse | hole whole | hoover hover | hour our | idle idol | inn in | jam jamb | jewel joule |
key quay | knight night | knit nit | knot not | know no | knows nose | lain lane | lair layer | larva lava |
lead led | leak leek | lessen lesson | liar lyre | links lynx | load lode | loan lone | loch lock | loot lute |
made maid | mail male | main mane | maize maze | manner manor | march marsh | marine maroon | mat matt | meat meet |
medal meddle metal | might mite | miner minor | missed mist | moat mote | moor more | moose mousse |
morning mourning | muscle mussel | naval navel | none nun | oar ore or | one won | packet pocket | pail pale |
pain pane | pair pear pare | palate palette pallet | passed past | patience patients | pause paws | pea pee |
peace piece | peak peek | peal peel | pedal peddle | peer pier | place plaice | plain plane | plait plat |
plum plumb | pole poll | poor pour pore paw | pray prey | price prise prize | prince prints | profit prophet |
quarts quartz | rain reign rein | raise rays | raisin reason resin | rap wrap | raw roar | read reed | real reel |
red read | review revue | right write | ring wring | road rode | role roll | root route | rose rows | rough ruff |
rung wrung | rye wry | sail sale | sauce source | saw soar sore | scene seen | sea see | seam seem | sew so sow |
shoe shoo | shore sure | side sighed | slay sleigh | sloe slow | sole soul | some sum | son sun | sonny sunny |
spade spayed | stair stare | stake steak | stalk stork | stationary stationery | steal steel | step steppe |
stile style | storey story | straight strait | suite sweet | sundae sunday | swap swop | tacks tax | tail tale |
tare tear | taught taut | tea tee | team teem | tern turn | their there | threw through | throne thrown | tide tied |
time thyme | tire tyre | to too two | toad towed | toe tow | told tolled | ton tonne tun | tuba tuber | tuna tuner |
vain vane vein | vale veil | vase vast | vault volt | vial vile | wail whale | waist waste | wait weight |
waive wave | walk woke | war wore | ware wear where | warn worn | wax whacks | way weigh | weak week | weal wheel |
weather whether | wet whet | which witch | whine wine | whirl whorl | whirled world | wonder wander | wood would |
yoke yolk
"""


def test_there_are_enough_for_41_bits():
    assert len(WORDS) >= 1296
    assert math.log2(math.perm(len(WORDS), 4)) >= 41


def test_every_word_is_three_to_six_plain_letters():
    letters = set("abcdefghijklmnopqrstuvwxyz")

    assert [word for word in WORDS if not 3 <= len(word) <= 6 or set(word) - letters] == []


def test_they_are_in_alphabetical_order_and_none_comes_twice():
    assert list(WORDS) == sorted(set(WORDS))


def test_four_letters_find_one_word():
    beginnings = [word[:4] for word in WORDS]

    assert [word for word in WORDS if beginnings.count(word[:4]) > 1] == []


def test_no_three_letter_word_begins_another():
    short = tuple(word for word in WORDS if len(word) == 3)

    assert [word for word in WORDS if len(word) > 3 and word.startswith(short)] == []


def test_no_word_is_beside_its_own_plural():
    listed = set(WORDS)
    plurals = {word: {f"{word}s", f"{word}es", f"{word.removesuffix('y')}ies"} & listed for word in WORDS}

    assert {word: found for word, found in plurals.items() if found} == {}


def test_no_two_words_sound_the_same():
    heard = [set(group.split()) & set(WORDS) for group in SOUND_ALIKE.split("|")]

    assert [together for together in heard if len(together) > 1] == []


@pytest.mark.parametrize("about", STOPPED)
def test_no_word_is_about_what_must_not_be_on_the_card(about):
    assert set(STOPPED[about].split()) & set(WORDS) == set()
