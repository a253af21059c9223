"""What keeps published guidance as it is stands twice: with the models, and in the migration that outlives them."""

from importlib import util
from pathlib import Path

from app.models.guidance_guards import GUARDS

MIGRATION = Path(__file__).parents[2] / "migrations" / "versions" / "0022_guidance_in_versions.py"


def test_the_migration_guards_what_the_models_guard():
    spec = util.spec_from_file_location("migration", MIGRATION)
    migration = util.module_from_spec(spec)
    spec.loader.exec_module(migration)

    assert migration.GUARDS == GUARDS
