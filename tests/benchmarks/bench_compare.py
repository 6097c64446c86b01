"""Said, written, set up of a long call: 12,000 words of the demonstration's talk, one call after the other."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import resources
from models.guide_sheet import GuideSheet
from models.reconcile import Records, compare
from models.transcript import SegmentText, Speaker, WordText

WORDS = 12_000
MOST_MS = 200
SHEET = GuideSheet(
    sheet_id="PAG-1",
    arrears=Decimal("4000.00"),
    net_income_weekly=Decimal("300.00"),
    regular_maintenance_weekly=Decimal("30.00"),
    lump_sum=Decimal("0.00"),
    instalment=Decimal("60.00"),
    frequency="W",
    method_agreed="direct_debit",
    methods_offered="direct_debit",
    imported_at=datetime(2009, 10, 5, tzinfo=UTC),
)


def long_call() -> list[SegmentText]:
    """The demonstration's calls said over and over, every word with its time, as an engine leaves them."""
    said = [
        segment
        for path in sorted((resources.path("demo") / "truth").glob("*.json"))
        for segment in json.loads(path.read_text(encoding="utf-8"))["segments"]
    ]
    segments: list[SegmentText] = []
    at_ms = spoken = 0
    while spoken < WORDS:
        one = said[len(segments) % len(said)]
        texts = one["text"].split()
        words = tuple(WordText(at_ms + 300 * n, at_ms + 300 * n + 250, text, 0.9) for n, text in enumerate(texts))
        end_ms, number = at_ms + 300 * len(texts), len(segments)
        segments.append(
            SegmentText(
                str(number),
                number,
                one["channel"],
                Speaker(one["speaker"]),
                at_ms,
                end_ms,
                one["text"],
                one["text"],
                words,
            )
        )
        at_ms, spoken = end_ms + 400, spoken + len(texts)
    return segments


def bench_said_written_set_up_of_a_long_call(side_by_side) -> None:
    """Beside the least that any look at the words needs: to part them, lower them, and ask each for a figure."""
    segments = long_call()
    records = Records(SHEET)

    def bare_pass() -> int:
        return sum(
            1
            for segment in segments
            for word in segment.text.split()
            if any(letter.isdecimal() for letter in word.strip(".,?!").lower())
        )

    line = side_by_side(
        "said, written, set up: 12,000 words",
        lambda: compare(segments, records),
        ("a bare pass over the words", bare_pass),
        at_most=40,
        rounds=10,
    )
    assert any(row.said for row in compare(segments, records))
    assert line.ours_s * 1000 < MOST_MS, str(line)
