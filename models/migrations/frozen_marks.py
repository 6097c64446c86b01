"""What migration 0007 fills in for what was signed and confirmed before: the answers of reviews as marks
(`models.marks`), and beside the frozen figures of confirmations their reasons, ground and whether they stand.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

FILLED_AT_ONCE = 500
_CARDS = sa.text("SELECT id, definition FROM scorecard")
_SIGNED = sa.text("SELECT id FROM review WHERE scorecard = :card AND state = 'signed' ORDER BY id")
_ANSWERS = sa.text(
    "SELECT answer.review, answer.prompt, answer.value, EXISTS (SELECT 1 FROM evidence WHERE "
    "evidence.answer = answer.id AND evidence.kind IN ('span', 'whole_call')) FROM answer WHERE answer.review IN :some"
).bindparams(sa.bindparam("some", expanding=True))
_MARK = sa.text("UPDATE review SET marks = :marks WHERE id = :review")
_LETTERS = {"Y": "yY", "N": "nN", "NA": "aA", "CT": "cC", "NOTED": "tT"}


def fill_marks(connection: sa.Connection) -> None:
    """The marks of every signed review."""
    for card, definition in connection.execute(_CARDS).all():
        sections = json.loads(definition)["section"]
        prompts = [str(prompt["id"]) for section in sections for prompt in section["prompt"]]
        signed = connection.execute(_SIGNED, {"card": card}).scalars().all()
        for some in _pieces(signed):
            answers: defaultdict[str, dict[str, str]] = defaultdict(dict)
            for review, prompt, value, on_call in connection.execute(_ANSWERS, {"some": list(some)}):
                if value is not None:
                    answers[review][prompt] = _LETTERS[value][bool(on_call)]
            marks = [{"review": each, "marks": "".join(answers[each].get(p, "-") for p in prompts)} for each in some]
            connection.execute(_MARK, marks)


def fill_confirmations(connection: sa.Connection, *, sqlite: bool) -> None:
    """Reasons and ground of every confirmation; and that those another one follows do not stand."""
    if sqlite:
        ground = "json_extract(figures, '$.discretion_ground')"
        reasons = "(SELECT group_concat(value, '+') FROM json_each(result, '$.reasons'))"
    else:
        ground = "(figures::json ->> 'discretion_ground')"
        reasons = "(SELECT string_agg(value, '+') FROM json_array_elements_text(result::json -> 'reasons'))"
    connection.exec_driver_sql(
        f"UPDATE sheet_confirmation SET discretion_ground = nullif({ground}, ''), reasons = coalesce({reasons}, ''), "
        "stands = NOT EXISTS (SELECT 1 FROM sheet_confirmation AS later WHERE later.follows = sheet_confirmation.id)"
    )


def _pieces(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), FILLED_AT_ONCE):
        yield rows[start : start + FILLED_AT_ONCE]
