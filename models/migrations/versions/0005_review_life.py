"""A review's whole life: what happens after signing, answers that are more than yes or no, scorecards made here, and a
caseworker's record of performance and development."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _life_of_reviews()
    op.add_column("answer", sa.Column("given", sa.String(), nullable=True))
    _steps()
    _scorecards_made_here()
    _development()


def _life_of_reviews() -> None:
    """Where each review stands, and what lists of many reviews filter and sort by, beside the frozen result."""
    op.add_column("review", sa.Column("life", sa.String(), nullable=False, server_default="draft"))
    op.add_column("review", sa.Column("team", sa.String(), nullable=True))
    op.add_column("review", sa.Column("search", sa.String(), nullable=False, server_default=""))
    op.add_column("review", sa.Column("score_tenths", sa.Integer(), nullable=True))
    op.add_column("review", sa.Column("kpi_class", sa.String(), nullable=True))
    op.add_column("review", sa.Column("reply_by", sa.Date(), nullable=True))
    op.add_column("review", sa.Column("to_amend", sa.Boolean(), nullable=False, server_default=sa.false()))
    sqlite = op.get_bind().dialect.name == "sqlite"
    score, kpi_class = _of_json("result", "score", sqlite), _of_json("result", "kpi_class", sqlite)
    team = _of_json("sheet_facts", "team", sqlite)
    op.execute(
        "UPDATE review SET "
        "life = CASE WHEN id IN (SELECT amends FROM review WHERE amends IS NOT NULL) THEN 'amended' ELSE state END, "
        f"score_tenths = CAST(round(CAST({score} AS NUMERIC) * 10) AS INTEGER), kpi_class = {kpi_class}, "
        f"team = coalesce(nullif({team}, ''), "
        "(SELECT nullif(guide_sheet.team, '') FROM guide_sheet WHERE guide_sheet.id = review.sheet), "
        "(SELECT team.name FROM staff JOIN team ON team.id = staff.team_id "
        "WHERE staff.staff_id = review.caseworker_id)), "
        "search = lower(coalesce((SELECT recording_id || ' ' || coalesce(case_ref, '') FROM recording "
        "WHERE recording.id = review.recording), '') || ' ' || coalesce((SELECT sheet_id || ' ' || "
        "coalesce(case_ref, '') FROM guide_sheet WHERE guide_sheet.id = review.sheet), '') || ' ' || "
        "coalesce(caseworker_id, ''))"
    )
    # an amendment that is being made is a draft that names what it is to take the place of
    op.drop_index("uq_review_amended_once", "review")
    op.drop_index("uq_review_one_draft", "review")
    signed, draft = sa.text("state = 'signed'"), sa.text("state = 'draft'")
    begun = sa.text("state = 'draft' AND amends IS NULL")
    subject = ["reviewer_id", "scorecard", "subject", "kind"]
    for name, columns, where in (
        ("uq_review_amended_once", ["amends"], signed),
        ("uq_review_amended_by_one", ["amends"], draft),
        ("uq_review_one_draft", subject, begun),
    ):
        op.create_index(name, "review", columns, unique=True, sqlite_where=where, postgresql_where=where)
    listed = ["saved_at", "life", "caseworker_id", "team", "reviewer_id", "kpi_class", "score_tenths", "reply_by"]
    listed += ["to_amend", "kind", "amends", "scorecard", "search", "id"]
    op.create_index("ix_review_listed", "review", listed, unique=False)


def _of_json(column: str, key: str, sqlite: bool) -> str:
    """A text within the plain values that a column holds as JSON."""
    return f"json_extract({column}, '$.{key}')" if sqlite else f"({column}::json ->> '{key}')"


def _steps() -> None:
    op.create_table(
        "review_step",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("caseworker_id", sa.String(), nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["review"], ["review.id"], name=op.f("fk_review_step_review_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_step")),
        sa.UniqueConstraint("review", "position", name=op.f("uq_review_step_review_position")),
    )
    op.create_index(op.f("ix_review_step_review"), "review_step", ["review"], unique=False)


def _scorecards_made_here() -> None:
    op.create_table(
        "scorecard_version",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scorecard_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("based_on", sa.String(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_version")),
        sa.UniqueConstraint("scorecard_id", name=op.f("uq_scorecard_version_scorecard_id")),
    )


def _development() -> None:
    op.create_table(
        "development_entry",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("caseworker_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("standing", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("competency", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("reviews", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["replaces"], ["development_entry.id"], name=op.f("fk_development_entry_replaces_development_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_entry")),
    )
    for name in ("caseworker_id", "day"):
        op.create_index(op.f(f"ix_development_entry_{name}"), "development_entry", [name], unique=False)
    op.create_index("uq_development_entry_replaced_once", "development_entry", ["replaces"], unique=True)
