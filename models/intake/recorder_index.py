"""What the recorder says about its recordings: an index of all of them, or a document beside each.

Between models.intake.recording_files, which looks the files up, and the list reader: CSV, a spreadsheet, JSON and XML
all become rows of the same list, read by the profile's `lists.index`. One call for several cases, or one that went from
a caseworker to another, has several values in one field: the first is the call's, the others are kept beside it.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from models.errors import Refusal
from models.intake.folder import FoundFile
from models.intake.list_file import ListFile
from models.intake.lists import INDEX
from models.intake.profile import OWN_LIST, ColumnMap, IndexForm, ListProfile
from models.intake.record_documents import RecordTable, json_records, xml_records
from models.intake.table import FileRefused, OpenWorkbook, shown

MOST_FIELDS_SAID = 12
"""Fields of a record that a refusal names."""
SIDECAR_ENDINGS = {"json": ".json", "xml": ".xml"}


class IndexRow(NamedTuple):
    """What a row of the index says of a recording.

    `file` is the index's own name, `named` and `second` what it calls the recording's file and its other leg; `sha256`
    is what it tells of the file, or None; `facts` are columns of the record.
    """

    file: str
    line: int
    recording_id: str
    named: str
    second: str | None
    sha256: str | None
    facts: dict[str, Any]


class IndexReading(NamedTuple):
    """How an index is read: its form, the profile of its columns, and who opens spreadsheets."""

    form: IndexForm = IndexForm()
    listed: ListProfile = OWN_LIST
    workbooks: OpenWorkbook | None = None


def index_rows(
    index: Path,
    reading: IndexReading,
    refused: list[Refusal],
    spoiled: set[str],
    remarks: list[str],
) -> Iterator[IndexRow]:
    """Every row of an index that can be taken; the others are refused and their cells are `spoiled`.

    Raises FileRefused when the index cannot be read as a whole.
    """
    with _opened(index, reading) as listed:
        yield from _rows(listed, reading, refused, spoiled)
        remarks.extend(f"{listed.name}: {remark}" for remark in listed.remarks)


def sidecar_rows(
    files: list[FoundFile], reading: IndexReading, refused: list[Refusal], check: Callable[[], None]
) -> Iterator[tuple[FoundFile, IndexRow | None]]:
    """Each file that has a document beside it (`call.json` or `call.wav.json`), with what that says of it; None where
    the document was refused."""
    ending = SIDECAR_ENDINGS.get(reading.form.kind)
    if ending is None:
        return
    for file in files:
        check()
        document = _beside(file.path, ending)
        if document is None:
            continue
        columns: Mapping[str, ColumnMap] = {**reading.listed.columns, "file": ColumnMap(value=file.path.name)}
        own = reading._replace(listed=replace(reading.listed, columns=columns))
        try:
            with _opened(document, own, one=True) as listed:
                found = next(_rows(listed, own, refused, set()), None)
        except FileRefused as exc:
            refused.append(exc.refusal)
            found = None
        yield file, found


def split_shared(facts: dict[str, Any], separator: str) -> dict[str, Any]:
    """The facts with the first case and the first caseworker of several; the others stand beside, joined by ";"."""
    for name, further in (("case_ref", "further_cases"), ("caseworker_id", "further_caseworkers")):
        if name in facts:
            several = [one.strip() for one in (facts[name] or "").split(separator) if one.strip()]
            several = list(dict.fromkeys(several))
            facts |= {name: several[0] if several else None, further: ";".join(several[1:]) or None}
    return facts


def _opened(index: Path, reading: IndexReading, *, one: bool = False) -> ListFile:
    form, listed = reading.form, reading.listed
    if form.kind == "csv":
        return ListFile(index, INDEX, listed, workbooks=reading.workbooks)
    if form.kind == "json":
        records = json_records(index, form.records, listed.separator)
    else:
        records = xml_records(index, form.records, listed.separator, one=one)
    if not records:
        raise FileRefused(Refusal(shown(index), None, None, None, "names no recording"))
    table = RecordTable(shown(index), records)
    try:
        return ListFile(table, INDEX, listed)
    except FileRefused as exc:
        raise FileRefused(replace(exc.refusal, reason=f"{exc.refusal.reason}; {_what_is_there(table, form)}")) from exc


def _what_is_there(table: RecordTable, form: IndexForm) -> str:
    """What the records hold, for whoever pointed a profile at another place of the document, or at another field."""
    fields = [heading for heading in table.headings if heading]
    place = f"at {form.records!r}" if form.records else "in the document itself"
    said = ", ".join(fields[:MOST_FIELDS_SAID]) + (", ..." if len(fields) > MOST_FIELDS_SAID else "")
    return f"what stands {place} holds {said or 'no fields'}"


def _rows(listed: ListFile, reading: IndexReading, refused: list[Refusal], spoiled: set[str]) -> Iterator[IndexRow]:
    for row in listed.rows(refused, spoiled):
        told = dict(zip(listed.columns, row.values, strict=True))
        recording_id, named = told.pop("recording_id"), told.pop("file")
        second, sha256 = told.pop("second_file", None), told.pop("sha256", None)
        facts = split_shared(told, reading.listed.separator)
        yield IndexRow(listed.name, row.line, recording_id, named, second, sha256, facts)


def _beside(path: Path, ending: str) -> Path | None:
    for document in (path.with_suffix(ending), path.with_name(path.name + ending)):
        if document != path and os.path.isfile(document) and not os.path.islink(document):
            return document
    return None
