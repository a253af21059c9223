"""What is folded away under each heading of a child's record: every part is checked and saved on its own."""

from typing import Any, cast

from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional

from app.chairs.forms.part import PartForm
from app.fields import DayField, NumberField
from app.models import ChildRecord, Person
from app.models.codes import (
    AdvocateOffered,
    AtTheCentre,
    CarerPresent,
    ChairMet,
    ChildSays,
    HowFar,
    KeptOut,
    Pressure,
    SpokeUp,
    Stage,
    VoiceTopic,
    WantsToAttend,
)
from app.services import detailing, promising
from app.services.detailing import FeedbackDetails, LookBack, SpaceDetails, VoiceDetails
from app.staff_fields import (
    WHAT_A_TAMPERED_CHOICE_GETS,
    as_row_id,
    ask_the_rules,
    chairs_words,
    childs_words,
    line,
    or_nothing,
    radio,
    ticks,
    yes_or_no,
)

MOST_TIMES = 365


class SpaceDetailsForm(PartForm):
    part = "space_more"
    stored_names = tuple(SpaceDetails.__annotations__)
    told_by = line("Who told the child about the conference?", description="A role, such as their social worker.")
    told_about_on = DayField("When?")
    was_invited = yes_or_no("Was the child invited?")
    wants_to_attend = radio("Did the child want to be there?", WantsToAttend)
    not_asked_reason = chairs_words("If nobody asked: why?")
    kept_out = radio("If the child was not invited, or not let in: why?", KeptOut)
    chair_met = radio("Did you meet the child?", ChairMet)
    chair_not_met_reason = chairs_words("If it was not offered: why?")
    advocate_offered = radio("Was an advocate offered?", AdvocateOffered)
    advocate_attended = yes_or_no("Was the advocate at the conference?")
    advocate_reported = yes_or_no("Did the advocate send a report?")
    words_checked = radio(
        "Did the child see the report, and check their own words in it, before the conference?",
        HowFar,
        words={HowFar.PARTLY: "Part of it"},
    )
    seen_alone = yes_or_no("Has somebody seen the child alone since the last conference?")
    times_seen_alone = NumberField(
        "How many times?",
        [Optional(), NumberRange(1, MOST_TIMES, message=f"Enter a number from 1 to {MOST_TIMES}.")],
    )

    def save(self, chair: Person) -> None:
        detailing.save_space_details(chair, self.record, cast(SpaceDetails, self.all_given()))


class VoiceDetailsForm(PartForm):
    part = "voice_more"
    stored_names = tuple(name for name in VoiceDetails.__annotations__ if name not in ("topics", "adults"))
    own_words_in = ("going_well", "worries", "should_happen")
    heard_when = line("When was the child listened to?", description="One day or more, such as 3 and 10 March.")
    heard_by = line("Who listened?", description="A role, such as their teacher.")
    carer_present = radio("Was a parent or carer there?", CarerPresent)
    pressure = radio("Did it seem that somebody had told the child what to say?", Pressure)
    topics = ticks("What did the child speak of?", VoiceTopic, description="Tick all that apply.")
    going_well = childs_words("What is going well, in the child’s words?")
    worries = childs_words("What worries them?")
    should_happen = childs_words("What should happen?")
    how_safe = NumberField(
        "How safe does the child feel, from 0 to 10?",
        [Optional(), NumberRange(0, 10, message="Enter a number from 0 to 10.")],
        description="Only as the child says it. 10 is very safe.",
    )
    observed_by = line("If it was observed: who saw it?", description="A role, and where: health visitor, at home.")
    read_by = line("Who said what it means?")
    daily_life = chairs_words(
        "What does this suggest daily life is like for the child?",
        description="How they are with each carer, sleep and food, what they can do, how they are when a carer goes.",
    )
    adults = ticks("Which adults spoke for the child?", SpokeUp, description="Tick all that apply.")
    access_prevented = yes_or_no("Did anybody keep others from seeing or hearing the child?")
    access_detail = chairs_words("If so: who kept whom away, and what was done?")

    @classmethod
    def what_is_stored(cls, record: ChildRecord) -> dict[str, Any]:
        topics, adults = {one.topic for one in record.topics}, {one.adult for one in record.adults}
        return super().what_is_stored(record) | {
            "topics": [topic for topic in VoiceTopic if topic in topics],
            "adults": [adult for adult in SpokeUp if adult in adults],
        }

    def fit_to(self, record: ChildRecord) -> None:
        if record.stage is Stage.UNBORN:
            for name in ("heard_when", "heard_by", "carer_present", "pressure", "topics", "going_well", "worries"):
                del self[name]
            for name in ("should_happen", "how_safe", "observed_by", "read_by", "daily_life"):
                del self[name]

    def save(self, chair: Person) -> None:
        detailing.save_voice_details(chair, self.record, cast(VoiceDetails, self.all_given()))


class AudienceDetailsForm(PartForm):
    part = "audience_more"
    stored_names = ("all_had_it_in_writing",)
    all_had_it_in_writing = yes_or_no("Did every agency have the child’s views in writing?")

    def save(self, chair: Person) -> None:
        detailing.save_audience_details(chair, self.record, **self.given())


class InfluenceDetailsForm(PartForm):
    part = "influence_more"
    stored_names = ("dissent",)
    dissent = chairs_words(
        "Who did not agree with what was decided, and why?",
        description="The child too, as well as those who work with them.",
    )

    def save(self, chair: Person) -> None:
        detailing.save_influence_details(chair, self.record, **self.given())


class FeedbackDetailsForm(PartForm):
    part = "tell_more"
    stays_open = True
    stored_names = tuple(FeedbackDetails.__annotations__)
    child_says = radio("What does the child say?", ChildSays)
    told_of_advocate = yes_or_no("Was the child told about advocates, and how to complain?")
    has_plan = yes_or_no("Has the child a copy of the plan?")

    def save(self, chair: Person) -> None:
        detailing.save_feedback_details(chair, self.record, cast(FeedbackDetails, self.all_given()))


class LookBackForm(PartForm):
    part = "look_back"
    stored_names = tuple(LookBack.__annotations__)
    at_the_centre = radio("“The child was at the centre of this conference.” How far is that so?", AtTheCentre)
    better_next_time = chairs_words("One thing to do better next time", description="For what the board learns.")
    is_escalated = yes_or_no("Did you raise a concern with somebody above?")
    escalated_to_id = SelectField(
        "With which agency?", coerce=or_nothing(as_row_id), choices=[], **WHAT_A_TAMPERED_CHOICE_GETS
    )
    escalated_on = DayField("When?")

    def fit_to(self, record: ChildRecord) -> None:
        possible = promising.agencies_for(also=record.escalated_to_id)
        self.escalated_to_id.choices = [
            SelectChoice("", "None"),
            *(SelectChoice(str(agency.id), agency.name) for agency in possible),
        ]

    def validate_escalated_on(self, field: DayField) -> None:
        ask_the_rules(lambda: detailing.check_escalated_on(field.data, self.record.conference.held_on))

    def save(self, chair: Person) -> None:
        detailing.save_look_back(chair, self.record, cast(LookBack, self.all_given()))


DETAILS: tuple[type[PartForm], ...] = (
    SpaceDetailsForm,
    VoiceDetailsForm,
    AudienceDetailsForm,
    InfluenceDetailsForm,
    FeedbackDetailsForm,
    LookBackForm,
)
