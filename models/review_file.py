"""The review as a file: `steercheck.review/1` JSON to a ReviewForm; `models.review_writing` is the way back.

Reading refuses what the contract does not know, each fault by its place (`answers[3].answer`) and value; it looks at
form only. Whether an id exists is the store's to say, whether evidence can be admitted, `models.scoring`'s. Times are
seconds in the file and whole milliseconds inside, half-up.
"""

import json
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

from models.answer_types import Number, Scale, Text, answered, check
from models.errors import InputRefused, Refusal, UnknownId
from models.review import AnswerNote, EvidenceKind, EvidenceNote, ReviewForm, ReviewKind
from models.review_writing import SCHEMA, form_values, line_values, office_time, without_words
from models.scorecard import Prompt, ScorecardDefinition, shipped

__all__ = [
    "SCHEMA",
    "Cards",
    "form_values",
    "line_values",
    "office_time",
    "parse_review",
    "read_review_file",
    "shipped_card",
    "without_words",
]

FORM_KEYS = (
    "schema",
    "review_id",
    "kind",
    "recording_id",
    "sheet_id",
    "caseworker_id",
    "reviewer_id",
    "sample_id",
    "scorecard",
    "policy",
    "whole_call_heard",
    "comment",
    "answers",
)
OUTCOME_KEYS = (
    "state",
    "signed_at",
    "steer",
    "score",
    "critical",
    "kpi_class",
    "heard_share",
    "amends",
    "amend_reason",
)
"""What a line of reviews.jsonl adds. Read back they count for nothing: all of it is worked out anew."""
ANSWER_KEYS = ("prompt", "answer", "comment", "root_causes", "evidence")
EVIDENCE_KEYS = {
    EvidenceKind.SPAN: ("kind", "start", "end"),
    EvidenceKind.WHOLE_CALL: ("kind",),
    EvidenceKind.SHEET: ("kind", "field"),
}
LARGEST_BYTES = 16 * 1024 * 1024
LONGEST_S = 7 * 24 * 3600
"""No recording is longer; a greater time is a slip, and would not fit into the database."""

FIRST_CARD = "arrears-call/1"
"""What a file is about that names no scorecard, where nobody says what is in use."""

Cards = Callable[[str], ScorecardDefinition]


def shipped_card(scorecard_id: str) -> ScorecardDefinition:
    """A scorecard that comes with the program. Raises UnknownId."""
    try:
        return shipped()[scorecard_id]
    except KeyError as exc:
        raise UnknownId("scorecard", scorecard_id) from exc


def read_review_file(path: Path, card: Cards = shipped_card, current: str = FIRST_CARD) -> ReviewForm:
    """The form in a file. `card` finds its scorecard, `current` is the one of a file that names none. A form without a
    reviewer has the empty reviewer_id.

    Raises InputRefused; `details` are Refusals, one a fault.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as exc:
        raise _refused([Refusal(str(path), None, None, None, f"cannot be read: {exc.strerror}")]) from exc
    if len(content) > LARGEST_BYTES:
        raise _refused([Refusal(str(path), None, None, None, "is far too large for the answers of one review")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        raise _refused([Refusal(str(path), line, None, None, "is not UTF-8 text")]) from exc
    return parse_review(text, str(path), card, current)


def parse_review(text: str, file: str, card: Cards = shipped_card, current: str = FIRST_CARD) -> ReviewForm:
    """The form in a JSON text; `file` is what it is called in refusals. Raises InputRefused."""
    reader = _Reader(file, card, current)
    document = reader.document(text)
    form = None if document is None else reader.form(document)
    if form is None or reader.faults:
        raise _refused(reader.faults)
    return form


def _refused(faults: list[Refusal]) -> InputRefused:
    first = faults[0]
    more = f" ({len(faults)} faults in all)" if len(faults) > 1 else ""
    return InputRefused(f"The answers were not taken: {first}{more}. Nothing was changed.", faults)


class _Place(NamedTuple):
    """An object of the document and where it stands."""

    values: Mapping[str, Any]
    at: str

    def key(self, name: str) -> str:
        return f"{self.at}.{name}" if self.at else name


class _NotJson(ValueError):
    """Something Python's reader lets through and JSON does not know."""


