"""Management reports: what was collected by month, the reports as they were issued, and beside what was frozen at
signing and confirming what reports count and group by. The kept worklist follows what is drawn."""

import sqlalchemy as sa
from alembic import op

from models.migrations import frozen_marks, kept_list

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    _collected_and_issued()
    sqlite = op.get_bind().dialect.name == "sqlite"
    _reviews(sqlite)
    _confirmations(sqlite)
    # (review, prompt) is unique and in an index of its own: ix_answer_review says nothing that it does not
    op.drop_index("ix_answer_review", "answer")
    op.create_index("ix_answer_counted", "answer", ["value", "prompt", "review"], unique=False)
    op.drop_index("ix_sample_draw_recording", "sample_draw")
    op.create_index("ix_sample_draw_standing", "sample_draw", ["recording", "stands"], unique=False)
    op.create_index(op.f("ix_sample_draw_sheet"), "sample_draw", ["sheet"], unique=False)
    for statement in kept_list.statements_of_samples(op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement)


def _reviews(sqlite: bool) -> None:
    for name in ("arrangement_kind", "scheme", "method"):
        op.add_column("review", sa.Column(name, sa.String(), nullable=True))
    for name in ("figure_error", "process_error"):
        op.add_column("review", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("review", sa.Column("marks", sa.String(), nullable=True))
    frozen_marks.fill_marks(op.get_bind())
    kind, scheme = _of_json("sheet_facts", "arrangement_kind", sqlite), _of_json("sheet_facts", "scheme", sqlite)
    method = _of_json("sheet_facts", "method_agreed", sqlite)
    op.execute(
        f"UPDATE review SET arrangement_kind = nullif({kind}, ''), scheme = nullif({scheme}, ''), "
        f"method = nullif({method}, '') WHERE sheet_facts IS NOT NULL"
    )
    verdict = "(result::json #>> '{steer,judgement,verdict}')"
    if sqlite:
        verdict = "json_extract(result, '$.steer.judgement.verdict')"
    critical = _of_json("result", "critical", sqlite)
    # reviews signed before errors were kept apart have none of their own: a failed critical prompt was one of process
    op.execute(
        f"UPDATE review SET figure_error = (coalesce({verdict}, '') = 'INACCURATE' OR "
        f"{_has_critical('figure_errors', sqlite)}), "
        f"process_error = CASE WHEN {_held('process_errors', sqlite)} THEN {_has_critical('process_errors', sqlite)} "
        f"ELSE coalesce({critical}, '') = 'fail' END WHERE state = 'signed' AND result IS NOT NULL"
    )
    counted = ["counts_on", "kind", "life", "arrangement_kind", "kpi_class", "policy", "scheme", "method", "team"]
    counted += ["caseworker_id", "reviewer_id", "figure_error", "process_error", "score_tenths", "signed_at", "amends"]
    counted += ["scorecard", "sheet", "recording", "marks", "id"]
    op.create_index("ix_review_counted", "review", counted, unique=False)
    newest = ["sheet", "signed_at", "id", "kind", "life", "recording", "created_at", "reply_by", "to_amend"]
    op.create_index("ix_review_newest", "review", newest, unique=False)


def _confirmations(sqlite: bool) -> None:
    for name in ("scheme", "method", "team", "caseworker_id"):
        op.add_column("sheet_confirmation", sa.Column(name, sa.String(), nullable=True))
    op.add_column("sheet_confirmation", sa.Column("reasons", sa.String(), nullable=False, server_default=""))
    op.add_column("sheet_confirmation", sa.Column("discretion_ground", sa.String(), nullable=True))
    op.add_column("sheet_confirmation", sa.Column("stands", sa.Boolean(), nullable=False, server_default=sa.true()))
    frozen_marks.fill_confirmations(op.get_bind(), sqlite=sqlite)
    told = {key: _of_json("figures", key, sqlite) for key in ("scheme", "method_agreed", "team", "caseworker_id")}
    op.execute(
        f"UPDATE sheet_confirmation SET scheme = nullif({told['scheme']}, ''), "
        f"method = nullif({told['method_agreed']}, ''), caseworker_id = nullif({told['caseworker_id']}, ''), "
        f"team = coalesce(nullif({told['team']}, ''), (SELECT team.name FROM staff JOIN team ON team.id = "
        f"staff.team_id WHERE staff.staff_id = {told['caseworker_id']}))"
    )
    counted = ["sheet", "word", "stands", "counts_on", "arrangement_kind", "verdict", "policy", "scheme", "method"]
    counted += ["team", "caseworker_id", "reasons", "discretion_ground", "id"]
    op.create_index("ix_sheet_confirmation_counted", "sheet_confirmation", counted, unique=False)


def _of_json(column: str, key: str, sqlite: bool) -> str:
    """A text within the plain values that a column holds as JSON."""
    return f"json_extract({column}, '$.{key}')" if sqlite else f"({column}::json ->> '{key}')"


def _held(key: str, sqlite: bool) -> str:
    return f"json_type(result, '$.{key}') IS NOT NULL" if sqlite else f"(result::json -> '{key}') IS NOT NULL"


def _has_critical(key: str, sqlite: bool) -> str:
    """Whether one of the errors under this key of a result is of a critical prompt."""
    if sqlite:
        return f"EXISTS (SELECT 1 FROM json_each(result, '$.{key}') WHERE json_extract(value, '$.critical'))"
    return (
        f"EXISTS (SELECT 1 FROM json_array_elements(coalesce(result::json -> '{key}', '[]'::json)) AS found "
        "WHERE (found ->> 'critical')::boolean)"
    )


def _collected_and_issued() -> None:
    op.create_table(
        "collected",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("collected", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collected")),
        sa.UniqueConstraint("figure", name=op.f("uq_collected_figure")),
        sa.UniqueConstraint("month", "scheme", name=op.f("uq_collected_month_scheme")),
    )
    op.create_table(
        "issued_report",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("date_from", sa.Date(), nullable=False),
        sa.Column("date_to", sa.Date(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("grouped_by", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("tool_version", sa.String(), nullable=False),
        sa.Column("issued_by", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_report")),
        sa.UniqueConstraint("issue_id", name=op.f("uq_issued_report_issue_id")),
    )
    op.create_index(op.f("ix_issued_report_kind"), "issued_report", ["kind"], unique=False)
    op.create_table(
        "issued_file",
        sa.Column("issue", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["issue"], ["issued_report.id"], name=op.f("fk_issued_file_issue_issued_report")),
        sa.PrimaryKeyConstraint("issue", name=op.f("pk_issued_file")),
    )
