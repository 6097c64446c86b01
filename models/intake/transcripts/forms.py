"""Every form a transcript can have: known by what is inside, never by the file's ending; read into what it tells.

`read_file` is the way in for taking transcripts; `form_of` and `is_transcript` look at a file that was dropped on the
window, and read no more of it than they must.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from models.intake.transcripts import (
    assemblyai,
    aws_transcribe,
    azure,
    call_analytics,
    contract,
    deepgram,
    google,
    marked_text,
    srt,
    tables,
    webvtt,
    whisper,
    whisper_cpp,
)
from models.intake.transcripts.told import Told, Unfit
from models.intake.transcripts.written import decoded, encoding_of

MOST_BYTES = 64 * 1024 * 1024
MOST_VALUES = 3_000_000
"""A document with more values than this would take more memory than a transcript may."""
MOST_LOOKED_AT = 4 * 1024 * 1024
"""A document up to this size is read whole to see what it is; of a larger one, the beginning is looked at."""
HEAD = 65536


class DocumentForm(NamedTuple):
    """A form of JSON: its name, how it is known, how it is read, and a name that stands near its beginning."""

    name: str
    recognises: Callable[[object], bool]
    read: Callable[[Any], Told]
    marks: tuple[bytes, ...]


class TextForm(NamedTuple):
    """A form of text: its name, how it is known, how it is read."""

    name: str
    recognises: Callable[[str], bool]
    read: Callable[[str], Told]


DOCUMENT_FORMS = (
    DocumentForm(contract.FORM, contract.recognises, contract.read, (b'"recording_id"',)),
    DocumentForm(whisper_cpp.FORM, whisper_cpp.recognises, whisper_cpp.read, (b'"transcription"',)),
    DocumentForm(aws_transcribe.FORM, aws_transcribe.recognises, aws_transcribe.read, (b'"transcripts"', b'"jobName"')),
    DocumentForm(call_analytics.FORM, call_analytics.recognises, call_analytics.read, (b'"BeginOffsetMillis"',)),
    DocumentForm(azure.FORM, azure.recognises, azure.read, (b'"combinedRecognizedPhrases"', b'"combinedPhrases"')),
    DocumentForm(google.FORM, google.recognises, google.read, (b'"alternatives"',)),
    DocumentForm(deepgram.FORM, deepgram.recognises, deepgram.read, (b'"model_info"', b'"alternatives"')),
    DocumentForm(assemblyai.FORM, assemblyai.recognises, assemblyai.read, (b'"audio_duration"', b'"audio_url"')),
    DocumentForm(whisper.FORM, whisper.recognises, whisper.read, (b'"segments"', b'"avg_logprob"')),
)
"""In the order they are tried."""
TEXT_FORMS = (
    TextForm(webvtt.FORM, webvtt.recognises, webvtt.read),
    TextForm("table", tables.recognises, tables.read),
    TextForm(srt.FORM, srt.recognises, srt.read),
    TextForm(marked_text.FORM, marked_text.recognises, marked_text.read),
)
"""In the order they are tried; text that none of them knows is read as text with time marks, if it has any."""


def read_file(path: Path) -> Told:
    """What a transcript file tells. Raises Unfit, OSError."""
    if path.stat().st_size > MOST_BYTES:
        raise Unfit(None, None, f"larger than {MOST_BYTES // 2**20} MB")
    raw = path.read_bytes()
    if _is_document(raw) or path.suffix.casefold() == ".json":
        return _read_document(raw)
    written = decoded(raw)
    text = written.text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if not text.strip():
        raise Unfit(None, None, "is empty")
    if text.lstrip()[:1] == "<":
        raise Unfit(None, None, "is XML or HTML, a form that is not taken; save it as WebVTT, SRT or text")
    form = next((form for form in TEXT_FORMS if form.recognises(text)), TEXT_FORMS[-1])
    told = form.read(text)
    told.losses = written.losses + told.losses
    return told


def form_of(path: Path) -> str | None:
    """The name of the form a file has, None when it is no transcript or cannot be read. Looks at little of it."""
    try:
        size = path.stat().st_size
        if not path.is_file() or size > MOST_BYTES:
            return None
        with path.open("rb") as file:
            head = file.read(HEAD)
            if not _is_document(head):
                return _form_of_text(head)
            if size <= MOST_LOOKED_AT:
                return _form_of_document(head + file.read())
    except (OSError, Unfit):
        return None
    return next((form.name for form in DOCUMENT_FORMS if any(mark in head for mark in form.marks)), None)


def is_transcript(path: Path) -> bool:
    """Whether a file is a transcript in a form that is taken."""
    return form_of(path) is not None


def _form_of_text(head: bytes) -> str | None:
    if len(head) == HEAD:
        whole = head.rfind(b"\n")
        head = head[: whole if encoding_of(head) is None else whole // 2 * 2]
    text = decoded(head).text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if text.lstrip()[:1] == "<":
        return None
    form = next((form for form in TEXT_FORMS if form.recognises(text)), None)
    return None if form is None else form.name


def _form_of_document(raw: bytes) -> str | None:
    document = _loaded(raw)
    form = next((form for form in DOCUMENT_FORMS if form.recognises(document)), None)
    return None if form is None else form.name


def _is_document(raw: bytes) -> bool:
    """Whether a file begins as JSON does; "[00:01.000 --> ...]" is text."""
    head = raw[:HEAD]
    encoding = encoding_of(head)
    if encoding is not None:
        head = head.decode(encoding, "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:1] == b"{":
        return not head.startswith(b"{\\rtf")
    return head[:1] == b"[" and head[1:].lstrip()[:1] in (b"{", b"[", b"]", b"")


def _read_document(raw: bytes) -> Told:
    document = _loaded(raw)
    recording_id = document.get("recording_id") if isinstance(document, dict) else None
    if recording_id is not None and not isinstance(recording_id, str):
        raise Unfit("recording_id", recording_id, "must be text")
    form = next((form for form in DOCUMENT_FORMS if form.recognises(document)), None)
    if form is None:
        raise Unfit(None, None, "is no transcript in a form that is known")
    told = form.read(document)
    told.recording_id = recording_id
    return told


def _loaded(raw: bytes) -> object:
    """The document in a file. Raises Unfit, by line where there is one."""
    if raw.count(b",") + raw.count(b"[") + raw.count(b"{") > MOST_VALUES:
        raise Unfit(None, None, f"holds more than {MOST_VALUES:,} values")
    encoding = encoding_of(raw) or "utf-8"
    try:
        return _parsed(raw.decode(encoding))
    except UnicodeDecodeError as exc:
        return _with_split_letters(raw, exc)


def _with_split_letters(raw: bytes, exc: UnicodeDecodeError) -> object:
    """A document of whisper.cpp, which splits letters over its tokens; any other that is no UTF-8 is refused."""
    if exc.encoding == "utf-8":
        try:
            document = _parsed(raw.decode("utf-8", "surrogateescape"))
        except Unfit:
            document = None
        if whisper_cpp.recognises(document):
            return document
        line = raw.count(b"\n", 0, exc.start) + 1
        raise Unfit(line, f"byte 0x{raw[exc.start]:02X}", "not UTF-8") from exc
    raise Unfit(None, None, f"is not {exc.encoding.upper()}, as its first bytes say") from exc


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as exc:
        listed = _lines_of_documents(text) if exc.msg == "Extra data" else None
        if listed is not None:
            return listed
        raise Unfit(exc.lineno, None, f"not JSON ({exc.msg})") from exc
    except (RecursionError, ValueError) as exc:
        raise Unfit(None, None, "not a transcript: nested too deep or a number too long") from exc


def _lines_of_documents(text: str) -> list[object] | None:
    """One document on each line, as segments are often dumped; None when it is not that."""
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None
