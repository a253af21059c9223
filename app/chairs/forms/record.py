"""The parts of a child's record: each is checked and saved on its own."""

from typing import Any, ClassVar

from wtforms import BooleanField, Field, ValidationError

from app.chairs.forms.child import ChildPartForm
from app.chairs.forms.details import DETAILS
from app.chairs.forms.outcomes import outcomes_of
from app.chairs.forms.part import PartForm
from app.chairs.guidance import GUIDANCE
from app.fields import DayField
from app.models import ChildRecord, Person
from app.models.codes import (
    NOT_THE_CHILDS_OWN_VOICE,
    Category,
    Outcome,
    ParticipationCode,
    SharedBy,
    SharedWhen,
    Stage,
    ToldHow,
    Understood,
    VoiceSource,
)
from app.services import conferring, essentials, promising, recording, stages
from app.staff_fields import (
    ask_the_rules,
    chairs_words,
    childs_words,
    dropdown,
    line,
    radio,
    ticks,
    yes_or_no,
)

SEEN_EMPTY = {"placeholder": " "}  # by this the style sheet knows that nothing stands in a box
NOT_THERE = (ParticipationCode.PN5, ParticipationCode.PN6, ParticipationCode.PN7)
BABIES = (Stage.UNDER_4, Stage.FOURTH_BIRTHDAY)
FROM_BIRTH = (  # how no unborn child's voice is obtained
    VoiceSource.AT_CONFERENCE,
    VoiceSource.MET_CHAIR,
    VoiceSource.WRITTEN,
    VoiceSource.PLAY,
    VoiceSource.RECORDED,
    VoiceSource.ONLINE_FORM,
    VoiceSource.SYMBOLS,
)


def without(unlikely: str, field: Any, stored: str | None) -> list[Any]:
    """The choices of a field without one that does not fit this child, unless it is what is stored."""
    return [choice for choice in field.choices if choice.value != unlikely or choice.value == stored]


class StageForm(PartForm):
    part = "stage"
    stored_names = ("stage",)
    stage = radio(
        "Was the child 4 on the day of the conference?",
        Stage,
        "Choose how old the child was on the day.",
        {
            Stage.UNDER_4: "Under 4",
            Stage.FOURTH_BIRTHDAY: "It was the 4th birthday",
            Stage.FOUR_OR_OVER: "4 or over",
        },
        description="The code depends on it. On the birthday itself every code is possible.",
    )
    code_goes = BooleanField()

    def validate_code_goes(self, field: BooleanField) -> None:
        if isinstance(self.stage.data, Stage) and not field.data:
            ask_the_rules(lambda: recording.check_keeps_code(self.record, self.stage.data))

    def fit_to(self, record: ChildRecord) -> None:
        self.code_goes.label.text = (
            f"If {record.participation_code} does not fit, it goes. I choose the code again under Voice."
        )
        possible = recording.possible_stages(record)
        self.stage.choices = [choice for choice in self.stage.choices if choice.value in possible]

    def save(self, chair: Person) -> None:
        recording.say_stage(chair, self.record, on_the_day=self.stage.data, code_goes=self.code_goes.data)


class SpaceForm(PartForm):
    part = "space"
    stored_names = ("told_beforehand",)
    told_beforehand = yes_or_no("Was the child told about the conference in a way they understand?")

    def save(self, chair: Person) -> None:
        recording.save_space(chair, self.record, **self.given())