class _Reader:
    """One reading of one document; collects every fault instead of stopping at the first."""

    def __init__(self, file: str, card: Cards, current: str) -> None:
        self._file = file
        self._current = current
        self._find_card = card
        self.faults: list[Refusal] = []

    def document(self, text: str) -> Mapping[str, Any] | None:
        try:
            values = json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once)
        except json.JSONDecodeError as exc:
            self._fault(None, None, f"is not JSON: {exc.msg}, column {exc.colno}", line=exc.lineno)
            return None
        except RecursionError:
            self._fault(None, None, "is nested too deep")
            return None
        except _NotJson as exc:
            self._fault(None, None, str(exc))
            return None
        except ValueError:
            self._fault(None, None, "holds a number that is far too long")
            return None
        if not isinstance(values, dict):
            self._fault(None, None, "must be one JSON object")
            return None
        return values

    def form(self, document: Mapping[str, Any]) -> ReviewForm:
        place = _Place(document, "")
        self._known(place, (*FORM_KEYS, *OUTCOME_KEYS))
        if document.get("schema") != SCHEMA:
            self._fault("schema", document.get("schema"), f'must be "{SCHEMA}"')
        scorecard = self._text(place, "scorecard", self._current)
        return ReviewForm(
            recording_id=self._id(place, "recording_id"),
            sheet_id=self._id(place, "sheet_id"),
            caseworker_id=self._id(place, "caseworker_id"),
            reviewer_id=self._id(place, "reviewer_id") or "",
            scorecard=scorecard,
            kind=self._choice(place, "kind", ReviewKind, ReviewKind.PRIMARY),
            answers=self._answers(place, scorecard),
            whole_call_heard=self._flag(place, "whole_call_heard"),
            comment=self._text(place, "comment", ""),
            sample_id=self._id(place, "sample_id"),
            policy=self._id(place, "policy"),
            review_id=self._id(place, "review_id"),
        )

    def _answers(self, place: _Place, scorecard: str) -> tuple[AnswerNote, ...]:
        try:
            card = self._find_card(scorecard)
        except UnknownId:
            self._fault("scorecard", scorecard, "no scorecard has this id")
            card = None
        notes: dict[str, AnswerNote] = {}
        for inner in self._objects(place, "answers", needed=True):
            note = self._answer(inner, card)
            if note is None:
                continue
            if note.prompt in notes:
                self._fault(inner.key("prompt"), note.prompt, "is answered twice")
            notes[note.prompt] = note
        return tuple(note for note in notes.values() if not note.blank)

    def _answer(self, place: _Place, card: ScorecardDefinition | None) -> AnswerNote | None:
        self._known(place, ANSWER_KEYS)
        if "prompt" not in place.values or "answer" not in place.values:
            absent = "answer" if "prompt" in place.values else "prompt"
            self._fault(place.key(absent), None, "is missing")
            return None
        name = self._text(place, "prompt", "")
        prompt = None if card is None else next((found for found in card.prompts if found.id == name), None)
        if card is not None and prompt is None:
            self._fault(place.key("prompt"), name, f"is no prompt of {card.id}")
            return None
        causes = self._causes(place, () if prompt is None else prompt.root_causes)
        pieces = tuple(
            piece for inner in self._objects(place, "evidence") if (piece := self._evidence(inner)) is not None
        )
        note = AnswerNote(name, None, self._text(place, "comment", ""), causes, pieces)
        return note if prompt is None else self._with_answer(place, prompt, note)

    def _with_answer(self, place: _Place, prompt: Prompt, note: AnswerNote) -> AnswerNote:
        """The note with its answer: Y, N, NA, CT, else what was picked or typed; a number may stand without quotes."""
        given, key = place.values["answer"], place.key("answer")
        bare = isinstance(given, int | Decimal) and not isinstance(given, bool)
        if isinstance(prompt.answer, Scale | Number) and bare:
            given = f"{given:f}" if isinstance(given, Decimal) else str(given)
        if given is not None and not isinstance(given, str):
            offered = "must be text" if isinstance(prompt.answer, Text) else check(prompt, "")
            self._fault(key, given, offered or "must be text")
            return note
        reason = check(prompt, given)
        if reason is not None:
            self._fault(key, given, reason)
            return note
        return answered(prompt, note, given)

    def _causes(self, place: _Place, offered: tuple[str, ...]) -> tuple[str, ...]:
        written = place.values.get("root_causes", [])
        key = place.key("root_causes")
        if not isinstance(written, list) or not all(isinstance(cause, str) for cause in written):
            self._fault(key, written, "must be a list of texts")
            return ()
        for number, cause in enumerate(written):
            self._sound(f"{key}[{number}]", cause)
            if offered and cause not in offered:
                self._fault(f"{key}[{number}]", cause, "is none of this prompt's: " + ", ".join(offered))
        return tuple(written)

    def _evidence(self, place: _Place) -> EvidenceNote | None:
        kind = self._choice(place, "kind", EvidenceKind, None)
        if kind is None:
            return None
        self._known(place, EVIDENCE_KEYS[kind])
        if kind is EvidenceKind.SPAN:
            return EvidenceNote(kind, self._time(place, "start"), self._time(place, "end"))
        if kind is EvidenceKind.SHEET:
            if "field" not in place.values:
                self._fault(place.key("field"), None, "is missing")
            return EvidenceNote(kind, field=self._text(place, "field", ""))
        return EvidenceNote(kind)

    def _time(self, place: _Place, name: str) -> int | None:
        """Seconds as whole milliseconds, half-up."""
        written: object = place.values.get(name)
        if isinstance(written, bool) or not isinstance(written, int | Decimal):
            self._fault(place.key(name), written, "must be a number of seconds")
            return None
        if not -LONGEST_S <= written <= LONGEST_S:
            self._fault(place.key(name), written, "lies beyond any recording")
            return None
        return int((Decimal(written) * 1000).quantize(Decimal(1), ROUND_HALF_UP))

    def _choice(self, place: _Place, name: str, kind: Any, instead: Any) -> Any:
        if name not in place.values and instead is not None:
            return instead
        written = place.values.get(name)
        allowed = [member.value for member in kind]
        if not isinstance(written, str) or written not in allowed:
            self._fault(place.key(name), written, "must be one of " + ", ".join(allowed))
            return instead
        return kind(written)

    def _flag(self, place: _Place, name: str) -> bool:
        written = place.values.get(name, False)
        if not isinstance(written, bool):
            self._fault(place.key(name), written, "must be true or false")
            return False
        return written

    def _id(self, place: _Place, name: str) -> str | None:
        if place.values.get(name) is None:
            return None
        written = self._text(place, name, "")
        if not written.strip() and isinstance(place.values[name], str):
            self._fault(place.key(name), written, "must be an id or null")
        return written

    def _text(self, place: _Place, name: str, instead: str) -> str:
        written = place.values.get(name, instead)
        if not isinstance(written, str):
            self._fault(place.key(name), written, "must be text")
            return instead
        self._sound(place.key(name), written)
        return written

    def _sound(self, key: str, text: str) -> None:
        """Text that no file and no database could hold is refused: half a character pair, or a NUL."""
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            self._fault(key, text, "holds a character that is none")

    def _objects(self, place: _Place, name: str, *, needed: bool = False) -> list[_Place]:
        if name not in place.values and needed:
            self._fault(place.key(name), None, "is missing")
        written = place.values.get(name, [])
        if not isinstance(written, list):
            self._fault(place.key(name), written, "must be a list")
            return []
        found = []
        for number, values in enumerate(written):
            at = f"{place.key(name)}[{number}]"
            if isinstance(values, dict):
                found.append(_Place(values, at))
            else:
                self._fault(at, values, "must be an object")
        return found

    def _known(self, place: _Place, keys: tuple[str, ...]) -> None:
        for name in place.values:
            if name not in keys:
                self._fault(place.key(name), None, "is not a key of this form")

    def _fault(self, column: str | None, value: object, reason: str, line: int | None = None) -> None:
        self.faults.append(Refusal(self._file, line, _printable(column), _printable(_shown(value)), reason))


def _shown(value: object) -> str | None:
    """A refused value for people; of a list or an object only that it is one."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def _printable(text: str | None) -> str | None:
    """The text with what no file could hold written as an escape."""
    return None if text is None else text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")


def _no_constant(word: str) -> None:
    raise _NotJson(f"{word} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in values:
            raise _NotJson(f"the key {key!r} stands twice in one object")
        values[key] = value
    return values
