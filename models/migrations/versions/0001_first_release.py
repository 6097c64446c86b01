"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "guide_sheet",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sheet_id", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=True),
        sa.Column("scheme", sa.String(), nullable=True),
        sa.Column("caseworker_id", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("received_date", sa.Date(), nullable=True),
        sa.Column("arrears", sa.BigInteger(), nullable=True),
        sa.Column("net_income_weekly", sa.BigInteger(), nullable=True),
        sa.Column("income_source", sa.String(), nullable=True),
        sa.Column("income_date", sa.Date(), nullable=True),
        sa.Column("regular_maintenance_weekly", sa.BigInteger(), nullable=True),
        sa.Column("full_payment_asked", sa.String(), nullable=True),
        sa.Column("lump_sum_asked", sa.String(), nullable=True),
        sa.Column("lump_sum", sa.BigInteger(), nullable=True),
        sa.Column("instalment", sa.BigInteger(), nullable=True),
        sa.Column("frequency", sa.String(), nullable=True),
        sa.Column("method_agreed", sa.String(), nullable=True),
        sa.Column("methods_offered", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("employed", sa.String(), nullable=True),
        sa.Column("discretion_ground", sa.String(), nullable=True),
        sa.Column("discretion_reason", sa.String(), nullable=True),
        sa.Column("sustainability_assured", sa.String(), nullable=True),
        sa.Column("liability_order_considered", sa.String(), nullable=True),
        sa.Column("protected_money_weekly", sa.BigInteger(), nullable=True),
        sa.Column("caseworker_online_ref", sa.String(), nullable=True),
        sa.Column("recording_ref", sa.String(), nullable=True),
        sa.Column("segment", sa.String(), nullable=True),
        sa.Column("arrangement_kind", sa.String(), nullable=True),
        sa.Column("documents", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_sheet")),
        sa.UniqueConstraint("sheet_id", name=op.f("uq_guide_sheet_sheet_id")),
    )
    with op.batch_alter_table("guide_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guide_sheet_case_ref"), ["case_ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_guide_sheet_caseworker_id"), ["caseworker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guide_sheet_decision_date"), ["decision_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_guide_sheet_recording_ref"), ["recording_ref"], unique=False)

    op.create_table(
        "past_version",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_version")),
        sa.UniqueConstraint("kind", "record", "version", name=op.f("uq_past_version_kind_record_version")),
    )
    op.create_table(
        "recording",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recording_id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("codec", sa.String(), nullable=False),
        sa.Column("rate_hz", sa.Integer(), nullable=False),
        sa.Column("channels", sa.Integer(), nullable=False),
        sa.Column("caseworker_channel", sa.Integer(), nullable=False),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("started_offset_min", sa.Integer(), nullable=True),
        sa.Column("call_date", sa.Date(), nullable=True),
        sa.Column("indexed_duration_ms", sa.Integer(), nullable=True),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("caseworker_id", sa.String(), nullable=True),
        sa.Column("extension", sa.String(), nullable=True),
        sa.Column("case_ref", sa.String(), nullable=True),
        sa.Column("other_party", sa.String(), nullable=True),
        sa.Column("delete_after", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("recording_id", name=op.f("uq_recording_recording_id")),
    )
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_call_date"), ["call_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_case_ref"), ["case_ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_caseworker_id"), ["caseworker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_started_at"), ["started_at"], unique=False)

    op.create_table(
        "scorecard",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("scorecard_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard")),
        sa.UniqueConstraint("scorecard_id", name=op.f("uq_scorecard_scorecard_id")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "match",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("certainty", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["recording"], ["recording.id"], name=op.f("fk_match_recording_recording")),
        sa.ForeignKeyConstraint(["sheet"], ["guide_sheet.id"], name=op.f("fk_match_sheet_guide_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint("recording", "sheet", name=op.f("uq_match_recording_sheet")),
    )
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_recording"), ["recording"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_sheet"), ["sheet"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_state"), ["state"], unique=False)

    op.create_table(
        "online_view",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("view_id", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=True),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("viewed_at", sa.DateTime(), nullable=True),
        sa.Column("viewed_offset_min", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("commitments_count", sa.Integer(), nullable=True),
        sa.Column("commitments", sa.BigInteger(), nullable=True),
        sa.Column("balances", sa.BigInteger(), nullable=True),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["sheet"], ["guide_sheet.id"], name=op.f("fk_online_view_sheet_guide_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_online_view")),
        sa.UniqueConstraint("view_id", name=op.f("uq_online_view_view_id")),
    )
    with op.batch_alter_table("online_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_online_view_case_ref"), ["case_ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_online_view_sheet"), ["sheet"], unique=False)

    op.create_table(
        "recording_path",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["recording"], ["recording.id"], name=op.f("fk_recording_path_recording_recording")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_path")),
        sa.UniqueConstraint("recording", "path", name=op.f("uq_recording_path_recording_path")),
    )
    with op.batch_alter_table("recording_path", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_path_recording"), ["recording"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("recording", sa.String(), nullable=True),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("sheet_version", sa.Integer(), nullable=True),
        sa.Column("caseworker_id", sa.String(), nullable=True),
        sa.Column("reviewer_id", sa.String(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=True),
        sa.Column("scorecard", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=True),
        sa.Column("whole_call_heard", sa.Boolean(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("sheet_facts", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("amends", sa.String(), nullable=True),
        sa.Column("amend_reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("counts_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["amends"], ["review.id"], name=op.f("fk_review_amends_review")),
        sa.ForeignKeyConstraint(["recording"], ["recording.id"], name=op.f("fk_review_recording_recording")),
        sa.ForeignKeyConstraint(["scorecard"], ["scorecard.id"], name=op.f("fk_review_scorecard_scorecard")),
        sa.ForeignKeyConstraint(["sheet"], ["guide_sheet.id"], name=op.f("fk_review_sheet_guide_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_caseworker_id"), ["caseworker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_counts_on"), ["counts_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_recording"), ["recording"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_sheet"), ["sheet"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_state"), ["state"], unique=False)
        batch_op.create_index("uq_review_amended_once", ["amends"], unique=True)
        batch_op.create_index(
            "uq_review_one_draft",
            ["reviewer_id", "scorecard", "subject", "kind"],
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )
        batch_op.create_index(
            "uq_review_signed_once",
            ["reviewer_id", "scorecard", "subject", "kind"],
            unique=True,
            sqlite_where=sa.text("state = 'signed' AND amends IS NULL"),
            postgresql_where=sa.text("state = 'signed' AND amends IS NULL"),
        )

    op.create_table(
        "staff",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("team_leader", sa.String(), nullable=True),
        sa.Column("line_of_business", sa.String(), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("os_user", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_staff_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_staff_staff_id")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_os_user"), ["os_user"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_team_id"), ["team_id"], unique=False)

    op.create_table(
        "task_567",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=True),
        sa.Column("caseworker_id", sa.String(), nullable=True),
        sa.Column("raised", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("current_method", sa.String(), nullable=True),
        sa.Column("promoted_method", sa.String(), nullable=True),
        sa.Column("outcome_method", sa.String(), nullable=True),
        sa.Column("refusal_reason", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["sheet"], ["guide_sheet.id"], name=op.f("fk_task_567_sheet_guide_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_567")),
        sa.UniqueConstraint("task_id", name=op.f("uq_task_567_task_id")),
    )
    with op.batch_alter_table("task_567", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_567_case_ref"), ["case_ref"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_567_sheet"), ["sheet"], unique=False)

    op.create_table(
        "transcript",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recording", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("model_sha256", sa.String(), nullable=True),
        sa.Column("settings", sa.Text(), nullable=True),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["recording"], ["recording.id"], name=op.f("fk_transcript_recording_recording")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript")),
    )
    with op.batch_alter_table("transcript", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transcript_recording"), ["recording"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("root_causes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["review"], ["review.id"], name=op.f("fk_answer_review_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("review", "prompt", name=op.f("uq_answer_review_prompt")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_review"), ["review"], unique=False)

    op.create_table(
        "segment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("transcript", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["transcript"], ["transcript.id"], name=op.f("fk_segment_transcript_transcript")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint("transcript", "position", name=op.f("uq_segment_transcript_position")),
    )
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_segment_transcript"), ["transcript"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("speaker", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["segment"], ["segment.id"], name=op.f("fk_correction_segment_segment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_segment"), ["segment"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["answer"], ["answer.id"], name=op.f("fk_evidence_answer_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("answer", "position", name=op.f("uq_evidence_answer_position")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_answer"), ["answer"], unique=False)

    op.create_table(
        "word",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["segment"], ["segment.id"], name=op.f("fk_word_segment_segment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word")),
        sa.UniqueConstraint("segment", "position", name=op.f("uq_word_segment_position")),
    )
    with op.batch_alter_table("word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_word_segment"), ["segment"], unique=False)