class VoiceForm(PartForm):
    part = "voice"
    meanings: ClassVar = {code.value: code.meaning for code in ParticipationCode}
    help_lines: ClassVar = {code.value: GUIDANCE[code].line for code in ParticipationCode}
    not_their_own: ClassVar = {source.value: "Not the child’s own voice" for source in NOT_THE_CHILDS_OWN_VOICE}
    stored_names = ("participation_code", "own_words", "observation", "not_heard_reason")
    participation_code = radio("How did the child take part?", ParticipationCode)
    sources = ticks("How was the child’s voice obtained?", VoiceSource, description="Tick all that apply.")
    own_words = childs_words(
        "What did the child say, in their own words?",
        description="Needed for PN1, PN2, PN5 and PN6, and for PN3 this or the next box.",
    )
    observation = chairs_words(
        "What was seen of the child’s daily life?",
        description="Needed for PN0. What was seen, not what it might mean: mood, sleep, food, play.",
        render_kw=SEEN_EMPTY,
    )
    not_heard_reason = chairs_words(
        "Why is there nothing from the child?", description="Needed for PN4 and PN7.", render_kw=SEEN_EMPTY
    )

    def validate_sources(self, field: Field) -> None:
        """Ways that cannot all be true are asked about: nobody sees from the figures which of them was meant."""
        ways = set(field.data or ())
        if VoiceSource.NOT_OBTAINED in ways and len(ways) > 1:
            raise ValidationError("“Not obtained” cannot stand beside another way. Take one of them out.")
        if VoiceSource.AT_CONFERENCE in ways and self.participation_code.data in NOT_THERE:
            raise ValidationError("By the code the child was not there. Take out “Child spoke at the conference”.")

    @classmethod
    def what_is_stored(cls, record: ChildRecord) -> dict[str, Any]:
        known = {source.source for source in record.sources}
        return super().what_is_stored(record) | {"sources": [source for source in VoiceSource if source in known]}

    def fit_to(self, record: ChildRecord) -> None:
        codes = stages.codes_for(record.stage) if record.stage else ()
        code = self.participation_code
        code.choices = [choice for choice in code.choices if choice.value in codes]
        code.invalid_choice_message = (
            "This code is not for a child of this age. Choose one of the codes on the page."
            if record.stage
            else "First say whether the child was 4 on the day of the conference. Then choose the code."
        )
        if essentials.has_written(record):
            self.own_words.description = "What the child wrote for the meeting counts: add here what they said besides."
            if not self.is_sent and not self.is_closed and not self.sources.data:
                self.sources.data = [VoiceSource.ONLINE_FORM]
        if record.stage in (Stage.UNDER_4, Stage.UNBORN):
            del self.not_heard_reason
        if record.stage is Stage.UNDER_4:
            self.own_words.label.text = "What did the child say, if they said something?"
            self.own_words.description = "In their own words. Do not tidy them up."
        if record.stage is Stage.UNBORN:
            del self.own_words
            self.sources.label.text = "How do you know this?"
            known = self.what_is_stored(record)["sources"]
            self.sources.choices = [
                choice for choice in self.sources.choices if choice.value not in FROM_BIRTH or choice.value in known
            ]
            self.observation.label.text = "What is known of the preparations for the baby?"
            self.observation.description = "What is ready, who helps, and what the parents say they hope for."

    def save(self, chair: Person) -> None:
        recording.save_voice(chair, self.record, **self.all_given())


class AudienceForm(PartForm):
    part = "audience"
    stored_names = ("considered_individually", "shared_when", "shared_by")
    considered_individually = yes_or_no("Was the child considered on their own, apart from brothers and sisters?")
    shared_when = radio(
        "When in the meeting was the child’s voice shared?",
        SharedWhen,
        words={SharedWhen.START: "At the start, before other views", SharedWhen.END: "At the end"},
    )
    shared_by = radio("Who shared it?", SharedBy, description="Not needed when it was not shared.")

    def save(self, chair: Person) -> None:
        recording.save_audience(chair, self.record, **self.given())


