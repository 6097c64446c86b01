"""Import profiles: how another department's lists, recorder and transcripts are mapped onto ours.

A profile is a TOML file (`models.intake.profile_file` reads and writes it, `models.intake.profile_folders` finds it
by name). Intake asks it for the headings, codes, units and date forms of a list; the mapping dialog builds one.
These are the values only: frozen, comparable, without a database or a file behind them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

from models.intake.table import TableForm
from models.sound_source import RawForm
from models.transcript import Speaker

KINDS = ("sheets", "tasks", "views", "staff", "index", "collections")
"""The lists a profile can map; "index" is the recorder's list of recordings, whatever form it has."""


class Unit(StrEnum):
    """What a figure is written in. Money is kept in pence, a figure by the week as its weekly amount, a length in ms.

    A period is turned into weeks exactly, then rounded half-up to the penny: a month x 12/52, a year / 52, four weeks
    / 4, a fortnight / 2 (domain notes, section 2).
    """

    POUNDS = "pounds"
    PENCE = "pence"
    POUNDS_A_FORTNIGHT = "pounds_a_fortnight"
    POUNDS_FOUR_WEEKLY = "pounds_four_weekly"
    POUNDS_A_MONTH = "pounds_a_month"
    POUNDS_A_YEAR = "pounds_a_year"
    PENCE_A_FORTNIGHT = "pence_a_fortnight"
    PENCE_FOUR_WEEKLY = "pence_four_weekly"
    PENCE_A_MONTH = "pence_a_month"
    PENCE_A_YEAR = "pence_a_year"
    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"
    MINUTES = "minutes"
    CLOCK = "clock"

    @property
    def in_words(self) -> str:
        """ "pounds a month", for people; a length as a clock shows it is "h:mm:ss"."""
        return "h:mm:ss" if self is Unit.CLOCK else self.value.replace("_", " ")


@dataclass(frozen=True)
class ColumnMap:
    """Where one of our columns comes from: a heading of theirs, or a constant `value` for every row.

    Both None: this column is not taken, even where the list has our own heading. `codes`: their cell -> what we read
    instead of it ("" is "not held"); `unit` None: pounds, or seconds, as in our own lists.
    """

    heading: str | None = None
    value: str | None = None
    unit: Unit | None = None
    codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_left_out(self) -> bool:
        return self.heading is None and self.value is None


@dataclass(frozen=True)
class ListProfile:
    """How one kind of list is read. A column that is not in `columns` is looked for under our own heading.

    `date_forms`: forms beside ISO 8601, in the percent codes of `models.intake.date_forms` ("%d/%m/%Y %H:%M"), tried in
    this order. `decimal` "," turns the roles of comma and point round. `time_zone`: the zone (IANA name) of times
    written without an offset. `separator` stands between the parts of a list in one cell.
    """

    form: TableForm = field(default_factory=TableForm)
    columns: Mapping[str, ColumnMap] = field(default_factory=dict)
    date_forms: tuple[str, ...] = ()
    decimal: Literal[".", ","] = "."
    time_zone: str | None = None
    separator: str = ";"

    @cached_property
    def sha256(self) -> str:
        """Changes when the same file might be read otherwise."""
        return _sha256(asdict(self))


@dataclass(frozen=True)
class IndexForm:
    """What the recorder's index is written in; how its fields are read says `Profile.lists["index"]`.

    `kind` "csv" is any table, spreadsheets too. `records`: the path to the list of recordings inside JSON or XML
    ("export/calls", "" for the document itself); a field's heading there is its path below the record ("agent/id", in
    XML "@start" for an attribute). `sidecars`: there is one such document beside each recording, with its name.
    """

    kind: Literal["csv", "json", "xml"] = "csv"
    records: str = ""
    sidecars: bool = False


@dataclass(frozen=True)
class RecorderProfile:
    """What a recorder does not say itself.

    `clock_skew_s` is added to what it told to get the true time. `raw`: how files of `raw_endings` (".ul") without any
    header are read. `name_pattern`: a regular expression over the whole file name without its ending, with named groups
    out of `NAME_GROUPS`; `start_form` reads the group `start`, in `time_zone`. `legs`: what the group `leg` says on the
    two mono files of one call; the first becomes channel 0. `caseworker_channel`: 0 or 1 where all calls agree.
    """

    recorder: str | None = None
    clock_skew_s: int = 0
    raw: RawForm | None = None
    raw_endings: tuple[str, ...] = ()
    name_pattern: str | None = None
    start_form: str | None = None
    time_zone: str | None = None
    legs: tuple[str, str] | None = None
    caseworker_channel: int | None = None
    index: IndexForm | None = None


NAME_GROUPS = (
    "recording_id",
    "start",
    "caseworker_id",
    "case_ref",
    "extension",
    "direction",
    "other_party",
    "leg",
)
"""What a recorder's file name may tell."""


@dataclass(frozen=True)
class TranscriptProfile:
    """Who speaks under which name ("Agent" -> caseworker; letter case does not matter), and the recording a transcript
    belongs to: the group `recording_id` of `name_pattern` over its file name without the ending."""

    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    name_pattern: str | None = None


@dataclass(frozen=True)
class Profile:
    """One profile: `name` is what `--profile` takes, `title` what the window shows."""

    name: str
    title: str = ""
    lists: Mapping[str, ListProfile] = field(default_factory=dict)
    recorder: RecorderProfile | None = None
    transcripts: TranscriptProfile | None = None

    def of(self, kind: str) -> ListProfile:
        """How a kind of list is read; our own form where the profile says nothing about it."""
        return self.lists.get(kind, OWN_LIST)

    @cached_property
    def sha256(self) -> str:
        """Of the canonical text of all it says: equal profiles have equal ones."""
        return _sha256(asdict(self))


OWN_LIST = ListProfile()
"""Our own headings, codes and forms."""


def _sha256(values: object) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
