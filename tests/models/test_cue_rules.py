"""Rule files: read, taken from a department's folder, and refused by file, line, key, value and reason."""

from pathlib import Path

import pytest

from models.cue_rules import Stage, files_in, rules_in, shipped
from models.errors import InputRefused, Refusal
from models.transcript import Speaker

GOOD = """\
schema = "steercheck.cues/1"
title = "Ours"

[heard_as]
giro = ["gyro"]

[[rule]]
id = "giro/1"
stage = "method"
speaker = "nrp"
prompts = ["METHOD_AGREES"]
phrases = ["pay by giro"]
unless = ["not by giro"]
"""


def refusals(tmp_path: Path, text: str, name: str = "ours.toml") -> list[Refusal]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        rules_in([tmp_path])
    assert refused.value.exit_code == 3
    return list(refused.value.details)  # type: ignore[arg-type]


def test_a_departments_file_stands_beside_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(GOOD, encoding="utf-8")
    rules = rules_in([tmp_path])
    (ours,) = [rule for rule in rules.rules if rule.id == "giro/1"]
    assert (ours.stage, ours.speaker, ours.prompts) == (Stage.METHOD, Speaker.NRP, ("METHOD_AGREES",))
    assert rules.heard_as["giro"] == {"gyro"}
    assert len(rules.rules) == len(shipped().rules) + 1
    assert rules.sha256 != shipped().sha256


def test_a_departments_file_goes_before_a_shipped_one_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "method.toml").write_text(GOOD, encoding="utf-8")
    assert files_in([tmp_path])["method"].parent == tmp_path
    names = {rule.name for rule in rules_in([tmp_path]).rules}
    assert "giro" in names
    assert "method-promoted" not in names
    assert "lump-asked" in names


def test_a_folder_that_is_not_there_is_passed_over(tmp_path: Path) -> None:
    assert rules_in([tmp_path / "none"]) == shipped()


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "value", "reason"),
    [
        ("cues/1", "cues/9", 1, "schema", '"steercheck.cues/9"', 'must be "steercheck.cues/1"'),
        ('title = "Ours"', "titel = 1", 2, "titel", "1", "is not a key here; use schema, title, heard_as, rule"),
        ("giro/1", "Giro", 8, "rule[1].id", '"Giro"', "must be a name and a version, as lump-asked/1"),
        ('"method"', '"metod"', 9, "rule[1].stage", '"metod"', "not a stage; use conduct, arrears, full_payment"),
        ('"nrp"', '"caller"', 10, "rule[1].speaker", '"caller"', "not a speaker; use caseworker, nrp"),
        ("METHOD_AGREES", "METHOD", 11, "rule[1].prompts[1]", "METHOD", "no scorecard has a prompt of this name"),
        ("pay by", "pay (by", 12, "rule[1].phrases[1]", "pay (by giro", "has ( without its partner"),
        ("not by giro", "<cash>", 13, "rule[1].unless[1]", "<cash>", "has <cash>, which is no amount; use <money>"),
        ('["gyro"]', '["a b"]', 5, "heard_as.giro", "['a b']", "single words only"),
        ('id = "giro/1"\n', "", 7, "rule[1].id", None, "is missing"),
        ('["pay by giro"]', "[]", 12, "rule[1].phrases", "[]", "must hold a phrase"),
        ('["pay by giro"]', '"giro"', 12, "rule[1].phrases", '"giro"', "must be a list of texts"),
        ("[[rule]]", "[rule]", 7, "rule", None, "must be tables, [[rule]]"),
    ],
)
def test_a_faulty_key_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, line: int, column: str, value: str | None, reason: str
) -> None:
    first = refusals(tmp_path, GOOD.replace(old, new))[0]
    assert (first.file, first.line, first.column, first.value) == ("ours.toml", line, column, value)
    assert first.reason.startswith(reason)


def test_every_fault_is_told(tmp_path: Path) -> None:
    assert len(refusals(tmp_path, GOOD.replace('"method"', '"metod"').replace('"nrp"', '"caller"'))) == 2


def test_a_file_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    (fault,) = refusals(tmp_path, 'schema = "steercheck.cues/1"\nrule = ]')
    assert (fault.file, fault.line) == ("ours.toml", 2)
    assert fault.reason.startswith("not a TOML file")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(InputRefused) as refused:
        rules_in([tmp_path])
    assert [str(fault) for fault in refused.value.details] == ["ours.toml: is not UTF-8"]


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    (fault,) = refusals(tmp_path, GOOD.replace("giro/1", "lump-asked/2"))
    assert (fault.line, fault.value) == (8, "lump-asked/2")
    assert fault.reason == "there is another rule of this name, lump-asked/1"
