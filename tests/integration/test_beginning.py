"""What the tests of a class begin with, when it is made once for all of them."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Person
from tests.factories import PersonFactory
from tests.integration.conftest import begun_with


class TestWhatIsMadeOnce:
    @pytest.fixture(scope="class")
    @classmethod
    def beginning(cls, app):
        with begun_with(app, lambda: PersonFactory(name="Ana")) as connection:
            yield connection

    @pytest.mark.parametrize("newcomer", ["Ben", "Cal"])
    def test_whoever_a_test_adds_is_gone_when_the_next_begins(self, newcomer):
        PersonFactory(name=newcomer)
        db.session.commit()

        assert sorted(person.name for person in db.session.scalars(select(Person))) == ["Ana", newcomer]


def test_nobody_is_there_for_whoever_does_not_begin_with_them():
    assert db.session.scalars(select(Person)).all() == []
