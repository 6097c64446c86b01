"""Any recorder, any spreadsheet: how a recording is to be read, what was last taken of a list, the imports run.

The worklist becomes a kept table; that of an older database is made when it is first looked at."""

import sqlalchemy as sa
from alembic import op

from models.migrations import kept_list

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
    _keep_the_worklist()


def _keep_the_worklist() -> None:
    large = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "work_line",
        sa.Column("id", large, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("begun", sa.Boolean(), nullable=False),
        sa.Column("recording", sa.String(), nullable=True),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("recording_id", sa.String(), nullable=True),
        sa.Column("sheet_id", sa.String(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("started_offset_min", sa.Integer(), nullable=True),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("moment", large, nullable=True),
        sa.Column("caseworker_id", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("case_ref", sa.String(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("method_agreed", sa.String(), nullable=True),
        sa.Column("match_rule", sa.String(), nullable=True),
        sa.Column("match_state", sa.String(), nullable=True),
        sa.Column("match_certainty", sa.Integer(), nullable=True),
        sa.Column("match_reason", sa.String(), nullable=True),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.String(), nullable=True),
        sa.Column("review_state", sa.String(), nullable=True),
        sa.Column("reviewer_id", sa.String(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=True),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("score", sa.String(), nullable=True),
        sa.Column("score_number", sa.Float(), nullable=True),
        sa.Column("kpi_class", sa.String(), nullable=True),
        sa.Column("critical", sa.String(), nullable=True),
        sa.Column("sheet_changed", sa.Boolean(), nullable=False),
        sa.Column("has_transcript", sa.Boolean(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_line")),
    )
    for name in ("recording", "sheet", "review_id"):
        op.create_index(op.f(f"ix_work_line_{name}"), "work_line", [name], unique=False)
    for name, columns in {
        "moment": ["moment", "search"],
        "caseworker": ["caseworker_id", "moment"],
        "team": ["team", "moment"],
        "case": ["case_ref"],
        "length": ["duration_ms"],
        "method": ["method_agreed", "moment"],
        "match": ["match_certainty", "match_rule", "moment"],
    }.items():
        op.create_index(f"ix_work_line_{name}", "work_line", ["place", "begun", *columns], unique=False)
    reviewed = sa.text("review_id IS NOT NULL")
    for name, columns in {
        "saved": ["saved_at"],
        "signed": ["signed_at"],
        "score": ["score_number"],
        "class": ["kpi_class", "score_number"],
        "reviewer": ["reviewer_id", "saved_at"],
    }.items():
        op.create_index(
            f"ix_work_line_{name}",
            "work_line",
            ["place", "begun", *columns],
            unique=False,
            sqlite_where=reviewed,
            postgresql_where=reviewed,
        )
    op.create_table(
        "work_touched",
        sa.Column("id", large, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_touched")),
    )
    op.create_table(
        "work_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("maker", sa.String(), nullable=True),
        sa.Column("maker_alive_s", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_state")),
    )
    # an older database has something to list: its lines are to be made; a new one is in step
    op.execute(
        "INSERT INTO work_state (id, phase, turn) SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM recording) "
        "OR EXISTS (SELECT 1 FROM guide_sheet) THEN 1 ELSE 0 END, 0"
    )
    connection = op.get_bind()
    for statement in kept_list.statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
