"""Import profiles: every fault is named by its key, what is written reads back equal, names are looked for in order."""

import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import InputRefused
from models.intake.lists import BY_PART
from models.intake.profile import (
    ColumnMap,
    IndexForm,
    ListProfile,
    Profile,
    RecorderProfile,
    TranscriptProfile,
    Unit,
)
from models.intake.profile_file import read_profile, write_profile
from models.intake.profile_folders import find_profile, profiles_in, save_profile, shipped
from models.intake.readers import FIGURES, UNITS, Sort
from models.intake.table import TableForm
from models.sound_source import RawForm
from models.transcript import Speaker

HEAD = 'schema = "steercheck.import-profile/1"\n'


@pytest.fixture
def written(tmp_path: Path):
    """Write a profile's TOML: `written("[sheets]")`."""

    def write(text: str, name: str = "own.toml") -> Path:
        path = tmp_path / name
        path.write_text(HEAD + text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("text", "key", "value", "reason"),
    [
        ("sheet = 1", "sheet", "1", "not a key here; use schema, title"),
        ("sheets = 1", "sheets", "1", "must be a table"),
        ("title = ''", "title", '""', "must not be blank"),
        ("[sheets]\ncolour = 1", "sheets.colour", "1", "not a key here; use encoding"),
        ("[sheets]\nheading_row = 0", "sheets.heading_row", "0", "from 1 to"),
        ("[sheets]\nheading_row = true", "sheets.heading_row", "True", "a whole number"),
        ("[sheets]\nencoding = 'klingon'", "sheets.encoding", '"klingon"', "not an encoding of text"),
        ("[sheets]\nencoding = 'base64'", "sheets.encoding", '"base64"', "not an encoding of text"),
        ("[sheets]\ndelimiter = ';;'", "sheets.delimiter", '";;"', "one character"),
        ("[sheets]\nseparator = ''", "sheets.separator", '""', "one character"),
        ("[sheets]\ndecimal = '·'", "sheets.decimal", '"·"', "not a decimal sign"),
        ("[sheets]\ntime_zone = 'Mars/Base'", "sheets.time_zone", '"Mars/Base"', "not a time zone"),
        ("[sheets]\ntime_zone = 'Europe'", "sheets.time_zone", '"Europe"', "not a time zone"),
        ("[sheets]\ndate_forms = '%d/%m/%Y'", "sheets.date_forms", '"%d/%m/%Y"', "a list of texts"),
        ("[sheets]\ndate_forms = ['dd/mm/yyyy']", "sheets.date_forms", "['dd/mm/yyyy']", "must name the day"),
        ("[sheets.columns]\narrear = 'A'", "sheets.columns.arrear", '"A"', "not a column of ours; use sheet_id"),
        ("[sheets.columns]\narrears = 1", "sheets.columns.arrears", "1", "must be a table"),
        ("[sheets.columns]\narrears = ''", "sheets.columns.arrears", '""', "is needed"),
        ("[sheets.columns.arrears]\nunit = 'pence'", "sheets.columns.arrears", None, "heading or value"),
        ("[sheets.columns.team]\nheading = 'T'\nvalue = 'x'", "sheets.columns.team", None, "one of them"),
        ("[sheets.columns.arrears]\nheading = 'A'\nform = 'x'", "sheets.columns.arrears.form", '"x"', "not a key"),
        (
            "[sheets.columns.arrears]\nheading = 'A'\nunit = 'pounds per week'",
            "sheets.columns.arrears.unit",
            '"pounds per week"',
            "not a unit for this column; use pounds, pence",
        ),
        (
            "[sheets.columns.arrears]\nheading = 'A'\nunit = 'pounds_a_month'",
            "sheets.columns.arrears.unit",
            '"pounds_a_month"',
            "not a unit for this column",
        ),
        (
            "[sheets.columns.label]\nheading = 'A'\nunit = 'pounds'",
            "sheets.columns.label.unit",
            '"pounds"',
            "no figure",
        ),
        (
            "[sheets.columns.scheme]\nheading = 'S'\ncodes = { 2003 = 'CS3' }",
            "sheets.columns.scheme.codes.2003",
            '"CS3"',
            "use CSCS, CS2, CMS",
        ),
        (
            "[sheets.columns.scheme]\nheading = 'S'\ncodes = { 2003 = 2 }",
            "sheets.columns.scheme.codes.2003",
            "2",
            "must be a text",
        ),
        ("[sheets.columns.scheme]\nvalue = 'CS3'", "sheets.columns.scheme.value", '"CS3"', "not a known code"),
        ("[sheets.columns.arrears]\nvalue = '1,23'", "sheets.columns.arrears.value", '"1,23"', "not clear"),
        ("[sheets.columns.sheet_id]\nvalue = 'PAG'", "sheets.columns.sheet_id.value", '"PAG"', "its own sheet_id"),
        (
            "[sheets.columns]\narrears = 'Sum'\nlump_sum = 'SUM'",
            "sheets.columns.lump_sum",
            '"SUM"',
            "is arrears already",
        ),
        ("[recorder]\nspeed = 1", "recorder.speed", "1", "not a key here"),
        ("[recorder]\nclock_skew_s = 1.5", "recorder.clock_skew_s", "1.5", "a whole number"),
        ("[recorder]\nclock_skew_s = 99999999", "recorder.clock_skew_s", "99999999", "must be from"),
        ("[recorder]\ncaseworker_channel = 2", "recorder.caseworker_channel", "2", "must be from 0 to 1"),
        ("[recorder]\nname_pattern = '('", "recorder.name_pattern", '"("', "not a regular expression"),
        ("[recorder]\nname_pattern = 'a'", "recorder.name_pattern", '"a"', "names no group"),
        ("[recorder]\nname_pattern = '(?P<x>a)'", "recorder.name_pattern", '"(?P<x>a)"', "use recording_id, start"),
        (
            "[recorder]\nname_pattern = '(?P<start>a)'",
            "recorder.name_pattern",
            '"(?P<start>a)"',
            "start_form does not say",
        ),
        (
            "[recorder]\nname_pattern = '(?P<leg>a)'",
            "recorder.name_pattern",
            '"(?P<leg>a)"',
            "legs does not say",
        ),
        ("[recorder]\nstart_form = '%Y%m%d'", "recorder.start_form", '"%Y%m%d"', "no time of day"),
        ("[recorder]\nstart_form = '%Y'", "recorder.start_form", '"%Y"', "must name the day"),
        ("[recorder]\nstart_form = '%Y%m%d%H%M'", "recorder.start_form", '"%Y%m%d%H%M"', "time_zone"),
        ("[recorder]\nlegs = ['a']", "recorder.legs", "['a']", "two words"),
        ("[recorder]\nlegs = ['a', 'a']", "recorder.legs", "['a', 'a']", "two words"),
        (
            "[recorder]\nlegs = ['a', 'b']\nname_pattern = '(?P<recording_id>a)'",
            "recorder.legs",
            "['a', 'b']",
            "no group leg",
        ),
        ("[recorder]\nraw_endings = ['ul']", "recorder.raw_endings", "['ul']", "endings like"),
        ("[recorder]\nraw_endings = ['.ul']", "recorder.raw_endings", "['.ul']", "raw does not say"),
        ("[recorder]\nraw = { rate_hz = 8000 }", "recorder.raw.codec", None, "is missing"),
        ("[recorder]\nraw = { codec = 'mp3', rate_hz = 8000 }", "recorder.raw.codec", '"mp3"', "use mulaw"),
        ("[recorder]\nraw = { codec = 'mulaw', rate_hz = 5 }", "recorder.raw", None, "not the rate"),
        ("[recorder]\nraw = { codec = 'gsm', rate_hz = 8000, channels = 2 }", "recorder.raw", None, "1 channel"),
        ("[recorder.index]\nkind = 'yaml'", "recorder.index.kind", '"yaml"', "use csv, json, xml"),
        ("[recorder.index]\nrecords = 'a'", "recorder.index.records", '"a"', "no path"),
        ("[recorder.index]\nsidecars = 'yes'", "recorder.index.sidecars", '"yes"', "true or false"),
        ("[transcripts]\nnames = 1", "transcripts.names", "1", "not a key here"),
        ("[transcripts.speakers]\nAgent = 'boss'", "transcripts.speakers.Agent", '"boss"', "use caseworker, nrp"),
        (
            "[transcripts]\nname_pattern = '(?P<start>a)'",
            "transcripts.name_pattern",
            '"(?P<start>a)"',
            "use recording_id",
        ),
    ],
)
def test_a_fault_is_refused_by_its_key(written, text: str, key: str, value: str | None, reason: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_profile(written(text))
    faults = {(fault.column, fault.value): fault.reason for fault in refused.value.details}
    assert reason in faults[key, value]
    assert key in refused.value.message


def test_every_fault_of_a_file_is_listed(written) -> None:
    with pytest.raises(InputRefused, match="2 faults in all") as refused:
        read_profile(written("colour = 1\n[sheets]\ndecimal = ':'"))
    assert [fault.column for fault in refused.value.details] == ["colour", "sheets.decimal"]


def test_a_file_that_is_no_toml_is_refused_by_its_line(written) -> None:
    path = written("[sheets]\ndecimal == ','")
    with pytest.raises(InputRefused, match="line 3") as refused:
        read_profile(path)
    (fault,) = refused.value.details
    assert (fault.file, fault.line) == (str(path), 3)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = " + b"[" * 5000, b"schema = 'other'", b""])
def test_what_is_no_profile_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(InputRefused):
        read_profile(path)


def test_a_folder_and_an_enormous_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="not a file"):
        read_profile(tmp_path)
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 2_000_000)
    with pytest.raises(InputRefused, match="too large"):
        read_profile(large)


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda one: one.strip()
)
WORDS = st.text(string.ascii_letters + " ", min_size=1, max_size=12).map(str.strip).filter(bool)


