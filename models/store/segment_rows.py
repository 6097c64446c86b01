"""Segments on their way into the database, as rows; shared by whole transcripts and by those that grow."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from models.columns import new_id
from models.store.tables import table_of
from models.transcript import Segment, SpokenSegment, Word, doubts_as_text

_SEGMENT = table_of(Segment)
_WORD = table_of(Word)


def add_segments(session: Session, transcript: str, placed: Sequence[tuple[int, SpokenSegment]]) -> None:
    """Put segments with their positions, and their words, under a transcript (row id) that is there."""
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "transcript": transcript,
            "position": position,
            "channel": segment.channel,
            "speaker": segment.speaker.value,
            "start_ms": segment.start_ms,
            "end_ms": segment.end_ms,
            "text": segment.text,
            "doubt": doubts_as_text(segment.doubts),
        }
        for position, segment in placed
    ]
    words: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "segment": row["id"],
            "position": position,
            "start_ms": word.start_ms,
            "end_ms": word.end_ms,
            "text": word.text,
            "probability": word.probability,
        }
        for row, (_, segment) in zip(rows, placed, strict=True)
        for position, word in enumerate(segment.words)
    ]
    if rows:
        session.execute(insert(_SEGMENT), rows)
    if words:
        session.execute(insert(_WORD), words)
