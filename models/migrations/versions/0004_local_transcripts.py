"""Local transcripts: where the transcription of a recording stands, chunk by chunk, and which segments are in doubt.

With them comes the index of the search across all transcripts, and every transcript there is goes into it.
"""

import sqlalchemy as sa
from alembic import op

from models import search_tables

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("transcript", sa.Column("partial", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("segment", sa.Column("doubt", sa.String(), nullable=True))
    op.create_table(
        "transcription",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("transcript", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(), nullable=True),
        sa.Column("engine", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("model_sha256", sa.String(), nullable=True),
        sa.Column("recipe", sa.Text(), nullable=True),
        sa.Column("chunks_planned", sa.Integer(), nullable=True),
        sa.Column("chunks_done", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["recording"], ["recording.id"], name=op.f("fk_transcription_recording_recording")),
        sa.ForeignKeyConstraint(["transcript"], ["transcript.id"], name=op.f("fk_transcription_transcript_transcript")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcription")),
        sa.UniqueConstraint("recording", name=op.f("uq_transcription_recording")),
    )
    for name in ("transcript", "state", "place"):
        op.create_index(op.f(f"ix_transcription_{name}"), "transcription", [name], unique=False)
    op.create_table(
        "transcribed_chunk",
        sa.Column("transcription", sa.String(), nullable=False),
        sa.Column("channel", sa.Integer(), nullable=False),
        sa.Column("start_frame", sa.Integer(), nullable=False),
        sa.Column("end_frame", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcription"], ["transcription.id"], name=op.f("fk_transcribed_chunk_transcription_transcription")
        ),
        sa.PrimaryKeyConstraint(
            "transcription", "channel", "start_frame", "end_frame", name=op.f("pk_transcribed_chunk")
        ),
    )
    connection = op.get_bind()
    for statement in search_tables.statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
    search_tables.fill(connection)