@st.composite
def column_maps(draw: st.DrawFn, cell) -> ColumnMap:
    units = [None, *UNITS.get(cell.sort, ())]
    codes: dict[str, str] = {}
    if cell.sort in (Sort.CODE, Sort.CODES):
        codes = draw(st.dictionaries(TEXT, st.sampled_from(["", *cell.codes]), max_size=3))
        if not cell.key and draw(st.booleans()):
            return ColumnMap(value=draw(st.sampled_from(["", *cell.codes])), codes=codes)
    return ColumnMap(f"{cell.heading} {draw(WORDS)}", None, draw(st.sampled_from(units)), codes)


@st.composite
def list_profiles(draw: st.DrawFn, kind) -> ListProfile:
    cells = draw(st.lists(st.sampled_from(kind.cells), unique=True))
    return ListProfile(
        TableForm(
            draw(st.sampled_from([None, "utf-8", "windows-1252"])),
            draw(st.sampled_from([None, ";", "\t", "|"])),
            draw(st.none() | TEXT),
            draw(st.none() | st.integers(1, 50)),
        ),
        {cell.heading: draw(column_maps(cell)) for cell in cells},
        tuple(draw(st.lists(st.sampled_from(["%d/%m/%Y", "%d %b %Y %H:%M", "%y%m%d"]), unique=True))),
        draw(st.sampled_from([".", ","])),
        draw(st.sampled_from([None, "Europe/London", "UTC"])),
        draw(st.sampled_from([";", ",", "/"])),
    )


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    parts = draw(st.lists(st.sampled_from(sorted(BY_PART)), unique=True))
    recorder = RecorderProfile(
        draw(st.none() | TEXT),
        draw(st.integers(-1000, 1000)),
        draw(st.sampled_from([None, RawForm("mulaw", 8000, 2), RawForm("g722", 16000)])),
        (),
        r"(?P<start>\d{8}-\d{4})_(?P<leg>[ab])",
        "%Y%m%d-%H%M",
        "Europe/London",
        ("a", "b"),
        draw(st.sampled_from([None, 0, 1])),
        draw(st.sampled_from([None, IndexForm(), IndexForm("xml", "calls/call", True)])),
    )
    speakers = draw(st.dictionaries(TEXT, st.sampled_from(list(Speaker)), max_size=3))
    return Profile(
        "own",
        draw(st.just("") | TEXT),
        {part: draw(list_profiles(BY_PART[part])) for part in parts},
        draw(st.sampled_from([None, RecorderProfile(), recorder])),
        draw(st.sampled_from([None, TranscriptProfile(speakers, r"(?P<recording_id>.{1,9})")])),
    )


