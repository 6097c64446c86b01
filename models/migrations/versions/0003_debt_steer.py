"""The debt steer: a judgement of every sheet, confirmations of them, the policies that were counted by.

The kept worklist gets a line for every sheet and shows what the steer says of it, so it is to be made anew.
"""

import sqlalchemy as sa
from alembic import op

from models.migrations import kept_list

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "steer_policy",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steer_policy")),
        sa.UniqueConstraint("policy_id", name=op.f("uq_steer_policy_policy_id")),
    )
    op.create_table(
        "sheet_judgement",
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("sheet_version", sa.Integer(), nullable=False),
        sa.Column("judged_by", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=True),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("steer_label", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("reading_sensitive", sa.String(), nullable=False),
        sa.Column("liability_order_due", sa.String(), nullable=False),
        sa.Column("instalments_to_clear", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["sheet"], ["guide_sheet.id"], name=op.f("fk_sheet_judgement_sheet_guide_sheet")),
        sa.PrimaryKeyConstraint("sheet", name=op.f("pk_sheet_judgement")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sheet_confirmation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("sheet_version", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("arrangement_kind", sa.String(), nullable=True),
        sa.Column("counts_on", sa.Date(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("follows", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["sheet"], ["guide_sheet.id"], name=op.f("fk_sheet_confirmation_sheet_guide_sheet")),
        sa.ForeignKeyConstraint(
            ["follows"], ["sheet_confirmation.id"], name=op.f("fk_sheet_confirmation_follows_sheet_confirmation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_confirmation")),
    )
    for name in ("sheet", "counts_on"):
        op.create_index(op.f(f"ix_sheet_confirmation_{name}"), "sheet_confirmation", [name], unique=False)
    op.create_index("uq_sheet_confirmation_followed_once", "sheet_confirmation", ["follows"], unique=True)
    first = sa.text("follows IS NULL")
    op.create_index(
        "uq_sheet_confirmation_one_first",
        "sheet_confirmation",
        ["sheet"],
        unique=True,
        sqlite_where=first,
        postgresql_where=first,
    )
    _list_every_sheet()


def _list_every_sheet() -> None:
    for name in ("scheme", "label", "rung", "steer_label", "verdict", "reasons", "reading_sensitive"):
        op.add_column("work_line", sa.Column(name, sa.String(), nullable=True))
    op.create_index(
        "ix_work_line_verdict",
        "work_line",
        ["place", "begun", "verdict", "reasons", "reading_sensitive", "moment"],
        unique=False,
    )
    connection = op.get_bind()
    for statement in kept_list.statements_of_judgements(connection.dialect.name):
        connection.exec_driver_sql(statement)
    op.execute("DELETE FROM work_touched")
    op.execute("UPDATE work_state SET phase = CASE WHEN EXISTS (SELECT 1 FROM guide_sheet) THEN 1 ELSE phase END")
