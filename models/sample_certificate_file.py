"""Reading a certificate back from its file: strict in its form, each fault refused by its key (`strata[2].weight`).

Whether what it says is true is another matter: `models.sample_redraw`. Taken are the certificate alone, and the whole
document that `steercheck --json sample` printed.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from models.errors import InputRefused, Refusal
from models.sample_certificate import SCHEMA, Certificate, Exclusion, Filters, Frame, Replacement
from models.sampling import ALGORITHM, Draw, Stratum, is_utf8, seed_fault

LARGEST_BYTES = 64 * 1024 * 1024
LARGEST_NUMBER = 10**9
_HASH = re.compile(r"[0-9a-f]{64}")
_WEIGHT = re.compile(r"[0-9]{1,12}\.[0-9]{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Some = TypeVar("Some")


@dataclass(frozen=True)
class CertificateFile:
    """A certificate as a file holds it, with the id its sample has where it was drawn, if the file says so."""

    sample_id: str | None
    certificate: Certificate


def read_certificate(path: Path) -> CertificateFile:
    """The certificate in a file: alone, or within what `steercheck --json sample` printed. Raises InputRefused;
    `details` are Refusals, one a fault, by key."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as exc:
        raise _refused([Refusal(str(path), None, None, None, f"cannot be read: {exc.strerror}")]) from exc
    if len(content) > LARGEST_BYTES:
        raise _refused([Refusal(str(path), None, None, None, "is far too large for a certificate")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise _refused([Refusal(str(path), None, None, None, "is not UTF-8 text")]) from exc
    return parse_certificate(text, str(path))


def parse_certificate(text: str, file: str) -> CertificateFile:
    """The certificate in a JSON text; `file` is what it is called in refusals. Raises InputRefused."""
    try:
        values = json.loads(text, object_pairs_hook=_each_key_once)
    except _KeyTwice as exc:
        raise _refused([Refusal(file, None, str(exc), None, "stands there twice")]) from exc
    except json.JSONDecodeError as exc:
        raise _refused([Refusal(file, exc.lineno, None, None, f"is not JSON: {exc.msg}")]) from exc
    except (RecursionError, ValueError) as exc:
        raise _refused([Refusal(file, None, None, None, "is not JSON a certificate could be")]) from exc
    return certificate_file(values, file)


def certificate_file(values: object, file: str) -> CertificateFile:
    """The same of plain values. Raises InputRefused."""
    faults: list[Refusal] = []
    sample_id, at = None, ""
    whole = _Place(file, "", faults, values if isinstance(values, dict) else None)
    if isinstance(values, dict) and "certificate" in values:
        sample_id, at = whole.take("sample_id", _text_or_none), "certificate"
        values = values["certificate"]
    place = _Place(file, at, faults, values if isinstance(values, dict) else None)
    if place.values is None:
        faults.append(Refusal(file, None, at or None, None, "is not an object of a certificate's keys"))
        raise _refused(faults)
    certificate = _certificate(place)
    if faults or certificate is None:
        raise _refused(faults)
    return CertificateFile(sample_id, certificate)


def _refused(faults: list[Refusal]) -> InputRefused:
    more = f" ({len(faults)} faults in all)" if len(faults) > 1 else ""
    return InputRefused(f"The certificate cannot be read: {faults[0]}{more}.", faults)


class _KeyTwice(ValueError):
    """A key that stands twice in one object: two readers could take different values for it."""


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _KeyTwice(key)
        found[key] = value
    return found


class _Refused(ValueError):
    """A value that cannot stand where it does; the words are the reason, a clause."""


@dataclass
class _Place:
    """An object of the document: where it stands, and the faults found so far."""

    file: str
    at: str
    faults: list[Refusal]
    values: Mapping[str, Any] | None
    _taken: set[str] = field(default_factory=set)

    def key(self, name: str) -> str:
        return f"{self.at}.{name}" if self.at else name

    def fault(self, name: str, value: object, reason: str) -> None:
        shown = value if isinstance(value, str) or value is None else json.dumps(value, ensure_ascii=False)[:200]
        self.faults.append(Refusal(self.file, None, self.key(name), shown, reason))

    def take(self, name: str, read: Callable[[Any], Some], *, optional: bool = False) -> Some | None:
        """The value under a key as `read` makes it; None and a fault where that refuses it or the key is missing."""
        self._taken.add(name)
        if self.values is None:  # that it is no object was said already
            return None
        if name not in self.values:
            if not optional:
                self.fault(name, None, "is missing")
            return None
        try:
            return read(self.values[name])
        except _Refused as exc:
            self.fault(name, self.values[name], str(exc))
            return None

    def inner(self, name: str) -> "_Place":
        """The object under a key."""
        found = self.take(name, _object)
        return _Place(self.file, self.key(name), self.faults, found)

    def each(self, name: str) -> list["_Place"]:
        """The objects in the list under a key."""
        places = []
        for number, value in enumerate(self.take(name, _list) or ()):
            at = f"{self.key(name)}[{number}]"
            if not isinstance(value, dict):
                self.faults.append(Refusal(self.file, None, at, None, "is not an object"))
                continue
            places.append(_Place(self.file, at, self.faults, value))
        return places

    def no_more(self) -> None:
        """Every other key is one the contract does not know."""
        for name in self.values or ():
            if name not in self._taken:
                self.fault(name, None, "is not a key of a certificate")


def _certificate(place: _Place) -> Certificate | None:
    """The certificate, or None once there are faults; every key is looked at before that is asked."""
    place.take("schema", _exactly(SCHEMA))
    place.take("algorithm", _exactly(ALGORITHM))
    seed = place.take("seed", _seed)
    drawn_at, drawn_by = place.take("drawn_at", _moment), place.take("drawn_by", _text)
    frame = _frame(place.inner("frame"))
    excluded = [_exclusion(each) for each in place.each("excluded")]
    earlier = place.take("earlier_draws_on_this_period", _texts)
    strata = [_stratum(each) for each in place.each("strata")]
    draws = [_draw(each) for each in place.each("draws")]
    replacements = [_replacement(each) for each in place.each("replacements")]
    place.no_more()
    if place.faults:
        return None
    assert seed is not None
    assert drawn_at is not None
    assert drawn_by is not None
    assert earlier is not None
    assert frame is not None
    return Certificate(
        seed,
        drawn_at,
        drawn_by,
        frame,
        tuple(each for each in excluded if each is not None),
        earlier,
        tuple(each for each in strata if each is not None),
        tuple(each for each in draws if each is not None),
        tuple(each for each in replacements if each is not None),
    )


def _frame(place: _Place) -> Frame | None:
    first, last = place.take("from", _day), place.take("to", _day)
    if first is not None and last is not None and first > last:
        place.fault("to", last.isoformat(), f"lies before {first.isoformat()}")
    inner = place.inner("filters")
    told = {name: inner.take(name, _text, optional=True) for name in ("team", "scheme", "method", "verdict")}
    filters = Filters(**told, min_seconds=inner.take("min_seconds", _number, optional=True))
    inner.no_more()
    size, sha256 = place.take("size", _number), place.take("sha256", _matching(_HASH, "64 hexadecimal digits"))
    place.no_more()
    if first is None or last is None or size is None or sha256 is None:
        return None
    return Frame(first, last, filters, size, sha256)


def _exclusion(place: _Place) -> Exclusion | None:
    recording_id, reason = place.take("recording_id", _text), place.take("reason", _text)
    place.no_more()
    return None if recording_id is None or reason is None else Exclusion(recording_id, reason)


def _stratum(place: _Place) -> Stratum | None:
    caseworker = place.take("caseworker_id", _text_or_none)
    frame, wanted, drawn = (place.take(name, _number) for name in ("frame", "wanted", "drawn"))
    weight = place.take("weight", _weight)
    place.no_more()
    if frame is None or wanted is None or drawn is None:
        return None
    return Stratum(caseworker, frame, wanted, drawn, weight)


def _draw(place: _Place) -> Draw | None:
    position, caseworker = place.take("position", _number), place.take("caseworker_id", _text_or_none)
    recording_id, sheet_id = place.take("recording_id", _text), place.take("sheet_id", _text)
    place.no_more()
    if position is None or recording_id is None or sheet_id is None:
        return None
    return Draw(position, recording_id, sheet_id, caseworker)


def _replacement(place: _Place) -> Replacement | None:
    position, recording_id = place.take("position", _number), place.take("recording_id", _text)
    replaced_by, sheet_id = place.take("replaced_by", _text_or_none), place.take("sheet_id", _text_or_none)
    reason, by, at = place.take("reason", _text), place.take("by", _text), place.take("at", _moment)
    place.no_more()
    if position is None or recording_id is None or reason is None or by is None or at is None:
        return None
    return Replacement(position, recording_id, replaced_by, sheet_id, reason, by, at)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise _Refused("is not a text")
    if not is_utf8(value):
        raise _Refused("holds a character that is none")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each and is_utf8(each) for each in value):
        raise _Refused("is not a list of texts")
    return tuple(value)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _Refused("is not a list")
    return value


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _Refused("is not an object")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_NUMBER:
        raise _Refused("is not a whole number of 0 or more")
    return value


def _seed(value: object) -> str:
    seed = _text(value)
    fault = seed_fault(seed)
    if fault is not None:
        raise _Refused(fault)
    return seed


def _weight(value: object) -> str | None:
    return None if value is None else _matching(_WEIGHT, "a number with four decimals")(value)


def _day(value: object) -> date:
    text = _matching(_DAY, "a date as YYYY-MM-DD")(value)
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise _Refused("is not a date as YYYY-MM-DD") from exc


def _moment(value: object) -> datetime:
    text = _text(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as exc:
        raise _Refused("is not a time in ISO 8601") from exc
    if moment.tzinfo is None:
        raise _Refused("is a time without its offset from UTC")
    return moment


def _exactly(wanted: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value != wanted:
            raise _Refused(f"is not {wanted}, the only one this program knows")
        return wanted

    return read


def _matching(form: re.Pattern[str], words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or form.fullmatch(value) is None:
            raise _Refused(f"is not {words}")
        return value

    return read