@settings(deadline=None)
@given(profile=profiles())
def test_a_profile_that_is_written_reads_back_equal(tmp_path_factory: pytest.TempPathFactory, profile: Profile) -> None:
    path = tmp_path_factory.mktemp("profiles") / "own.toml"
    path.write_text(write_profile(profile), encoding="utf-8")
    again = read_profile(path)
    assert again == profile
    assert again.sha256 == profile.sha256


def test_profiles_that_read_otherwise_have_other_hashes() -> None:
    one, other = ListProfile(decimal=","), ListProfile(columns={"arrears": ColumnMap("A", unit=Unit.PENCE)})
    assert len({one.sha256, other.sha256, ListProfile().sha256}) == 3


def test_a_name_is_looked_for_with_the_person_first_then_the_administrator_then_the_shipped(tmp_path: Path) -> None:
    own, site = tmp_path / "own", tmp_path / "site"
    save_profile(Profile("uk-spreadsheet", "mine"), own)
    save_profile(Profile("uk-spreadsheet", "theirs"), site)
    save_profile(Profile("office", "theirs"), site)
    folders = [own, site, tmp_path / "none"]
    assert find_profile("uk-spreadsheet", folders).title == "mine"
    assert find_profile("office", folders).title == "theirs"
    assert find_profile("uk-spreadsheet").title.startswith("A spreadsheet")
    assert list(profiles_in(folders)) == ["office", "uk-spreadsheet"]


def test_a_path_is_taken_where_no_name_fits(tmp_path: Path) -> None:
    path = save_profile(Profile("office", "mine"), tmp_path)
    assert find_profile(str(path)).title == "mine"
    with pytest.raises(InputRefused, match=r"no import profile called 'offise'.*steercheck"):
        find_profile("offise")
    with pytest.raises(InputRefused, match="not a file"):
        find_profile(str(tmp_path / "none.toml"))


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a.", " a", "x" * 81])
def test_a_profile_is_not_saved_under_a_name_that_is_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputRefused, match="name"):
        save_profile(Profile(name), tmp_path)


def test_every_shipped_profile_can_be_read() -> None:
    assert {"steercheck", "pag-fields", "uk-spreadsheet", "raw-mulaw-legs"} <= set(shipped())
    for name, path in shipped().items():
        assert read_profile(path).title, name


def test_a_sort_that_is_a_figure_has_units_or_is_a_count() -> None:
    assert frozenset(UNITS) | {Sort.COUNT} == FIGURES
