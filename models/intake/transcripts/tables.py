"""Transcripts as tables: our own CSV, the TSV of openai-whisper, and the CSV of whisper.cpp.

Ours (`transcript --format csv`): `channel,speaker,start,end,text,probability`, seconds, the mean probability of the
words; a formula-like text carries an apostrophe in front. openai-whisper: `start<tab>end<tab>text`, milliseconds,
nothing quoted. whisper.cpp: `start,end,text` or `start,end,speaker,text`, milliseconds, a backslash before quotation
marks.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from models.intake.transcripts.documents import MILLISECONDS, NOT_THERE, SECONDS, number
from models.intake.transcripts.told import (
    ENGINE_NOT_TOLD,
    WORD_TIMES_MISSING,
    Told,
    ToldStretch,
    ToldWord,
    Unfit,
    misplaced,
    stray_count,
)
from models.transcript import Speaker

OUR_FORM = "Steercheck's CSV"
TSV_FORM = "Whisper TSV"
CPP_FORM = "whisper.cpp CSV"
OURS = frozenset({"channel", "speaker", "start", "end", "text"})
THEIRS = frozenset({"start", "end", "text"})
MOST_OF_A_CELL = 64 * 1024 * 1024
GUARDED = re.compile(r"'+[=+\-@\t\r]")
"""A text that was led by an apostrophe, so that no spreadsheet runs it."""


class Row(NamedTuple):
    """One row: its physical line and its cells by heading."""

    line: int
    cells: dict[str, str]


def recognises(text: str) -> bool:
    """The first line names start, end and text."""
    return set(_headings(text)[1]) >= THEIRS


def read(text: str) -> Told:
    """The transcript as told. Raises Unfit by line and column."""
    delimiter, headings = _headings(text)
    if set(headings) >= OURS:
        return _ours(_quoted(text, delimiter, headings, doubled=True))
    rows = _bare(text, headings) if delimiter == "\t" else _quoted(text, delimiter, headings, doubled=False)
    return _theirs(rows, TSV_FORM if delimiter == "\t" else CPP_FORM)


def _headings(text: str) -> tuple[str, list[str]]:
    first = text[:1000].replace("\r", "\n").partition("\n")[0]
    delimiter = next((letter for letter in "\t,;" if letter in first), ",")
    return delimiter, [heading.strip().strip('"').casefold() for heading in first.split(delimiter)]


def _ours(rows: Iterator[Row]) -> Told:
    told = Told(OUR_FORM, exact=True, losses=[WORD_TIMES_MISSING, ENGINE_NOT_TOLD])
    for line, cells in rows:
        if not cells["channel"].isdecimal() or len(cells["channel"]) > 3:
            raise misplaced(line, "channel", cells["channel"], "must be a channel, 0 or 1")
        if cells["speaker"] not in tuple(Speaker):
            raise misplaced(line, "speaker", cells["speaker"], "not a speaker; use " + ", ".join(Speaker))
        start_ms, end_ms = (_time(cells, name, line, SECONDS, needed=True) for name in ("start", "end"))
        if start_ms is not None and end_ms is not None and end_ms < start_ms:
            raise misplaced(line, "end", cells["end"], "lies before the start")
        said = cells["text"][1:] if GUARDED.match(cells["text"]) else cells["text"]
        if stray_count(said):
            raise misplaced(line, "text", said, "holds a character that no text has")
        words: list[ToldWord] = []
        if cells.get("probability"):
            likely = number(cells["probability"])
            if likely is None or not 0 <= likely <= 1:
                raise misplaced(line, "probability", cells["probability"], "must be a number from 0 to 1")
            words = [ToldWord(said, start_ms, end_ms, likely)]
        told.add(ToldStretch(line, start_ms, end_ms, said, int(cells["channel"]), cells["speaker"], words))
    return told


def _theirs(rows: Iterator[Row], form: str) -> Told:
    told = Told(form, engine="whisper" if form == TSV_FORM else "whisper.cpp", losses=[WORD_TIMES_MISSING])
    for line, cells in rows:
        speaker = cells.get("speaker") or None
        channel = int(speaker) if speaker in ("0", "1") else None
        start_ms, end_ms = (_time(cells, name, line, MILLISECONDS) for name in ("start", "end"))
        said = cells["text"].strip()
        told.add(ToldStretch(line, start_ms, end_ms, said, channel, None if speaker in ("0", "1", "?") else speaker))
    return told


def _time(cells: dict[str, str], name: str, line: int, unit: float, *, needed: bool = False) -> float | None:
    written = cells[name].strip()
    found = number(written)
    if found is not None and not (needed and found < 0):
        return found * unit
    if not needed and written.casefold() in NOT_THERE:
        return None
    raise misplaced(line, name, written, f"must be a number of {'seconds' if unit == SECONDS else 'milliseconds'}")


def _bare(text: str, headings: list[str]) -> Iterator[Row]:
    """Rows without any quoting; a tab more than wanted belongs to the text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for line, written in enumerate(lines[1:], 2):
        if written.strip():
            cells = written.split("\t", len(headings) - 1)
            if len(cells) != len(headings):
                raise Unfit(line, written, f"{len(cells)} fields where the headings are {len(headings)}")
            yield Row(line, dict(zip(headings, cells, strict=True)))


def _quoted(text: str, delimiter: str, headings: list[str], *, doubled: bool) -> Iterator[Row]:
    """Rows of a CSV; a quotation mark inside is `doubled`, or has a backslash before it."""
    csv.field_size_limit(MOST_OF_A_CELL)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        doublequote=doubled,
        escapechar=None if doubled else "\\",
        strict=True,
    )
    line = 1
    try:
        for place, cells in enumerate(reader):
            if place and any(cells):
                if len(cells) != len(headings):
                    raise Unfit(line, None, f"{len(cells)} fields where the headings are {len(headings)}")
                yield Row(line, dict(zip(headings, cells, strict=True)))
            line = reader.line_num + 1
    except csv.Error as exc:
        raise Unfit(line, None, f"not a row of a CSV file ({exc})") from exc
