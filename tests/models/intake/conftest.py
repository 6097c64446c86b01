"""Intake without sound: a probe that knows what it is told, and lists written from rows."""

import csv
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlmodel import SQLModel, select

from models.errors import RecordingUnreadable
from models.intake.profile import Profile
from models.intake.request import ImportReport, ImportRequest
from models.intake.take_in import take_in
from models.sound_source import SoundSource
from models.store import Store

SHEET = {
    "sheet_id": "PAG-1",
    "case_ref": "C-1",
    "scheme": "CS2",
    "caseworker_id": "CW1",
    "decision_date": "2009-09-14",
    "arrears": "5000.00",
    "net_income_weekly": "400.00",
    "regular_maintenance_weekly": "60.00",
    "lump_sum": "500.00",
    "instalment": "60.00",
    "frequency": "W",
    "method_agreed": "direct_debit",
    "methods_offered": "direct_debit;standing_order",
    "label": "Agreement",
    "employed": "Y",
    "recording_ref": "VR-1",
}
"""A guide sheet that can be taken."""


@dataclass(frozen=True)
class Facts:
    """What the fake probe tells."""

    codec: str = "pcm_mulaw"
    rate_hz: int = 8000
    channels: int = 2
    file_channels: int = 2
    duration_ms: int = 60_000
    truncated: bool = False
    note: str = ""


@dataclass
class FakeProbe:
    """Decodes nothing: whatever begins with "sound" is a recording. `asked` are the files it was shown, `sources`
    how it was to read them."""

    facts: Facts = Facts()
    asked: list[str] = field(default_factory=list)
    sources: list[SoundSource] = field(default_factory=list)

    def __call__(self, source: SoundSource) -> Facts:
        self.asked.append(source.path.name)
        self.sources.append(source)
        for path in (source.path, source.second_path):
            if path is not None and not path.read_bytes().startswith(b"sound"):
                raise RecordingUnreadable(path, "it holds no sound")
        return self.facts


@pytest.fixture
def probe() -> FakeProbe:
    return FakeProbe()


@pytest.fixture
def taken(store: Store, probe: FakeProbe) -> Callable[..., ImportReport]:
    """Take in what is named: `taken(sheets=path)`, `taken(recordings=folder, profile=profile)`."""

    def take(*, dry_run: bool = False, profile: Profile | None = None, **parts: Path) -> ImportReport:
        request = ImportRequest(dry_run=dry_run, profile=profile, **parts)
        return take_in(store, request, probe, lambda _fraction, _text: None, lambda: None)

    return take


@pytest.fixture
def listed(tmp_path: Path) -> Callable[..., Path]:
    """Write rows (mappings) as a CSV file: `listed("sheets.csv", rows)`; the first row's keys are the headings."""

    def write(name: str, rows: Sequence[Mapping[str, str]], headings: Sequence[str] | None = None) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, headings or list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def sheet() -> Callable[..., dict[str, str]]:
    """A good guide sheet with some cells changed: `sheet(arrears="1.234")`."""
    return lambda **cells: SHEET | cells


@pytest.fixture
def calls(tmp_path: Path) -> Callable[..., Path]:
    """A folder of recordings: `calls({"a.wav": b"sound a"})`."""

    def write(files: Mapping[str, bytes], folder: str = "calls") -> Path:
        place = tmp_path / folder
        for name, content in files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        place.mkdir(exist_ok=True)
        return place

    return write


@pytest.fixture
def held(store: Store) -> Callable[[type[SQLModel]], list[SQLModel]]:
    """Every record of a kind, in order of creation."""

    def read(record: type[SQLModel]) -> list[SQLModel]:
        with store.database.session() as session:
            return list(session.exec(select(record).order_by(record.id)).all())  # type: ignore[attr-defined]

    return read


@pytest.fixture
def sha() -> Callable[[bytes], str]:
    return lambda content: hashlib.sha256(content).hexdigest()
