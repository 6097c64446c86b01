"""The reply of a caseworker as a small form file: `steercheck.reply/1`, TOML that a person fills in with any editor.

It goes out blank beside the feedback document (`blank_reply`) and comes back by `steercheck reply` or the Reviews page
(`read_reply`). Every fault is named by file, line, key and value; reading looks at form only. Whether the review is
known, released and still open to a dispute is the store's to say (`models.store.review_life`).

    schema = "steercheck.reply/1"
    review_id = "0190..."
    caseworker_id = "CW014"
    day = 2009-10-12
    answer = "disputed"          # or "acknowledged"
    comment = ""
    [[dispute]]
    prompt = "LUMP_SOUGHT"
    comment = "The lump sum is asked for at 0:41."
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unicodedata import category

from models.errors import InputRefused, Refusal
from models.review_life import DisputeNote, Reply, ReplyAnswer, day_in_words
from models.toml_lines import key_lines, line_of, toml_values

SCHEMA = "steercheck.reply/1"
KEYS = ("schema", "review_id", "caseworker_id", "day", "answer", "comment", "dispute")
DISPUTE_KEYS = ("prompt", "comment")
LARGEST_BYTES = 256 * 1024
LONGEST_COMMENT = 4000
LONGEST_ID = 100
MOST_DISPUTES = 200
NOT_SHOWN = frozenset({"Cc", "Cn", "Cs"})
"""Kinds of characters that no comment holds: controls, and what is none. A no-break space or a soft hyphen, as word
processors write them, is taken."""
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They let a text read otherwise than it stands."""
LINES = dict.fromkeys(map(ord, "\n\t"))
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class ReplyForm:
    """What a form file says: whose reply (None where it is left open) to which review."""

    review_id: str
    caseworker_id: str | None
    reply: Reply


@dataclass(frozen=True)
class AskedPrompt:
    """A prompt as the blank form offers it for a dispute: its text, and how it was answered, in words."""

    id: str
    text: str
    answer: str


