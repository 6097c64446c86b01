"""What a recorder says of its calls: an index as JSON or XML, a document beside each file, the file's name."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from models.history import PastVersion
from models.intake.profile import ColumnMap, IndexForm, ListProfile, Profile, RecorderProfile
from models.recording import Recording
from models.sound_source import RawForm, SoundSource

COLUMNS = {
    "recording_id": ColumnMap("id"),
    "start": ColumnMap("times/start"),
    "duration_s": ColumnMap("times/length"),
    "agent_id": ColumnMap("agent/id"),
    "case_ref": ColumnMap("cases"),
    "file": ColumnMap("file"),
}
XML_COLUMNS = COLUMNS | {
    "recording_id": ColumnMap("@id"),
    "start": ColumnMap("times/@start"),
    "duration_s": ColumnMap("times/@length"),
    "agent_id": ColumnMap("agent/@id"),
    "case_ref": ColumnMap("cases/case"),
}
NAMES = r"(?P<start>\d{8}-\d{6})_(?P<caseworker_id>[A-Z0-9;]+)_(?P<recording_id>[^_]+)(_(?P<leg>agent|customer))?"


def profile(kind: str = "csv", columns: dict[str, ColumnMap] | None = None, **parts: Any) -> Profile:
    """A profile of one recorder; `records` and `sidecars` are the index's, the rest the recorder's."""
    index = IndexForm(kind, parts.pop("records", ""), parts.pop("sidecars", False))  # type: ignore[arg-type]
    listed = ListProfile(columns=columns or {}, time_zone=parts.get("time_zone"))
    return Profile("test", lists={"index": listed}, recorder=RecorderProfile(index=index, **parts))


def call(**changed: Any) -> dict[str, Any]:
    return {
        "id": "00017",
        "times": {"start": "2009-09-14T23:30:00Z", "length": 60.0},
        "agent": {"id": "CW1"},
        "cases": ["C-1", "C-2"],
        "file": "a.wav",
    } | changed


def one(held: Callable[[type], list[Any]]) -> Recording:
    (found,) = held(Recording)
    return found


@pytest.fixture
def index(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(content: str, name: str = "index.json") -> Path:
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return path

    return write


JSON_FORMS = {
    "a list": (json.dumps, ""),
    "inside other things": (
        lambda calls: json.dumps({"made": 1, "export": {"n": [1], "calls": calls}}),
        "export/calls",
    ),
    "one object a line": (lambda calls: "\n".join(map(json.dumps, calls)), ""),
    "a single object": (lambda calls: json.dumps({"call": calls[0]}, indent=1), "call"),
}


@pytest.mark.parametrize("form", JSON_FORMS)
def test_an_index_in_json_names_the_recordings(form: str, taken, calls, index, held) -> None:
    write, records = JSON_FORMS[form]
    report = taken(
        recordings=calls({"a.wav": b"sound a"}),
        index=index(write([call()])),
        profile=profile("json", COLUMNS, records=records),
    )
    assert report.refusals == []
    found = one(held)
    assert (found.recording_id, found.caseworker_id, found.case_ref) == ("00017", "CW1", "C-1")
    assert (found.further_cases, found.indexed_duration_ms) == ("C-2", 60_000)
    assert (found.started_at, found.call_date) == (datetime(2009, 9, 14, 23, 30, tzinfo=UTC), date(2009, 9, 15))


XML_FORMS = {
    "with the root's name": ("<calls>{}</calls>", "calls"),
    "below the root": ("<export><made/><calls>{}</calls></export>", "calls"),
    "the root itself": ("<calls>{}</calls>", ""),
    "with a namespace": ('<v:calls xmlns:v="urn:recorder">{}</v:calls>', "calls"),
}
XML_CALL = """<v:call id="00017"><times start="2009-09-14T23:30:00Z" length="60"/>
<agent id="CW1"/><cases><case>C-1</case><case> C-2 </case></cases><file>a.wav</file></v:call>"""


@pytest.mark.parametrize("form", XML_FORMS)
def test_an_index_in_xml_names_the_recordings(form: str, taken, calls, index, held) -> None:
    around, records = XML_FORMS[form]
    content = '<?xml version="1.0"?>\n' + around.format(XML_CALL.replace("v:", "v:" if "xmlns" in around else ""))
    report = taken(
        recordings=calls({"a.wav": b"sound a"}),
        index=index(content, "index.xml"),
        profile=profile("xml", XML_COLUMNS, records=records),
    )
    assert report.refusals == []
    found = one(held)
    assert (found.recording_id, found.caseworker_id, found.case_ref) == ("00017", "CW1", "C-1")
    assert (found.further_cases, found.indexed_duration_ms) == ("C-2", 60_000)


def test_a_bad_record_is_refused_by_its_line_its_field_and_its_value(taken, calls, index, held) -> None:
    records = [
        call(),
        call(id="2", file="b.wav", times={"start": "yesterday"}),
        "nonsense",
        call(id="3", file="no.wav"),
    ]
    path = index(json.dumps(records, indent=1))
    lines = path.read_text("utf-8").splitlines()
    report = taken(
        recordings=calls({"a.wav": b"sound a", "b.wav": b"sound b"}), index=path, profile=profile("json", COLUMNS)
    ).recordings
    bad, nonsense, missing = sorted(report.refused, key=lambda refusal: refusal.line or 0)
    assert (bad.file, bad.column, bad.value) == (str(path), "times/start", "yesterday")
    starts = [at for at, text in enumerate(lines, 1) if text == " {"]
    assert (bad.line, missing.line) == (starts[1], starts[2])
    assert (lines[(nonsense.line or 0) - 1], nonsense.reason) == (' "nonsense",', "is not a record with fields")
    assert (missing.column, missing.value, missing.reason) == ("file", "no.wav", "there is no such file in the folder")
    assert [found.recording_id for found in held(Recording)] == ["00017"]


DEEP = '{"calls": ' + "[" * 200_000
BOMB = (
    '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><b>&j;</b>"
)
HOSTILE = {
    "an entity bomb": ("xml", BOMB, "declares entities"),
    "a file as an entity": ("xml", '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/x">]><b>&a;</b>', "declares entities"),
    "elements without an end": ("xml", "<calls>" + "<a>" * 100_000, "nests too deeply"),
    "broken XML": ("xml", "<calls><call></calls>", "is not XML"),
    "no such list in XML": ("xml", "<export><call/></export>", "has no element 'calls'"),
    "lists in lists": ("json", DEEP, "nests too deeply"),
    "broken JSON": ("json", '{"calls": [{"id": "1"', "is not JSON"),
    "no such list in JSON": ("json", '{"export": {}}', "has no list of recordings at 'calls'"),
    "an empty list": ("json", '{"calls": []}', "names no recording"),
    "no text": ("json", "\ud800", "is not text"),
    "no id": ("json", '{"calls": [{"name": "a"}]}', "this column is missing"),
    "other fields": ("json", '{"calls": [{"name": "a", "at": 1}]}', "what stands at 'calls' holds name, at"),
    "a record for the list": ("xml", "<calls><start>x</start><end/></calls>", "what stands at 'calls' holds"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_an_index_that_cannot_be_read_keeps_every_file_out_and_says_why(
    name: str, taken, calls, tmp_path, held
) -> None:
    kind, content, words = HOSTILE[name]
    path = tmp_path / f"index.{kind}"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    report = taken(
        recordings=calls({"a.wav": b"sound a"}), index=path, profile=profile(kind, COLUMNS, records="calls")
    ).recordings
    (refusal,) = report.refused
    assert refusal.file == str(path)
    assert words in refusal.reason
    assert held(Recording) == []


@pytest.mark.parametrize("name", ["a.json", "a.wav.json"])
def test_a_document_beside_each_recording_tells_what_it_is(name: str, taken, calls, held) -> None:
    document = json.dumps({"call": {key: value for key, value in call().items() if key != "file"}})
    folder = calls({"mon/a.wav": b"sound a", f"mon/{name}": document.encode(), "b.wav": b"sound b"})
    report = taken(recordings=folder, profile=profile("json", COLUMNS, records="call", sidecars=True)).recordings
    assert (report.new, report.refused) == (2, [])
    assert sorted(found.recording_id for found in held(Recording)) == ["00017", "b"]


def test_an_xml_document_beside_a_recording_is_its_record(taken, calls, held) -> None:
    document = XML_CALL.replace("v:", "").replace("<file>a.wav</file>", "")
    folder = calls({"a.wav": b"sound a", "a.xml": document.encode()})
    assert taken(recordings=folder, profile=profile("xml", XML_COLUMNS, sidecars=True)).refusals == []
    assert one(held).recording_id == "00017"


def test_a_bad_document_beside_a_recording_is_refused_and_its_file_not_taken_under_another_name(
    taken, calls, held
) -> None:
    bad = json.dumps(call(times={"start": "soon"})).encode()
    folder = calls({"a.wav": b"sound a", "a.json": bad, "b.wav": b"sound b", "b.json": b"{", "c.wav": b"sound c"})
    report = taken(recordings=folder, profile=profile("json", COLUMNS, sidecars=True)).recordings
    assert sorted((Path(refusal.file).name, refusal.column) for refusal in report.refused) == [
        ("a.json", "times/start"),
        ("b.json", None),
    ]
    assert [found.recording_id for found in held(Recording)] == ["c"]


def test_a_name_tells_start_caseworker_and_id(taken, calls, held) -> None:
    told = profile(
        name_pattern=NAMES, start_form="%Y%m%d-%H%M%S", time_zone="Europe/London", legs=("agent", "customer")
    )
    folder = calls({"x/20090914-103140_CW1;CW2_VR-1.wav": b"sound a", "other.wav": b"sound b"})
    report = taken(recordings=folder, profile=told).recordings
    assert (report.new, report.refused) == (2, [])
    found = next(one for one in held(Recording) if one.recording_id == "VR-1")
    assert (found.started_at, found.started_offset_min) == (datetime(2009, 9, 14, 9, 31, 40, tzinfo=UTC), 60)
    assert (found.caseworker_id, found.further_caseworkers) == ("CW1", "CW2")
    assert (
        "1 files have names that are not of the form the profile tells, the first of them other.wav"
        in (report.remarks[0])
    )


def test_a_name_whose_start_is_no_time_is_refused_by_that_part_of_it(taken, calls, held) -> None:
    told = profile(name_pattern=NAMES, start_form="%Y%m%d-%H%M%S", time_zone="Europe/London")
    folder = calls({"20091314-103140_CW1_VR-1.wav": b"sound a"})
    (refusal,) = taken(recordings=folder, profile=told).recordings.refused
    assert (Path(refusal.file).name, refusal.column) == ("20091314-103140_CW1_VR-1.wav", "start")
    assert refusal.value == "20091314-103140"
    assert held(Recording) == []


def test_a_call_in_the_hour_that_comes_twice_is_taken_without_its_start(taken, calls, held) -> None:
    folder = calls({name.replace("20090914-103140", "20091025-013000"): content for name, content in LEGS.items()})
    report = taken(recordings=folder, profile=LEGGED).recordings
    assert (report.new, report.refused) == (1, [])
    assert (one(held).recording_id, one(held).started_at, one(held).channels) == ("VR-1", None, 2)
    assert (one(held).caseworker_id, one(held).call_date) == ("CW1", None)
    assert "20091025-013000 in its name came twice that night" in report.remarks[0]


def test_legs_of_two_calls_in_the_hour_that_comes_twice_are_not_one_call(taken, calls, held) -> None:
    told = profile(
        name_pattern=r"(?P<start>\d{8}-\d{6})_(?P<leg>agent|customer)",
        start_form="%Y%m%d-%H%M%S",
        time_zone="Europe/London",
        legs=("agent", "customer"),
    )
    folder = calls({"20091025-013000_agent.wav": b"sound a", "20091025-014500_customer.wav": b"sound b"})
    assert taken(recordings=folder, profile=told).recordings.new == 2
    assert [found.second_path for found in held(Recording)] == [None, None]


def test_an_index_counts_before_the_name_and_the_name_fills_what_it_leaves_out(taken, calls, listed, held) -> None:
    told = profile(name_pattern=r"(?P<caseworker_id>\w+)-(?P<extension>\d+)")
    rows = [{"recording_id": "VR-1", "start": "2009-09-14T10:00:00Z", "agent_id": "CW9", "file": "CW1-204.wav"}]
    taken(recordings=calls({"CW1-204.wav": b"sound a"}), index=listed("recordings.csv", rows), profile=told)
    assert (one(held).caseworker_id, one(held).extension) == ("CW9", "204")


LEGS = {
    "20090914-103140_CW1_VR-1_agent.wav": b"sound agent",
    "20090914-103140_CW1_VR-1_customer.wav": b"sound customer",
}
LEGGED = profile(
    name_pattern=NAMES,
    start_form="%Y%m%d-%H%M%S",
    time_zone="Europe/London",
    legs=("agent", "customer"),
    caseworker_channel=1,
)


def test_two_mono_files_are_the_legs_of_one_call_by_their_names(taken, calls, held, probe, sha) -> None:
    folder = calls(LEGS)
    report = taken(recordings=folder, profile=LEGGED).recordings
    assert (report.new, report.refused) == (1, [])
    found = one(held)
    first, second = (folder / name for name in LEGS)
    assert (found.recording_id, found.path, found.second_path) == ("VR-1", str(first), str(second))
    assert (found.sha256, found.second_sha256) == (sha(b"sound agent"), sha(b"sound customer"))
    assert (found.channels, found.caseworker_channel) == (2, 1)
    assert probe.sources == [SoundSource(first, second)]


def test_legs_taken_in_again_are_unchanged_also_without_the_profile(taken, calls, held, probe) -> None:
    folder = calls(LEGS)
    taken(recordings=folder, profile=LEGGED)
    before = one(held).model_dump()
    assert taken(recordings=folder, profile=LEGGED).recordings.unchanged == 1
    assert taken(recordings=folder).recordings.as_dict()["unchanged"] == 2
    assert one(held).model_dump() == before
    assert len(probe.asked) == 1


def test_a_missing_leg_leaves_a_call_of_one_channel_and_a_remark(taken, calls, held) -> None:
    name = next(iter(LEGS))
    report = taken(recordings=calls({name: LEGS[name]}), profile=LEGGED).recordings
    assert report.remarks[0] == "VR-1: only the leg 'agent' of the call is there; it is taken as one channel"
    assert (one(held).recording_id, one(held).second_path, one(held).second_sha256) == ("VR-1", None, None)


@pytest.mark.parametrize("later", [0, 1], ids=["the first leg", "the second leg"])
def test_a_leg_that_comes_later_joins_its_call_as_a_new_version(later: int, taken, calls, held) -> None:
    legs = list(LEGS.items())
    taken(recordings=calls(dict([legs[1 - later]])), profile=LEGGED)
    report = taken(recordings=calls(dict([legs[later]])), profile=LEGGED).recordings
    found = one(held)
    assert (report.changed, report.refused, found.version) == (1, [], 2)
    assert (Path(found.path).name, Path(found.second_path or "").name) == (legs[0][0], legs[1][0])
    assert held(PastVersion)[0].facts["second_path"] is None


def test_a_leg_that_is_no_recording_is_refused_and_the_other_one_taken(taken, calls, held) -> None:
    (first, content), (second, _) = LEGS.items()
    folder = calls({first: content, second: b"no"})
    report = taken(recordings=folder, profile=LEGGED).recordings
    (refusal,) = report.refused
    assert (Path(refusal.file).name, report.new) == (second, 1)
    assert one(held).second_path is None


def test_three_files_of_one_call_cannot_be_its_legs_and_it_is_said(taken, calls, held) -> None:
    extra = {"20090914-103140_CW1_VR-1_agent.mp3": b"sound again"}
    report = taken(recordings=calls(LEGS | extra), profile=LEGGED).recordings
    assert "cannot be told apart as the two legs of one call" in report.remarks[0]
    assert (report.new, len(report.refused)) == (1, 2)  # one id cannot be that of three recordings


def test_an_index_may_name_the_file_of_the_other_leg(taken, calls, listed, held) -> None:
    rows = [
        {"recording_id": "VR-1", "start": "2009-09-14T10:00:00Z", "file": "a.wav", "second_file": "b.wav"},
        {"recording_id": "VR-2", "start": "2009-09-14T11:00:00Z", "file": "c.wav", "second_file": "gone.wav"},
    ]
    folder = calls({"a.wav": b"sound a", "b.wav": b"sound b", "c.wav": b"sound c"})
    report = taken(recordings=folder, index=listed("recordings.csv", rows)).recordings
    assert (report.new, report.refused) == (2, [])
    first, second = held(Recording)
    assert (first.second_path, second.second_path) == (str(folder / "b.wav"), None)
    assert "VR-2: its other leg gone.wav is left out (there is no such file in the folder)" in report.remarks[0]


def test_raw_files_are_read_as_the_profile_says_by_their_ending(taken, calls, held, probe) -> None:
    raw = RawForm("mulaw", 8000, 2)
    folder = calls({"a.ul": b"sound a", "b.wav": b"sound b"})
    taken(recordings=folder, profile=profile(raw=raw, raw_endings=(".ul",)))
    assert [source.raw for source in probe.sources] == [raw, None]
    first, second = held(Recording)
    assert first.reading == {"raw": {"codec": "mulaw", "rate_hz": 8000, "channels": 2}}
    assert second.reading is None


def test_the_recorders_clock_is_corrected_and_the_correction_kept(taken, calls, listed, held) -> None:
    rows = [{"recording_id": "VR-1", "start": "2009-09-14T22:59:00Z", "file": "a.wav"}]
    told = profile(recorder="east", clock_skew_s=90)
    report = taken(recordings=calls({"a.wav": b"sound a"}), index=listed("recordings.csv", rows), profile=told)
    assert report.recordings.new == 1
    found = one(held)
    assert (found.recorder, found.clock_skew_s) == ("east", 90)
    assert found.started_at == datetime(2009, 9, 14, 23, 0, 30, tzinfo=UTC)
    assert found.call_date == date(2009, 9, 15)


def test_a_persons_correction_of_the_clock_counts_before_the_profiles(taken, calls, listed, held, store) -> None:
    rows = [{"recording_id": "VR-1", "start": "2009-09-14T10:00:00Z", "file": "a.wav"}]
    told = profile(recorder="east", clock_skew_s=90)
    folder, path = calls({"a.wav": b"sound a"}), listed("recordings.csv", rows)
    taken(recordings=folder, index=path, profile=told)
    store.clocks.set_skew("east", -30, "TL01")
    assert taken(recordings=folder, index=path, profile=told).recordings.unchanged == 1
    assert taken(recordings=folder, index=path).recordings.unchanged == 1
    assert one(held).started_at == datetime(2009, 9, 14, 9, 59, 30, tzinfo=UTC)


def test_an_index_with_the_paths_of_the_recorders_own_disk_finds_its_files(taken, calls, listed, held) -> None:
    start = "2009-09-14T10:00:00Z"
    rows = [
        {"recording_id": "VR-1", "start": start, "file": "D:\\calls\\2009\\a.wav"},
        {"recording_id": "VR-2", "start": start, "file": "\\\\server\\calls\\b.wav"},
    ]
    report = taken(recordings=calls({"x/a.wav": b"sound a", "b.wav": b"sound b"}), index=listed("r.csv", rows))
    assert (report.recordings.new, report.refusals) == (2, [])


def test_a_file_changed_in_place_stays_its_recording_without_the_index(taken, calls, listed, held) -> None:
    rows = [{"recording_id": "VR-1", "start": "2009-09-14T10:00:00Z", "case_ref": "C-1", "file": "a.wav"}]
    folder = calls({"a.wav": b"sound a"})
    taken(recordings=folder, index=listed("recordings.csv", rows))
    report = taken(recordings=calls({"a.wav": b"sound longer"})).recordings
    found = one(held)
    assert (report.changed, report.new, found.recording_id, found.case_ref) == (1, 0, "VR-1", "C-1")
    assert report.remarks == ["VR-1: a.wav has another content than before; it is version 2"]


def test_what_the_decoder_finds_odd_is_kept_with_the_recording(taken, calls, held, probe) -> None:
    probe.facts = type(probe.facts)(truncated=True, note="the file breaks off after 1:00", file_channels=6)
    taken(recordings=calls({"a.wav": b"sound a"}))
    assert (one(held).note, one(held).truncated) == ("the file breaks off after 1:00", True)
    assert one(held).file_channels == 6
