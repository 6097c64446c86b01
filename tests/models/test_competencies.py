"""Competencies by grade: the shipped ones, a department's own in their place, and faults by key."""

from pathlib import Path

import pytest

from models.competencies import FOLDER, competencies_in
from models.cue_rules import known_prompts
from models.errors import Refusal

OWN = """schema = "steercheck.competencies/1"
title = "Ours"
grades = ["B1"]
assessments = ["Yes", "No"]

[[competency]]
id = "LISTENING"
title = "Listening"
[competency.expected]
B1 = "Hears people out."
"""


def _write(folder: Path, name: str, text: str) -> Path:
    (folder / FOLDER).mkdir(exist_ok=True)
    (folder / FOLDER / name).write_text(text, encoding="utf-8")
    return folder / FOLDER


def test_every_shipped_competency_says_what_is_expected_at_each_grade() -> None:
    found = competencies_in()
    assert not found.refused
    assert all(one.expected_at(grade) for one in found.known for grade in ("AO", "EO", "HEO"))
    assert found.title("NEGOTIATING") == "Negotiating arrears"


def test_shipped_competencies_name_prompts_that_there_are() -> None:
    assert {prompt for one in competencies_in().known for prompt in one.prompts} <= known_prompts()


def test_a_department_file_of_the_same_name_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    found = competencies_in([_write(tmp_path, "debt-enforcement.toml", OWN)])
    assert [(one.id, one.assessments) for one in found.known] == [("LISTENING", ("Yes", "No"))]
    assert found.known[0].expected_at("B1") == "Hears people out."
    assert found.known[0].expected_at(None) == ""


def test_a_further_file_is_added_and_an_unknown_id_is_shown_as_it_is(tmp_path: Path) -> None:
    found = competencies_in([_write(tmp_path, "more.toml", OWN)])
    assert "LISTENING" in [one.id for one in found.known]
    assert len(found.known) > 1
    assert found.title("GONE") == "GONE"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            '"LISTENING"',
            '"listening"',
            Refusal("more.toml", 7, "competency[1].id", '"listening"', "must be capitals, digits and underscores"),
        ),
        (
            "B1 = ",
            "C1 = ",
            Refusal("more.toml", 10, "competency[1].expected.C1", '"Hears people out."', "is not a key here; use B1"),
        ),
        ('["Yes", "No"]', "[]", Refusal("more.toml", 4, "assessments", "[]", "must name at least one")),
        (
            "competencies/1",
            "cues/1",
            Refusal("more.toml", 1, "schema", '"steercheck.cues/1"', 'must be "steercheck.competencies/1"'),
        ),
        ('title = "Listening"', "", Refusal("more.toml", 6, "competency[1].title", None, "is missing")),
    ],
)
def test_a_fault_is_named_by_file_line_key_and_value_and_the_shipped_file_counts_on(
    tmp_path: Path, old: str, new: str, fault: Refusal
) -> None:
    found = competencies_in([_write(tmp_path, "more.toml", OWN.replace(old, new, 1))])
    assert fault in found.refused
    assert "LISTENING" not in [one.id for one in found.known]
    assert "NEGOTIATING" in [one.id for one in found.known]


@pytest.mark.parametrize("content", [b"title = ", b"\xff\xfe\x00", b""])
def test_what_is_no_toml_is_left_out_and_refused(tmp_path: Path, content: bytes) -> None:
    folder = _write(tmp_path, "more.toml", "")
    (folder / "more.toml").write_bytes(content)
    found = competencies_in([folder])
    assert [one.file for one in found.refused][:1] == ["more.toml"]
    assert "NEGOTIATING" in [one.id for one in found.known]
