"""Ready-made rows of what agencies agree to and answer for, like those in tests/factories.py."""

from datetime import date

import factory

from app.forms import new_once
from app.models import FrameworkSignature, FrameworkVersion, Role, SelfAssessment, StandardScore, utc_now
from app.models.codes import Standard
from tests.factories import AgencyFactory, ModelFactory, PersonFactory


class FrameworkVersionFactory(ModelFactory):
    """In force on the tests' today, 17 November 2026."""

    class Meta:
        model = FrameworkVersion

    number = factory.Sequence(lambda number: number + 1)
    summary = "Tell each other on the same day."
    valid_from = date(2026, 11, 2)
    added_by_id = factory.LazyFunction(lambda: PersonFactory(role=Role.BOARD_MEMBER).id)
    once = factory.LazyFunction(new_once)


class FrameworkSignatureFactory(ModelFactory):
    class Meta:
        model = FrameworkSignature

    class Params:
        version = factory.SubFactory(FrameworkVersionFactory)
        agency = factory.SubFactory(AgencyFactory)

    version_id = factory.LazyAttribute(lambda signature: signature.version.id)
    agency_id = factory.LazyAttribute(lambda signature: signature.agency.id)
    signed_by_id = factory.LazyAttribute(
        lambda signature: PersonFactory(role=Role.AGENCY_LEAD, agency_id=signature.agency.id).id
    )
    name = "Colin Reed"
    role = "chief officer"


class SelfAssessmentFactory(ModelFactory):
    class Meta:
        model = SelfAssessment

    class Params:
        agency = factory.SubFactory(AgencyFactory)

    agency_id = factory.LazyAttribute(lambda assessment: assessment.agency.id)
    year = 2026
    due_on = date(2026, 12, 1)


class StandardScoreFactory(ModelFactory):
    class Meta:
        model = StandardScore

    class Params:
        assessment = factory.SubFactory(SelfAssessmentFactory)

    assessment_id = factory.LazyAttribute(lambda score: score.assessment.id)
    standard = Standard.LISTENING
    self_score = 3
    evidence = "30 records were read."
    scored_by_id = factory.LazyAttribute(
        lambda score: PersonFactory(role=Role.AGENCY_LEAD, agency_id=score.assessment.agency_id).id
    )
    scored_at = factory.LazyFunction(utc_now)
