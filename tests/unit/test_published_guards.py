"""What keeps as it is what was published stands twice: with the models, and in the migration that outlives them."""

from importlib import util
from pathlib import Path

import pytest

from app.models import guidance_guards, report_guards

MIGRATIONS = Path(__file__).parents[2] / "migrations" / "versions"


@pytest.mark.parametrize(
    ("name", "guards"),
    [
        ("0022_guidance_in_versions.py", guidance_guards.GUARDS),
        ("0024_annual_reports.py", report_guards.GUARDS),
    ],
)
def test_the_migration_guards_what_the_models_guard(name, guards):
    spec = util.spec_from_file_location("migration", MIGRATIONS / name)
    migration = util.module_from_spec(spec)
    spec.loader.exec_module(migration)

    assert guards == migration.GUARDS
