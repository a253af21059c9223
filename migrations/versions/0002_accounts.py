"""accounts: the second step, passkeys, recovery, approvals, work that is kept

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passkey_challenge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("secret_mark", sa.LargeBinary(), nullable=False),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenge")),
        sa.UniqueConstraint("secret_mark", name=op.f("uq_passkey_challenge_secret_mark")),
    )
    with op.batch_alter_table("passkey_challenge") as table:
        table.create_index(table.f("ix_passkey_challenge_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind", sa.Enum("joining link", "role", name="approvalkind", native_enum=False, length=60), nullable=False
        ),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "young advisor",
                "shadow board member",
                "conference chair",
                "chairs' manager",
                "participation worker",
                "safeguarding lead",
                "board member",
                "agency lead",
                "administrator",
                name="role",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decision", sa.Enum("approved", "refused", name="decision", native_enum=False, length=60), nullable=True
        ),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'role') = (role IS NOT NULL)", name=op.f("ck_approval_role_is_named")),
        sa.CheckConstraint("decision IN ('approved', 'refused')", name=op.f("ck_approval_decision_known")),
        sa.CheckConstraint("kind IN ('joining link', 'role')", name=op.f("ck_approval_kind_known")),
        sa.CheckConstraint(
            "role IN ('young advisor', 'shadow board member', 'conference chair', 'chairs'' manager', "
            "'participation worker', 'safeguarding lead', 'board member', 'agency lead', 'administrator')",
            name=op.f("ck_approval_role_known"),
        ),
        sa.CheckConstraint("used_at IS NULL OR decision = 'approved'", name=op.f("ck_approval_used_when_approved")),
        sa.CheckConstraint("(decided_at IS NULL) = (decision IS NULL)", name=op.f("ck_approval_decision_has_date")),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) OR (decision IS NOT NULL)", name=op.f("ck_approval_decider_has_decided")
        ),
        sa.CheckConstraint("asked_by_id <> person_id", name=op.f("ck_approval_nobody_asks_for_themselves")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> asked_by_id", name=op.f("ck_approval_decided_by_another")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> person_id", name=op.f("ck_approval_nobody_approves_themselves")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_approval_asked_by_id_person")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_approval_decided_by_id_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_approval_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    with op.batch_alter_table("approval") as table:
        table.create_index(table.f("ix_approval_person_id"), ["person_id"], unique=False)
        table.create_index("ix_approval_waiting", ["decided_at", "expires_at"], unique=False)

    op.create_table(
        "authenticator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_step >= 0", name=op.f("ck_authenticator_last_step_is_a_step")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_authenticator_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticator")),
        sa.UniqueConstraint("person_id", name=op.f("uq_authenticator_person_id")),
    )
    op.create_table(
        "kept_work",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("fields_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_kept_work_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_work")),
    )
    with op.batch_alter_table("kept_work") as table:
        table.create_index(table.f("ix_kept_work_expires_at"), ["expires_at"], unique=False)
        table.create_index("ix_kept_work_person", ["person_id", "expires_at"], unique=False)

    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkey_sign_count_is_a_count")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_passkey_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    with op.batch_alter_table("passkey") as table:
        table.create_index(table.f("ix_passkey_person_id"), ["person_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_mark", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("key_id BETWEEN 1 AND 255", name=op.f("ck_recovery_code_key_id_fits_a_byte")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_mark", name=op.f("uq_recovery_code_code_mark")),
    )
    with op.batch_alter_table("recovery_code") as table:
        table.create_index(table.f("ix_recovery_code_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("wrong_try") as table:
        table.add_column(sa.Column("may_try_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("joining_link") as table:
        table.add_column(sa.Column("made_by_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(table.f("fk_joining_link_made_by_id_person"), "person", ["made_by_id"], ["id"])

    with op.batch_alter_table("sign_in") as table:
        table.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("place_mark", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("browser_name", sa.String(length=60), nullable=True))
        table.create_index("ix_sign_in_person_place", ["person_id", "place_mark"], unique=False)
    # Young people prove who they are with their passphrase alone. Everybody else does their second step first.
    op.execute(
        "UPDATE sign_in SET confirmed_at = created_at WHERE person_id IN "
        "(SELECT id FROM person WHERE role IN ('young advisor', 'shadow board member'))"
    )


def downgrade() -> None:
    with op.batch_alter_table("wrong_try") as table:
        table.drop_column("may_try_at")
    with op.batch_alter_table("sign_in") as table:
        table.drop_index("ix_sign_in_person_place")
        table.drop_column("browser_name")
        table.drop_column("place_mark")
        table.drop_column("confirmed_at")

    with op.batch_alter_table("joining_link") as table:
        table.drop_constraint(table.f("fk_joining_link_made_by_id_person"), type_="foreignkey")
        table.drop_column("made_by_id")

    with op.batch_alter_table("recovery_code") as table:
        table.drop_index(table.f("ix_recovery_code_person_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("passkey") as table:
        table.drop_index(table.f("ix_passkey_person_id"))

    op.drop_table("passkey")
    with op.batch_alter_table("kept_work") as table:
        table.drop_index("ix_kept_work_person")
        table.drop_index(table.f("ix_kept_work_expires_at"))

    op.drop_table("kept_work")
    op.drop_table("authenticator")
    with op.batch_alter_table("approval") as table:
        table.drop_index("ix_approval_waiting")
        table.drop_index(table.f("ix_approval_person_id"))

    op.drop_table("approval")
    with op.batch_alter_table("passkey_challenge") as table:
        table.drop_index(table.f("ix_passkey_challenge_expires_at"))

    op.drop_table("passkey_challenge")
