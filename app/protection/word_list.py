"""The words that the 4 words are drawn from.

The list is our own: thought out by category (animals, plants, weather, clothes, things at home, music, sport, science,
plain verbs and adjectives), taken from no published list, and read word by word on 2026-11-23. A word is here only if
it keeps all of these rules, because a child may have to remember it for weeks, and because somebody who means them harm
may find the card that it is written on:

- common, mostly concrete English in British spelling, 3 to 6 letters, a to z;
- the first four letters are its own, and no 3-letter word begins another, so that four typed letters find one word;
- no two sound the same, and no word is here beside its own plural;
- nothing about bodies, violence, family, faith, named places, home or school, police or courts, sex, drink or drugs;
- no insult, no word that is first of all somebody's name, nothing that jars when the words meet by chance.

Food is some sixty of them: mostly fruit, vegetables and plain things that a kitchen holds.

The four draws are independent, so there are len(WORDS) ** 4 outcomes: log2(1296 ** 4) is 41.4, and must stay 41 bits or
more. A word that is taken out must be replaced, and the card of anybody who was given it stops working: words are kept
as a keyed hash, so nobody can tell whose.
"""

THE_WORDS = """
abacus able abseil absorb accent acorn acre across action actor actual adapt adjust adverb aerial afloat agile aglow
ahead airy ajar album alcove alder algae alike alloy almost aloe aloft alpaca alpine alto always amaze amble amount
amuse anchor angle annual anthem antler anvil apex apple apron aqua arch aroma array arrive artist ashore aspen aster
atlas atom audio author autumn avatar aviary award awning axis axle azure badger baggy bake ballet balsa bamboo bangle
banjo banner bantam barge bark barley barn barrel barter basin basket batch beacon bead beagle beaker beam beanie beep
beetle begin beige bell below beluga bench beret best better bike billow binder bingo bird biro bison blazer bleat
blend blink blip bliss block blog bloom blouse blurb boat bobbin bobcat bold bongo bonnet bonsai bonus boogie book
boost boot bounce bowl box branch brass brave bread breeze brick bridge bright brim bring brisk brolly bronze broom
browse brush bubble bucket budgie bugle build bulb bumpy bunch bungee bunny burrow bus button buzz cable cactus calico
calm camel canary candle canoe canter canvas canyon cape carbon card cargo carpet carry carton cashew castle cat cedar
celery cello cement chalk chance chart cheer chef chess chime chirp chorus chrome cipher circle citrus clang clay
clear clever click climb clip clock clog cloth cloud clover clue clump coal coast coat cobalt cobble cobweb cocoon
code cog coil coin collie colour colt column comb comet comfy comic comma cone conga conker convoy cool copy coral
corgi cornet cosmos cosy cotton cove coyote crab craft crag crane crate crayon crest crew crisp crocus crown crumb
crunch crust cube cuboid cup curlew cursor curve custom cyan cycle cymbal dahlia daily dance dapple daring dash data
day dazzle debut decade deck decor define degree delta deluxe delve demo denim depth design desk detail detour dial
dice digit dinghy dino dipper direct disco dish ditto dive dodgem domain dome domino donate doodle door dot double
dozen dragon draw dream drift drone drum duck duet duffel dune duo dusk duster dynamo eagle early earth easel east
echo editor effect effort eggcup elk elm emblem emoji empire emu enamel energy engine entire epic equal equip essay
etch euro event evolve exact excel expand extra fabric fact falcon famous fan farmer fast fawn fedora fence fern ferry
fetch fibre field fig filter finale finch finish first fish fizz fjord flag flake flask flax fleece flick flight flint
flip float flock floral floss flower fluent fluffy flurry flute foal foam focus fog foil fold forest forge fork format
fossil fox frame fresh fridge frill frog frolic front frost fuel funnel furrow fuse future fuzzy gadget gain galaxy
gale gallop gander gap garlic garnet gate gather gazebo gecko gem genie gerbil girder glad glass glaze gleam glee
glide glint globe gloss glove glow glue gnome goal goat goblet goggle gold golf gong goose gorse grain graph gravel
green grey grid grocer grove grow guess guide guitar gull guppy gurgle gust haiku hail hamper happy harp hat hawk hay
hazy heap heater hedge helium helmet hem hen heron hike hill hinge hint hive hobby hockey hoist honk hoof hoop hoot
hop horse hover hula hum hurdle husky hutch hyphen ibex ice icicle icing icon idea igloo iguana impala inch index
indigo ink inlet input intro iron island italic item jacket jaguar jam jar jaunty jazz jeans jeep jester jet jewel
jigsaw jingle jive jog join jolly jotter jovial joyful juggle juice jumble jumper kale kayak kazoo keel keen kelp
kennel kettle keypad kilt kimono kindly kite kitten kiwi knack koala label lace ladder ladle lagoon lake lamp land
laptop larch lark laser laugh launch lava lawn layer leaf league leap learn legend lemon lemur lend length lens lentil
letter level lid light lilac lime limit liner link lino lion liquid list litre lively lizard llama loaf locket logic
logo loom loop lorry lotus loud ludo lumber lunar lupin lyric macaw magic magma magnet magpie mammal mango mantis
manual maple maraca marble margin marker marmot maroon marsh marvel mascot mast mat mauve mayfly maze meadow medal
medley mellow melody melt memo mend menu merge merit merry mesh meteor metro micro midday mighty mild mile milk mill
minim mink minnow mint minute mirror mitten mixer moat modern module moment month moon mop mosaic moss moth motor
motto mouse mower mud muesli mural music napkin narrow nature navy neat nebula nectar neon nest net news newt nib
nickel nifty nimble noble nomad noodle noon north notch note notion noun novel nozzle nugget number nutmeg nylon oak
oasis oblong oboe ocean octave oil okapi onion onward onyx opal opaque opera option orange orbit orca orchid origin
osprey otter outfit outlet output oval owl oxygen ozone page paint palace panda papaya paper parade parcel parka
parrot pastel patch path patter peanut pebble pencil pepper perch petal pewter phrase piano pickle picnic pigeon
pillar pilot pine ping pip pitch pivot pixel pizza plaid planet plate plenty plough plucky plum plural plus pocket pod
poem poetry pogo point polar polite polka pollen polo pompom poncho pond pony poodle poplar possum poster potato
potter pouch prefix prime print prism prize propel proton proud puddle puffin pulley puma punnet puppy purple purr
purse putty puzzle pylon quack quail quartz quaver quest quick quill quirk quiz quokka quote rabbit radar radio raffle
raft rail rain raisin rake rally ramble ramp random ranger rare ratio rattle raven recipe redraw reef refill regal
reggae region relay remix remote renew repeat result retro reuse rewind rhino rhyme ribbon rice riddle ridge riff
ripple rise river roar robot robust rocket rodeo roller roof rook roost rotate round rover royal rudder rugby ruler
rumba runner runway rural rustle sachet saddle safari saga sailor salad salmon salsa salt salute samba sample sandal
sash satin saucer scale scarf scone scoop screen script scroll scuba sculpt scurry seal season seat second seed seesaw
select sensor sepal sepia sequin serene series serve sesame shade shape shawl sheep shell shield shine ship shirt
shoal shoe shovel shrub siesta sieve sift signal silk silo silver simile sing sitar sizzle skate skiing skill skip sky
slalom slate sledge sleeve slice slide slogan slope smart smock smudge snail snazzy snow soccer sock solar solid solve
sonar song sorbet sort sound soup south space spark speck spell sphere sphinx spin spiral splash sponge spool sport
spot spout spray spring sprout spruce square squeak squid stack stage stamp stanza staple star statue steady steer
stem stereo stew stilt stoat stone straw stream string stroll strum sturdy style sudoku suffix summer sunhat sunset
super surf swamp swan swap sway sweep swift swim swing swirl switch swoop syrup tabby table tag talent tally tandem
tango tape tarmac tartan task tassel teacup teak team teapot techno telly tempo tennis tenor tent thank thatch thaw
theme thread thrive tiara ticket tidal tidy tiger tile tiller timber time tin toast toga toggle tomato tone topaz
topple torch total toucan tower train tram travel tray treble tree trek trend trifle trike trilby trio trophy trot
trowel truck tuba tuft tulip tumble tuna tundra tune tunic tunnel turbo turf turnip turret turtle tusk tutu tuxedo
tweak tweed twig twirl type tyre ultra umpire unfold union unique unison unpack unplug unroll unwind upbeat update
uphill uplift upward useful usual vacuum valid valley value vase vault velcro velvet verb verse vertex vet vine vinyl
violin vision visor vista vital vivid vocal vole volume vowel voyage waffle wagon walk wall walnut walrus waltz wand
warble warm water wave wax weave web wedge weld west wheat wheel whirl whisk whoosh wicket widget width wiggle wild
window wing winner winter wire wise wisp witty wizard wobble wok wombat wonder woof wool world wren yacht yak year
yeti yodel yogurt yoyo yurt zany zebra zenith zero zest zigzag zinc zippy zither zone zoom
"""

WORDS: tuple[str, ...] = tuple(THE_WORDS.split())
