"""The audit trail is written once: the database itself refuses to change or remove what is in it.

Three things are allowed. A reason may be sealed again under another key: nothing else in its line changes, and
`flask audit verify` sees that it still says the same. A segment may be marked as dropped, once. Then its lines, and
their seals with them, may be deleted.

A migration that makes one of these tables anew on SQLite drops its triggers with it, and has to make them again.
"""

from typing import Final

from sqlalchemy import Connection, Table, event, text

from app.models.audit import AuditLine, AuditSeal, AuditSegment

# What a line, a seal and a segment must keep. `reason_sealed` has its own rule, and `dropped_at` too.
LINE_COLUMNS: Final = ("id", "created_at", "person_id", "deed", "subject_table", "subject_id")
SEGMENT_COLUMNS: Final = (
    *("id", "created_at", "number", "first_line_at", "last_line_at", "line_count"),
    *("previous_hash", "lines_hash", "hash"),
)
REFUSED: Final = "The audit trail is written once"


def kept(columns: tuple[str, ...], same: str) -> str:
    return " AND ".join(f"NEW.{column} {same} OLD.{column}" for column in columns)


RESEALED: Final = (
    "OLD.reason_sealed IS NOT NULL AND NEW.reason_sealed IS NOT NULL"
    " AND length(NEW.reason_sealed) = length(OLD.reason_sealed)"
    " AND substr(NEW.reason_sealed, 1, 1) = substr(OLD.reason_sealed, 1, 1)"
    " AND substr(NEW.reason_sealed, 2, 1) <> substr(OLD.reason_sealed, 2, 1)"
)
# "{0}": the schema and its dot, where there is one. "{1}": the row that is to go.
DROPPED_WITH_LINE: Final = (
    "EXISTS (SELECT 1 FROM {0}audit_seal AS seal JOIN {0}audit_segment AS segment ON segment.id = seal.segment_id"
    " WHERE seal.line_id = {1} AND segment.dropped_at IS NOT NULL)"
)
DROPPED_WITH_SEAL: Final = (
    "EXISTS (SELECT 1 FROM {0}audit_segment AS segment WHERE segment.id = {1} AND segment.dropped_at IS NOT NULL)"
)
SCHEMA: Final = "%1$I."  # what PostgreSQL's format() puts its first value into
JUST_DROPPED: Final = "OLD.dropped_at IS NULL AND NEW.dropped_at IS NOT NULL"


def sqlite_guards(table: str, *, update: str, delete: str, taken: str) -> tuple[str, ...]:
    """Three triggers. INSERT OR REPLACE would delete a row without asking the second, so the third asks first.

    UPDATE OR REPLACE would as well, with a row that is moved to another's place in the file: it keeps its rowid.
    """
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}: {table}'); END"
    return (
        f"CREATE TRIGGER {table}_not_changed BEFORE UPDATE ON {table} WHEN NOT ({update}) {refuse}",
        f"CREATE TRIGGER {table}_not_removed BEFORE DELETE ON {table} WHEN NOT ({delete}) {refuse}",
        f"CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table} WHEN {taken} {refuse}",
    )


def postgresql_guards(table: str, *, update: str, delete: str, by: str = "id") -> tuple[str, ...]:
    """One function and two triggers: for rows, and for TRUNCATE, which no trigger for rows ever sees.

    Other tables are named with their schema: a temporary table of the same name would be found first.
    """
    return (
        f"CREATE OR REPLACE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        "DECLARE may_go boolean;\n"
        "BEGIN\n"
        f"  IF TG_OP = 'UPDATE' THEN IF {update} THEN RETURN NEW; END IF; END IF;\n"
        "  IF TG_OP = 'DELETE' THEN\n"
        f"    EXECUTE format('SELECT {delete}', TG_TABLE_SCHEMA) INTO may_go USING OLD.{by};\n"
        "    IF may_go THEN RETURN OLD; END IF;\n"
        "  END IF;\n"
        f"  RAISE EXCEPTION '{REFUSED}: {table}' USING ERRCODE = 'restrict_violation';\n"
        "END $$",
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_kept()",
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_kept()",
    )


GUARDS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("sqlite", "audit_line"): sqlite_guards(
        "audit_line",
        update=f"{kept((*LINE_COLUMNS, 'rowid'), 'IS')} AND {RESEALED}",
        delete=DROPPED_WITH_LINE.format("", "OLD.id"),
        taken="EXISTS (SELECT 1 FROM audit_line WHERE id = NEW.id OR rowid = NEW.rowid)",
    ),
    ("sqlite", "audit_seal"): sqlite_guards(
        "audit_seal",
        update="0",
        delete=DROPPED_WITH_SEAL.format("", "OLD.segment_id"),
        taken="EXISTS (SELECT 1 FROM audit_seal WHERE id = NEW.id OR line_id = NEW.line_id OR rowid = NEW.rowid"
        " OR (segment_id = NEW.segment_id AND position = NEW.position))",
    ),
    ("sqlite", "audit_segment"): sqlite_guards(
        "audit_segment",
        update=f"{kept((*SEGMENT_COLUMNS, 'rowid'), 'IS')} AND {JUST_DROPPED}",
        delete="0",
        taken="EXISTS (SELECT 1 FROM audit_segment WHERE id = NEW.id OR number = NEW.number OR rowid = NEW.rowid)",
    ),
    ("postgresql", "audit_line"): postgresql_guards(
        "audit_line",
        update=f"{kept(LINE_COLUMNS, 'IS NOT DISTINCT FROM')} AND {RESEALED}",
        delete=DROPPED_WITH_LINE.format(SCHEMA, "$1"),
    ),
    ("postgresql", "audit_seal"): postgresql_guards(
        "audit_seal", update="false", delete=DROPPED_WITH_SEAL.format(SCHEMA, "$1"), by="segment_id"
    ),
    ("postgresql", "audit_segment"): postgresql_guards(
        "audit_segment",
        update=f"{kept(SEGMENT_COLUMNS, 'IS NOT DISTINCT FROM')} AND {JUST_DROPPED}",
        delete="false",
    ),
}


def make_guards(table: Table, connection: Connection, **_: object) -> None:
    for statement in GUARDS.get((connection.dialect.name, table.name), ()):
        connection.execute(text(statement))


def remove_functions(table: Table, connection: Connection, **_: object) -> None:
    """The triggers go with their table. The functions they call do not."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"DROP FUNCTION IF EXISTS {table.name}_kept()"))


for model in (AuditLine, AuditSeal, AuditSegment):
    event.listen(model.__table__, "after_create", make_guards)
    event.listen(model.__table__, "after_drop", remove_functions)
