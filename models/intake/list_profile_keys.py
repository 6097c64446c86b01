"""One list of a profile: from the keys of its TOML table to a ListProfile, and back."""

from collections.abc import Mapping
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from models.intake.amounts import Unfit
from models.intake.date_forms import DateForm
from models.intake.lists import Cell, ListKind
from models.intake.profile import ColumnMap, ListProfile, Unit
from models.intake.profile_keys import Keys
from models.intake.readers import FIGURES, UNITS, Sort, calendar_of, readers
from models.intake.table import TableForm

FORM_KEYS = ("encoding", "delimiter", "sheet", "heading_row")
LIST_KEYS = (*FORM_KEYS, "date_forms", "decimal", "time_zone", "separator", "columns")
COLUMN_KEYS = ("heading", "value", "unit", "codes")
LAST_ROW = 1_048_576
"""A spreadsheet has no row beyond this one."""


def list_profile(keys: Keys, kind: ListKind) -> ListProfile:
    """The list's part of a profile; what is at fault is in `keys.faults`."""
    keys.known(LIST_KEYS)
    form = TableForm(
        _encoding(keys),
        _one_character(keys, "delimiter"),
        keys.text("sheet"),
        keys.whole("heading_row", 1, LAST_ROW),
    )
    forms = date_forms(keys, "date_forms")
    decimal = cast(Literal[".", ","], keys.choice("decimal", (".", ","), "a decimal sign") or ".")
    listed = ListProfile(form, {}, forms, decimal, time_zone(keys), _one_character(keys, "separator") or ";")
    columns: dict[str, ColumnMap] = {}
    inner = keys.inner("columns")
    if inner is not None:
        for name in inner.table:
            cell = kind.cell(name)
            if cell is None:
                inner.fault(name, f"is not a column of ours; use {', '.join(one.heading for one in kind.cells)}")
                continue
            told = _column(inner, cell, kind, listed)
            if told is not None:
                columns[name] = told
        _refuse_shared_headings(inner, kind, columns)
    return ListProfile(form, columns, forms, decimal, listed.time_zone, listed.separator)


def list_values(listed: ListProfile) -> dict[str, Any]:
    """The plain values of its TOML table; what is as usual is left out."""
    form = {name: getattr(listed.form, name) for name in FORM_KEYS}
    values: dict[str, Any] = {name: value for name, value in form.items() if value is not None}
    if listed.date_forms:
        values["date_forms"] = list(listed.date_forms)
    usual = ListProfile()
    values |= {
        name: getattr(listed, name)
        for name in ("decimal", "time_zone", "separator")
        if getattr(listed, name) != getattr(usual, name)
    }
    if listed.columns:
        values["columns"] = {name: _column_values(told) for name, told in listed.columns.items()}
    return values


def date_forms(keys: Keys, name: str) -> tuple[str, ...]:
    """A list of forms of dates that can be read."""
    written = keys.texts(name)
    for one in written:
        try:
            DateForm(one)
        except ValueError as exc:
            keys.fault(name, f"{one!r}: {exc}")
            return ()
    return written


def time_zone(keys: Keys) -> str | None:
    """The IANA name of a zone that is known."""
    written = keys.text("time_zone")
    if written is None:
        return None
    try:
        ZoneInfo(written)
    except (ValueError, OSError, LookupError):
        keys.fault("time_zone", 'not a time zone that is known; write it like "Europe/London"')
        return None
    return written


def _encoding(keys: Keys) -> str | None:
    written = keys.text("encoding")
    if written is None:
        return None
    try:
        "a".encode(written)
        return written
    except (LookupError, ValueError):
        pass
    keys.fault("encoding", "not an encoding of text; use utf-8, utf-16 or windows-1252")
    return None


def _one_character(keys: Keys, name: str) -> str | None:
    written = keys.any_text(name)
    if written is not None and (len(written) != 1 or written in '"\r\n\0'):
        keys.fault(name, "must be one character, like ; or \\t")
        return None
    return written


def _column(keys: Keys, cell: Cell, kind: ListKind, listed: ListProfile) -> ColumnMap | None:
    """Where one of our columns comes from; None when it is at fault."""
    name, before = cell.heading, len(keys.faults)
    if isinstance(keys.table[name], str):
        told = ColumnMap(heading=keys.table[name].strip() or None)
        if told.heading is None and cell.needed:
            keys.fault(name, 'is needed; name its heading, or say { value = "" } where it is never held')
        return told
    inner = keys.inner(name)
    if inner is None:
        return None
    inner.known(COLUMN_KEYS)
    heading, value = inner.text("heading"), inner.any_text("value")
    if (heading is None) == (value is None) and len(keys.faults) == before:
        inner.fault("", "must hold heading or value, one of them")
    units = UNITS.get(cell.sort, ())
    unit = None
    if "unit" in inner.table:
        if units:
            chosen = inner.choice("unit", [one.value for one in units], "a unit for this column")
            unit = None if chosen is None else Unit(chosen)
        else:
            inner.fault("unit", "this column is no figure; it has no unit")
    told = ColumnMap(heading.strip() if heading else None, value, unit, inner.mapping("codes"))
    if len(keys.faults) == before:
        _check_codes(inner, cell, told)
        _check_constant(inner, cell, kind, told, listed)
    return told


def _check_codes(keys: Keys, cell: Cell, told: ColumnMap) -> None:
    """What their codes stand for must be codes of ours, where a column has codes."""
    inner = keys.inner("codes")
    if inner is None or cell.sort not in (Sort.CODE, Sort.CODES):
        return
    known = {code.casefold() for code in cell.codes}
    for theirs, ours in told.codes.items():
        if ours and ours.casefold() not in known:
            inner.fault(theirs, f"not a code of ours; use {', '.join(cell.codes)}")


def _check_constant(keys: Keys, cell: Cell, kind: ListKind, told: ColumnMap, listed: ListProfile) -> None:
    if told.value is None:
        return
    if cell.key:
        keys.fault("value", f"every {kind.noun} has its own {cell.heading}; name its heading")
    elif told.value:
        try:
            readers(cell.sort, cell.codes, told, listed, calendar_of(listed)).one(told.value)
        except Unfit as exc:
            keys.fault("value", str(exc))


def _refuse_shared_headings(keys: Keys, kind: ListKind, columns: Mapping[str, ColumnMap]) -> None:
    """One heading may be a key and a reference at once, or a code and a text; never two figures."""
    first: dict[str, str] = {}
    for name, told in columns.items():
        cell = kind.cell(name)
        if told.heading is None or cell is None or cell.sort not in FIGURES:
            continue
        other = first.setdefault(told.heading.casefold(), name)
        if other != name:
            keys.fault(name, f"{told.heading!r} is {other} already; one figure cannot be two")


def _column_values(told: ColumnMap) -> Any:
    if told.is_left_out:
        return ""
    if told.value is None and told.unit is None and not told.codes:
        return told.heading
    values: dict[str, Any] = {}
    if told.heading is not None:
        values["heading"] = told.heading
    if told.value is not None:
        values["value"] = told.value
    if told.unit is not None:
        values["unit"] = told.unit.value
    if told.codes:
        values["codes"] = dict(told.codes)
    return values
