"""Any recorder, any spreadsheet: how a recording is to be read, what was last taken of a list, the imports run."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # columns are added one by one: SQLite can do that without writing the table anew, which its foreign keys forbid
    for column in (
        sa.Column("recorder", sa.String(), nullable=True),
        sa.Column("clock_skew_s", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("further_cases", sa.String(), nullable=True),
        sa.Column("further_caseworkers", sa.String(), nullable=True),
        sa.Column("second_path", sa.String(), nullable=True),
        sa.Column("second_sha256", sa.String(), nullable=True),
        sa.Column("file_channels", sa.Integer(), nullable=True),
        sa.Column("reading", sa.Text(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
    ):
        op.add_column("recording", column)
    op.create_index(op.f("ix_recording_second_sha256"), "recording", ["second_sha256"], unique=False)
    if op.get_bind().dialect.name != "sqlite":
        # a recording may be larger than two gigabytes, which a server's INTEGER does not hold
        op.alter_column("recording", "size_bytes", existing_type=sa.Integer(), type_=sa.BigInteger())
    op.create_index(op.f("ix_past_version_replaced_at"), "past_version", ["replaced_at"], unique=False)
    op.create_table(
        "list_state",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("settled_changes", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("content_sha256", sa.String(), nullable=True),
        sa.Column("reading_sha256", sa.String(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=True),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_state")),
        sa.UniqueConstraint("kind", name=op.f("uq_list_state_kind")),
    )
    op.create_table(
        "import_run",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=True),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_import_run_started_at"), "import_run", ["started_at"], unique=False)
    op.create_table(
        "recorder_clock",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recorder", sa.String(), nullable=False),
        sa.Column("clock_skew_s", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recorder_clock")),
        sa.UniqueConstraint("recorder", name=op.f("uq_recorder_clock_recorder")),
    )
