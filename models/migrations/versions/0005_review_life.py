"""A review's whole life: what happens after signing, answers that are more than yes or no, scorecards made here, and a
caseworker's record of performance and development."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("review", sa.Column("life", sa.String(), nullable=False, server_default="draft"))
    op.execute("UPDATE review SET life = state")
    op.create_index(op.f("ix_review_life"), "review", ["life"], unique=False)
    op.add_column("answer", sa.Column("given", sa.String(), nullable=True))
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
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["review"], ["review.id"], name=op.f("fk_review_step_review_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_step")),
        sa.UniqueConstraint("review", "position", name=op.f("uq_review_step_review_position")),
    )
    op.create_index(op.f("ix_review_step_review"), "review_step", ["review"], unique=False)
    _scorecards_made_here()
    _development()


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
