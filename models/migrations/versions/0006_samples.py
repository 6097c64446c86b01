"""Samples of calls: drawn by a certificate that can be drawn again, with what took the place of a call."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "sample",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("date_from", sa.Date(), nullable=False),
        sa.Column("date_to", sa.Date(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("frame_sha256", sa.String(), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("how_many", sa.Text(), nullable=False),
        sa.Column("drawn_by", sa.String(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("reviewer", sa.String(), nullable=True),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint("sample_id", name=op.f("uq_sample_sample_id")),
    )
    op.create_index(op.f("ix_sample_reviewer"), "sample", ["reviewer"], unique=False)
    op.create_table(
        "sample_frame",
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("calls", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sample"], ["sample.id"], name=op.f("fk_sample_frame_sample_sample")),
        sa.PrimaryKeyConstraint("sample", name=op.f("pk_sample_frame")),
    )
    op.create_table(
        "sample_draw",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("caseworker_id", sa.String(), nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["sample"], ["sample.id"], name=op.f("fk_sample_draw_sample_sample")),
        sa.ForeignKeyConstraint(["recording"], ["recording.id"], name=op.f("fk_sample_draw_recording_recording")),
        sa.ForeignKeyConstraint(["sheet"], ["guide_sheet.id"], name=op.f("fk_sample_draw_sheet_guide_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_draw")),
        sa.UniqueConstraint("sample", "position", "turn", name=op.f("uq_sample_draw_sample_position_turn")),
        sa.UniqueConstraint("sample", "recording", name=op.f("uq_sample_draw_sample_recording")),
    )
    op.create_index(op.f("ix_sample_draw_recording"), "sample_draw", ["recording"], unique=False)
    op.create_table(
        "sample_replacement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("replaced_by", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["sample"], ["sample.id"], name=op.f("fk_sample_replacement_sample_sample")),
        sa.ForeignKeyConstraint(
            ["recording"], ["recording.id"], name=op.f("fk_sample_replacement_recording_recording")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["recording.id"], name=op.f("fk_sample_replacement_replaced_by_recording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_replacement")),
        sa.UniqueConstraint("sample", "position", "turn", name=op.f("uq_sample_replacement_sample_position_turn")),
    )