class InfluenceForm(PartForm):
    part = "influence"
    stored_names = ("no_wishes", "category", "outcome")
    no_wishes = BooleanField("No wishes were expressed")
    category = dropdown(
        "Category for this child",
        Category,
        nothing="Choose a category",
        words={category: f"{category}: {category.meaning}" for category in Category},
    )
    harms = ticks(
        "Which does MUL stand for?",
        Category,
        words={category: f"{category}: {category.meaning}" for category in Category},
        description="Only for MUL: two or more.",
    )
    outcome = dropdown("Outcome for this child", Outcome, nothing="Choose an outcome")

    @classmethod
    def what_is_stored(cls, record: ChildRecord) -> dict[str, Any]:
        known = {harm.category for harm in record.harms}
        return super().what_is_stored(record) | {"harms": [harm for harm in Category if harm in known]}

    def fit_to(self, record: ChildRecord) -> None:
        possible = outcomes_of(record.conference.type)
        self.outcome.choices = [
            choice
            for choice in self.outcome.choices
            if not choice.value or choice.value in possible or choice.value == record.outcome
        ]
        self.harms.choices = [choice for choice in self.harms.choices if choice.value != Category.MUL]
        if not record.is_subject:
            del self.category
            del self.harms

    def save(self, chair: Person) -> None:
        promising.save_influence(
            chair,
            self.record,
            no_wishes=self.no_wishes.data,
            category=self.all_given()["category"],
            harms=self.all_given()["harms"],
            outcome=self.outcome.data,
        )


class ActionsForm(PartForm):
    part = "actions"
    stored_names = ("no_action_asked",)
    no_action_asked = BooleanField("No action was asked for")

    def save(self, chair: Person) -> None:
        promising.save_actions(chair, self.record, **self.given())


class TellForm(PartForm):
    part = "tell"
    stays_open = True
    stored_names = ("teller", "told_how", "not_told_reason", "tell_by", "told_on", "understood")
    teller = line(
        "Who tells the child?",
        description="A role is enough, such as their social worker. A child with a card reads this.",
    )
    told_how = radio("How?", ToldHow)
    not_told_reason = chairs_words("If nobody tells the child: why?", render_kw=SEEN_EMPTY)
    tell_by = DayField("By when?")
    told_on = DayField("Told on", description="When it is done.")
    understood = radio("Did the child understand?", Understood)

    @classmethod
    def what_is_stored(cls, record: ChildRecord) -> dict[str, Any]:
        stored = super().what_is_stored(record)
        return stored | {"tell_by": None if record.stage is Stage.UNBORN else recording.planned_day(record)}

    def fit_to(self, record: ChildRecord) -> None:
        if record.stage is Stage.UNDER_4:
            self.teller.label.text = "Who tells the carer?"
        if record.stage not in BABIES:
            self.told_how.choices = without(ToldHow.CARER, self.told_how, record.told_how)
            self.understood.choices = without(Understood.PRE_VERBAL, self.understood, record.understood)

    def validate_not_told_reason(self, field: Any) -> None:
        if self.told_how.data is ToldHow.NOT_GIVEN and not field.data:
            raise ValidationError("Write why nobody tells the child.")

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators=extra_validators)
        if self.told_on.data and self.told_how.data in (None, ToldHow.NOT_GIVEN) and not self.told_how.errors:
            self.told_how.errors = ["Choose how the child was told, or take away the day they were told."]
            is_right = False
        return is_right

    def validate_tell_by(self, field: DayField) -> None:
        ask_the_rules(lambda: recording.check_tell_by(field.data, self.record.conference.held_on))

    def validate_told_on(self, field: DayField) -> None:
        ask_the_rules(
            lambda: recording.check_between(
                field.data, self.record.conference.held_on, conferring.this_day(), what="The day the child was told"
            )
        )

    def save(self, chair: Person) -> None:
        recording.save_telling(chair, self.record, **self.given())


ESSENTIALS: tuple[type[PartForm], ...] = (
    StageForm,
    ChildPartForm,
    SpaceForm,
    VoiceForm,
    AudienceForm,
    InfluenceForm,
    ActionsForm,
    TellForm,
)
PARTS: dict[str, type[PartForm]] = {form.part: form for form in (*ESSENTIALS, *DETAILS)}