def read_reply(path: Path) -> ReplyForm:
    """The reply in a file. Raises InputRefused; `details` are Refusals, one a fault."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as exc:
        raise _refused([Refusal(str(path), None, None, None, f"cannot be read: {exc.strerror}")]) from exc
    if len(content) > LARGEST_BYTES:
        raise _refused([Refusal(str(path), None, None, None, "is far too large for the reply to one review")])
    try:
        return parse_reply(content.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        raise _refused([Refusal(str(path), line, None, None, "is not UTF-8 text")]) from exc


def parse_reply(text: str, file: str) -> ReplyForm:
    """The reply in a TOML text; `file` is what it is called in refusals. Raises InputRefused."""
    text = text.replace("\r\n", "\n")
    try:
        values = toml_values(text)
    except ValueError as exc:
        found = re.search(r"\(at line ([0-9]+)", str(exc))
        line = int(found[1]) if found else None
        raise _refused([Refusal(file, line, None, None, f"is not TOML: {exc}")]) from exc
    reader = _Reader(file, key_lines(text))
    form = reader.form(values)
    if form is None or reader.faults:
        raise _refused(reader.faults)
    return form


def blank_reply(
    review_id: str, caseworker_id: str | None, reply_by: date | None, prompts: Sequence[AskedPrompt]
) -> str:
    """The form to be filled in: every prompt stands there as a dispute that is commented out."""
    last = "" if reply_by is None else f" A prompt can be disputed until {day_in_words(reply_by)}."
    head = (
        "# Reply to the review of a call or guide sheet. Fill it in, save it, and hand it back to your team leader.\n"
        f"#{last} Each prompt can be disputed once.\n\n"
        f"schema = {_quoted(SCHEMA)}\n"
        f"review_id = {_quoted(review_id)}\n"
        f"caseworker_id = {_quoted(caseworker_id or '')}\n\n"
        "# The day of your reply, as 2009-10-12; left empty it is the day on which the reply is recorded.\n"
        'day = ""\n\n'
        '# Write "acknowledged" or "disputed" between the quotes.\n'
        'answer = ""\n\n'
        "# What you wish to say, if you acknowledge it.\n"
        'comment = ""\n\n'
        "# To dispute a prompt, take the # away at the beginning of its three lines and write why between the quotes.\n"
    )
    return head + "".join(
        f"\n# {_one_line(prompt.text)} Answered: {_one_line(prompt.answer)}.\n"
        f'#[[dispute]]\n#prompt = {_quoted(prompt.id)}\n#comment = ""\n'
        for prompt in prompts
    )


class _Reader:
    """One reading of one file; collects every fault in `faults` instead of stopping at the first."""

    def __init__(self, file: str, lines: Mapping[str, int]) -> None:
        self._file = file
        self._lines = lines
        self.faults: list[Refusal] = []

    def form(self, values: Mapping[str, Any]) -> ReplyForm | None:
        """The whole form; None when something that must be there is not."""
        self._known(values, "", KEYS)
        if values.get("schema") != SCHEMA:
            self._fault("schema", values.get("schema"), f"must be {SCHEMA!r}")
            return None
        review_id = self._text(values, "review_id", LONGEST_ID)
        if not review_id:
            self._fault("review_id", values.get("review_id"), "must name the review")
        caseworker_id = self._text(values, "caseworker_id", LONGEST_ID) or None
        day = self._day(values)
        answer = self._answer(values)
        comment = self._text(values, "comment", LONGEST_COMMENT)
        disputes = self._disputes(values)
        if answer is ReplyAnswer.ACKNOWLEDGED and values.get("dispute"):
            self._fault("answer", answer.value, 'prompts are disputed below it: write "disputed", or take them out')
        if answer is ReplyAnswer.DISPUTED and not values.get("dispute"):
            self._fault("answer", answer.value, "no prompt is disputed below it: a dispute names the prompts")
        if answer is None or self.faults:
            return None
        return ReplyForm(review_id, caseworker_id, Reply(answer, comment, disputes, day))

    def _answer(self, values: Mapping[str, Any]) -> ReplyAnswer | None:
        written = values.get("answer")
        choices = " or ".join(f'"{answer}"' for answer in ReplyAnswer)
        if isinstance(written, str) and written.strip() in {answer.value for answer in ReplyAnswer}:
            return ReplyAnswer(written.strip())
        self._fault("answer", written, f"must be {choices}")
        return None

    def _day(self, values: Mapping[str, Any]) -> date | None:
        written = values.get("day", "")
        if isinstance(written, str) and not written.strip():
            return None
        if isinstance(written, date) and not isinstance(written, datetime):
            return written
        if isinstance(written, str) and _DAY.fullmatch(written.strip()):
            try:
                return date.fromisoformat(written.strip())
            except ValueError:
                pass
        self._fault("day", written, "must be a day as 2009-10-12")
        return None

    def _disputes(self, values: Mapping[str, Any]) -> tuple[DisputeNote, ...]:
        tables = values.get("dispute", [])
        if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
            self._fault("dispute", tables, "must be written as [[dispute]] with a prompt and a comment")
            return ()
        if len(tables) > MOST_DISPUTES:
            self._fault("dispute", len(tables), "are far more prompts than a scorecard has")
            return ()
        found: dict[str, DisputeNote] = {}
        for number, table in enumerate(tables, 1):
            at = f"dispute[{number}]"
            self._known(table, f"{at}.", DISPUTE_KEYS)
            prompt = self._text(table, "prompt", LONGEST_ID, at)
            comment = self._text(table, "comment", LONGEST_COMMENT, at)
            if not prompt:
                self._fault(f"{at}.prompt", table.get("prompt"), "must name the prompt")
            elif prompt in found:
                self._fault(f"{at}.prompt", prompt, "is disputed twice in this file")
            if not comment:
                self._fault(f"{at}.comment", table.get("comment"), "must say why")
            found[prompt] = DisputeNote(prompt, comment)
        return tuple(found.values())

    def _text(self, table: Mapping[str, Any], name: str, longest: int, at: str = "") -> str:
        key, written = f"{at}.{name}" if at else name, table.get(name, "")
        if not isinstance(written, str):
            self._fault(key, written, "must be text between quotes")
            return ""
        if len(written) > longest:
            self._fault(key, written, f"is longer than {longest:,} characters")
        elif any(category(letter) in NOT_SHOWN or letter in TURNING for letter in written.translate(LINES)):
            self._fault(key, written, "holds signs that cannot be shown")
        return written.strip()

    def _known(self, table: Mapping[str, Any], at: str, keys: Sequence[str]) -> None:
        for name in table:
            if name not in keys:
                self._fault(f"{at}{name}", table[name], "is not a key of a reply")

    def _fault(self, key: str, value: object, reason: str) -> None:
        line = line_of(self._lines, key)
        self.faults.append(Refusal(self._file, line, key, None if value is None else str(value), reason))


def _refused(faults: list[Refusal]) -> InputRefused:
    more = f" ({len(faults)} faults in all)" if len(faults) > 1 else ""
    return InputRefused(f"The reply was not taken: {faults[0]}{more}. Nothing was changed.", faults)


def _quoted(text: str) -> str:
    """A text as TOML writes it; JSON writes every text in a way that TOML reads, but for the one sign it leaves out."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    """A text that stays in its comment whatever it holds."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
