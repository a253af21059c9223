"""the audit trail: written once, chained in segments, its head handed to somewhere else

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# As app/models/audit_guards.py makes them: a test compares the two.
TABLES = ("audit_line", "audit_seal", "audit_segment")
SQLITE = (
    "CREATE TRIGGER audit_line_not_changed BEFORE UPDATE ON audit_line WHEN NOT ("
    "NEW.id IS OLD.id AND NEW.created_at IS OLD.created_at AND NEW.person_id IS OLD.person_id"
    " AND NEW.deed IS OLD.deed AND NEW.subject_table IS OLD.subject_table AND NEW.subject_id IS OLD.subject_id"
    " AND NEW.rowid IS OLD.rowid"
    " AND OLD.reason_sealed IS NOT NULL AND NEW.reason_sealed IS NOT NULL"
    " AND length(NEW.reason_sealed) = length(OLD.reason_sealed)"
    " AND substr(NEW.reason_sealed, 1, 1) = substr(OLD.reason_sealed, 1, 1)"
    " AND substr(NEW.reason_sealed, 2, 1) <> substr(OLD.reason_sealed, 2, 1))"
    " BEGIN SELECT RAISE(ABORT, 'The audit trail is written once: audit_line'); END",
    "CREATE TRIGGER audit_line_not_removed BEFORE DELETE ON audit_line WHEN NOT ("
    "EXISTS (SELECT 1 FROM audit_seal AS seal JOIN audit_segment AS segment ON segment.id = seal.segment_id"
    " WHERE seal.line_id = OLD.id AND segment.dropped_at IS NOT NULL))"
    " BEGIN SELECT RAISE(ABORT, 'The audit trail is written once: audit_line'); END",
    "CREATE TRIGGER audit_line_not_replaced BEFORE INSERT ON audit_line"
    " WHEN EXISTS (SELECT 1 FROM audit_line WHERE id = NEW.id OR rowid = NEW.rowid)"
    " BEGIN SELECT RAISE(ABORT, 'The audit trail is written once: audit_line'); END",
    "CREATE TRIGGER audit_seal_not_changed BEFORE UPDATE ON audit_seal WHEN NOT (0)"
    " BEGIN SELECT RAISE(ABORT, 'The audit trail is written once: audit_seal'); END",
    "CREATE TRIGGER audit_seal_not_removed BEFORE DELETE ON audit_seal WHEN NOT ("
    "EXISTS (SELECT 1 FROM audit_segment AS segment WHERE segment.id = OLD.segment_id"
    " AND segment.dropped_at IS NOT NULL))"
    " BEGIN SELECT RAISE(ABORT, 'The audit trail is written once: audit_seal'); END",
    "CREATE TRIGGER audit_seal_not_replaced BEFORE INSERT ON audit_seal"
    " WHEN EXISTS (SELECT 1 FROM audit_seal WHERE id = NEW.id OR line_id = NEW.line_id OR rowid = NEW.rowid"
    " OR (segment_id = NEW.segment_id AND position = NEW.position))"
    " BEGIN SELECT RAISE(ABORT, 'The audit trail is written once: audit_seal'); END",
    "CREATE TRIGGER audit_segment_not_changed BEFORE UPDATE ON audit_segment WHEN NOT ("
    "NEW.id IS OLD.id AND NEW.created_at IS OLD.created_at AND NEW.number IS OLD.number"
    " AND NEW.first_line_at IS OLD.first_line_at AND NEW.last_line_at IS OLD.last_line_at"
    " AND NEW.line_count IS OLD.line_count AND NEW.previous_hash IS OLD.previous_hash"
    " AND NEW.lines_hash IS OLD.lines_hash AND NEW.hash IS OLD.hash AND NEW.rowid IS OLD.rowid"
    " AND OLD.dropped_at IS NULL AND NEW.dropped_at IS NOT NULL)"
    " BEGIN SELECT RAISE(ABORT, 'The audit trail is written once: audit_segment'); END",
    "CREATE TRIGGER audit_segment_not_removed BEFORE DELETE ON audit_segment WHEN NOT (0)"
    " BEGIN SELECT RAISE(ABORT, 'The audit trail is written once: audit_segment'); END",
    "CREATE TRIGGER audit_segment_not_replaced BEFORE INSERT ON audit_segment"
    " WHEN EXISTS (SELECT 1 FROM audit_segment WHERE id = NEW.id OR number = NEW.number OR rowid = NEW.rowid)"
    " BEGIN SELECT RAISE(ABORT, 'The audit trail is written once: audit_segment'); END",
)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION audit_line_kept() RETURNS trigger LANGUAGE plpgsql AS $$\n"
    "DECLARE may_go boolean;\n"
    "BEGIN\n"
    "  IF TG_OP = 'UPDATE' THEN IF NEW.id IS NOT DISTINCT FROM OLD.id"
    " AND NEW.created_at IS NOT DISTINCT FROM OLD.created_at AND NEW.person_id IS NOT DISTINCT FROM OLD.person_id"
    " AND NEW.deed IS NOT DISTINCT FROM OLD.deed AND NEW.subject_table IS NOT DISTINCT FROM OLD.subject_table"
    " AND NEW.subject_id IS NOT DISTINCT FROM OLD.subject_id"
    " AND OLD.reason_sealed IS NOT NULL AND NEW.reason_sealed IS NOT NULL"
    " AND length(NEW.reason_sealed) = length(OLD.reason_sealed)"
    " AND substr(NEW.reason_sealed, 1, 1) = substr(OLD.reason_sealed, 1, 1)"
    " AND substr(NEW.reason_sealed, 2, 1) <> substr(OLD.reason_sealed, 2, 1)"
    " THEN RETURN NEW; END IF; END IF;\n"
    "  IF TG_OP = 'DELETE' THEN\n"
    "    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %1$I.audit_seal AS seal"
    " JOIN %1$I.audit_segment AS segment ON segment.id = seal.segment_id"
    " WHERE seal.line_id = $1 AND segment.dropped_at IS NOT NULL)', TG_TABLE_SCHEMA) INTO may_go USING OLD.id;\n"
    "    IF may_go THEN RETURN OLD; END IF;\n"
    "  END IF;\n"
    "  RAISE EXCEPTION 'The audit trail is written once: audit_line' USING ERRCODE = 'restrict_violation';\n"
    "END $$",
    "CREATE OR REPLACE FUNCTION audit_seal_kept() RETURNS trigger LANGUAGE plpgsql AS $$\n"
    "DECLARE may_go boolean;\n"
    "BEGIN\n"
    "  IF TG_OP = 'UPDATE' THEN IF false THEN RETURN NEW; END IF; END IF;\n"
    "  IF TG_OP = 'DELETE' THEN\n"
    "    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %1$I.audit_segment AS segment"
    " WHERE segment.id = $1 AND segment.dropped_at IS NOT NULL)', TG_TABLE_SCHEMA)"
    " INTO may_go USING OLD.segment_id;\n"
    "    IF may_go THEN RETURN OLD; END IF;\n"
    "  END IF;\n"
    "  RAISE EXCEPTION 'The audit trail is written once: audit_seal' USING ERRCODE = 'restrict_violation';\n"
    "END $$",
    "CREATE OR REPLACE FUNCTION audit_segment_kept() RETURNS trigger LANGUAGE plpgsql AS $$\n"
    "DECLARE may_go boolean;\n"
    "BEGIN\n"
    "  IF TG_OP = 'UPDATE' THEN IF NEW.id IS NOT DISTINCT FROM OLD.id"
    " AND NEW.created_at IS NOT DISTINCT FROM OLD.created_at AND NEW.number IS NOT DISTINCT FROM OLD.number"
    " AND NEW.first_line_at IS NOT DISTINCT FROM OLD.first_line_at"
    " AND NEW.last_line_at IS NOT DISTINCT FROM OLD.last_line_at"
    " AND NEW.line_count IS NOT DISTINCT FROM OLD.line_count"
    " AND NEW.previous_hash IS NOT DISTINCT FROM OLD.previous_hash"
    " AND NEW.lines_hash IS NOT DISTINCT FROM OLD.lines_hash AND NEW.hash IS NOT DISTINCT FROM OLD.hash"
    " AND OLD.dropped_at IS NULL AND NEW.dropped_at IS NOT NULL"
    " THEN RETURN NEW; END IF; END IF;\n"
    "  IF TG_OP = 'DELETE' THEN\n"
    "    EXECUTE format('SELECT false', TG_TABLE_SCHEMA) INTO may_go USING OLD.id;\n"
    "    IF may_go THEN RETURN OLD; END IF;\n"
    "  END IF;\n"
    "  RAISE EXCEPTION 'The audit trail is written once: audit_segment' USING ERRCODE = 'restrict_violation';\n"
    "END $$",
    *(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_kept()"
        for table in TABLES
    ),
    *(
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_kept()"
        for table in TABLES
    ),
)


def upgrade() -> None:
    op.create_table(
        "audit_segment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_line_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_line_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=False),
        sa.Column("lines_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_audit_segment_numbers_start_at_one")),
        sa.CheckConstraint("line_count BETWEEN 1 AND 1000", name=op.f("ck_audit_segment_holds_some_lines")),
        sa.CheckConstraint("first_line_at <= last_line_at", name=op.f("ck_audit_segment_first_line_comes_first")),
        sa.CheckConstraint(
            "length(previous_hash) = 32 AND length(lines_hash) = 32 AND length(hash) = 32",
            name=op.f("ck_audit_segment_hashes_are_whole"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_segment")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_segment_number")),
    )
    with op.batch_alter_table("audit_segment") as table:
        table.create_index("ix_audit_segment_last_line", ["last_line_at"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Enum("file", "e-mail", name="headplace", native_enum=False, length=60), nullable=False),
        sa.CheckConstraint("place IN ('file', 'e-mail')", name=op.f("ck_audit_head_place_known")),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["audit_segment.id"], name=op.f("fk_audit_head_segment_id_audit_segment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        sa.UniqueConstraint("segment_id", "place", name="uq_audit_head_segment_place"),
    )
    with op.batch_alter_table("audit_head") as table:
        table.create_index("ix_audit_head_newest", ["place", "created_at"], unique=False)

    op.create_table(
        "audit_seal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("line_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 1000", name=op.f("ck_audit_seal_position_is_in_the_segment")),
        sa.CheckConstraint("length(line_hash) = 32", name=op.f("ck_audit_seal_hash_is_whole")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["audit_line.id"], name=op.f("fk_audit_seal_line_id_audit_line"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["audit_segment.id"], name=op.f("fk_audit_seal_segment_id_audit_segment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("line_id", name=op.f("uq_audit_seal_line_id")),
        sa.UniqueConstraint("segment_id", "position", name="uq_audit_seal_segment_position"),
    )

    with op.batch_alter_table("audit_line") as table:
        table.drop_index("ix_audit_line_subject")
        table.drop_index(table.f("ix_audit_line_person_id"))
        table.create_index("ix_audit_line_when", ["created_at", "id"], unique=False)
        table.create_index("ix_audit_line_person", ["person_id", "created_at"], unique=False)
        table.create_index("ix_audit_line_subject", ["subject_id", "created_at"], unique=False)
        table.create_index("ix_audit_line_deed", ["deed", "created_at"], unique=False)

    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for what in ("changed", "removed", "replaced"):
                op.execute(f"DROP TRIGGER {table}_not_{what}")
    else:
        for table in TABLES:
            op.execute(f"DROP FUNCTION {table}_kept() CASCADE")

    with op.batch_alter_table("audit_line") as table:
        table.drop_index("ix_audit_line_deed")
        table.drop_index("ix_audit_line_subject")
        table.drop_index("ix_audit_line_person")
        table.drop_index("ix_audit_line_when")
        table.create_index(table.f("ix_audit_line_person_id"), ["person_id"], unique=False)
        table.create_index("ix_audit_line_subject", ["subject_table", "subject_id", "created_at"], unique=False)

    op.drop_table("audit_seal")
    with op.batch_alter_table("audit_head") as table:
        table.drop_index("ix_audit_head_newest")

    op.drop_table("audit_head")
    with op.batch_alter_table("audit_segment") as table:
        table.drop_index("ix_audit_segment_last_line")

    op.drop_table("audit_segment")
