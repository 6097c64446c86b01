"""Certificates as files: what was written comes back whole, and every fault is named by its key."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.errors import InputRefused, Refusal
from models.sample_certificate_file import certificate_file, parse_certificate, read_certificate

GOLDEN = Path(__file__).parent / "certificates" / "golden.json"
WHOLE: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
REPLACED = {
    "position": 1,
    "recording_id": "VR-00002",
    "replaced_by": "VR-00003",
    "sheet_id": "PAG-00003",
    "reason": "silent",
    "by": "TL01",
    "at": "2009-10-06T10:00:00+01:00",
}
Change = Callable[[dict[str, Any]], object]


def faults(values: object) -> list[Refusal]:
    with pytest.raises(InputRefused) as caught:
        certificate_file(values, "cert.json")
    return [each for each in caught.value.details if isinstance(each, Refusal)]


def changed(change: Change) -> dict[str, Any]:
    values = copy.deepcopy(WHOLE["certificate"])
    change(values)
    return values


def test_what_was_read_is_written_as_it_stood() -> None:
    told = read_certificate(GOLDEN)
    assert told.sample_id == "S-0001"
    assert told.certificate.as_dict() == WHOLE["certificate"]
    assert list(told.certificate.as_dict()) == list(WHOLE["certificate"])


def test_the_certificate_alone_is_taken_too() -> None:
    told = parse_certificate("\ufeff"[1:] + json.dumps(WHOLE["certificate"]), "cert.json")
    assert told.sample_id is None
    assert told.certificate == read_certificate(GOLDEN).certificate


def test_replacements_change_what_stands_and_not_what_was_drawn() -> None:
    told = certificate_file(changed(lambda one: one.update(replacements=[REPLACED])), "cert.json").certificate
    assert told.draws == read_certificate(GOLDEN).certificate.draws
    assert (told.standing[0].recording_id, told.standing[0].sheet_id) == ("VR-00003", "PAG-00003")
    gone = REPLACED | {"recording_id": "VR-00003", "replaced_by": None, "sheet_id": None}
    told = certificate_file(changed(lambda one: one.update(replacements=[REPLACED, gone])), "cert.json").certificate
    assert [each.position for each in told.standing] == list(range(2, 21))


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        (lambda one: one.pop("seed"), "seed", "is missing"),
        (lambda one: one.update(seed=""), "seed", "is not a text"),
        (lambda one: one.update(seed="a\nb"), "seed", "control character"),
        (lambda one: one["draws"][0].update(recording_id="VR-\ud800"), "draws[0].recording_id", "that is none"),
        (lambda one: one.update(schema="steercheck.sample/2"), "schema", "the only one"),
        (lambda one: one.update(algorithm="md5/1"), "algorithm", "the only one"),
        (lambda one: one.update(extra=1), "extra", "is not a key"),
        (lambda one: one.update(drawn_at="2009-10-05"), "drawn_at", "without its offset"),
        (lambda one: one.update(drawn_at="soon"), "drawn_at", "ISO 8601"),
        (lambda one: one.update(frame=[]), "frame", "is not an object"),
        (lambda one: one["frame"].update({"from": "2009-02-30"}), "frame.from", "is not a date"),
        (lambda one: one["frame"].update(to="2008-01-01"), "frame.to", "lies before"),
        (lambda one: one["frame"].update(size=True), "frame.size", "whole number"),
        (lambda one: one["frame"].update(size=-1), "frame.size", "whole number"),
        (lambda one: one["frame"].update(sha256="F" * 64), "frame.sha256", "hexadecimal"),
        (lambda one: one["frame"]["filters"].update(colour="red"), "frame.filters.colour", "is not a key"),
        (lambda one: one["frame"]["filters"].update(team=3), "frame.filters.team", "is not a text"),
        (lambda one: one.update(excluded=[{"recording_id": "VR-1"}]), "excluded[0].reason", "is missing"),
        (lambda one: one.update(earlier_draws_on_this_period=[1]), "earlier_draws_on_this_period", "list of texts"),
        (lambda one: one["strata"][2].update(weight="1.5"), "strata[2].weight", "four decimals"),
        (lambda one: one["strata"].append(3), "strata[6]", "is not an object"),
        (lambda one: one["draws"][0].pop("sheet_id"), "draws[0].sheet_id", "is missing"),
        (lambda one: one.update(draws={}), "draws", "is not a list"),
        (lambda one: one.update(replacements=[REPLACED | {"at": None}]), "replacements[0].at", "is not a text"),
    ],
)
def test_a_fault_of_form_is_refused_by_its_key(change: Change, key: str, reason: str) -> None:
    (fault,) = faults(changed(change))
    assert (fault.file, fault.column) == ("cert.json", key)
    assert reason in fault.reason


def test_within_the_whole_document_the_key_says_so() -> None:
    values = {"sample_id": 3, "certificate": changed(lambda one: one.pop("seed"))}
    assert [each.column for each in faults(values)] == ["sample_id", "certificate.seed"]


def test_every_fault_is_named_at_once() -> None:
    found = faults(
        changed(lambda one: (one.pop("seed"), one["frame"].pop("size"), one["draws"][3].update(position="1")))
    )
    assert [each.column for each in found] == ["seed", "frame.size", "draws[3].position"]


def test_a_key_that_stands_twice_is_refused() -> None:
    text = json.dumps(WHOLE["certificate"]).replace('"seed":', '"seed": "another", "seed":')
    with pytest.raises(InputRefused, match="seed: stands there twice"):
        parse_certificate(text, "cert.json")


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null", '{"certificate": 3}', "[" * 100_000])
def test_what_is_no_certificate_at_all_is_refused(text: str) -> None:
    with pytest.raises(InputRefused, match="cannot be read"):
        parse_certificate(text, "cert.json")


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="cannot be read: No such file"):
        read_certificate(tmp_path / "none.json")
    (tmp_path / "cert.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(InputRefused, match="not UTF-8"):
        read_certificate(tmp_path / "cert.json")
