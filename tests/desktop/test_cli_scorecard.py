"""The commands `scorecard list`, `check`, `export` and `add`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from models.scorecard import read_scorecard
from models.store import Store

Run = Callable[..., tuple[int, str, str]]
EVERY = Path(__file__).parents[1] / "models" / "scorecards" / "every-type.toml"


@pytest.fixture
def department(demo_store: Store) -> Path:
    """The demonstration's database."""
    return Path(demo_store.database.address)


@pytest.mark.usefixtures("database")
def test_the_list_marks_what_new_reviews_are_made_with(steercheck: Run) -> None:
    status, out, _ = steercheck("--json", "scorecard", "list")
    assert status == 0
    (line,) = json.loads(out)["scorecards"]
    assert (line["id"], line["current"], line["shipped"], line["prompts"]) == ("arrears-call/1", True, True, 20)
    assert "arrears-call/1" in steercheck("scorecard", "list")[1]


def test_a_sound_file_is_fit_for_use_and_needs_no_database(steercheck: Run, tmp_path: Path) -> None:
    status, out, _ = steercheck("scorecard", "check", EVERY)
    assert (status, "fit for use" in out) == (0, True)
    told = json.loads(steercheck("--json", "scorecard", "check", EVERY)[1])
    assert (told["ok"], told["id"], told["sha256"]) == (True, "every-type/1", read_scorecard(EVERY).sha256)
    assert not (tmp_path / "steercheck.db").exists()


def test_looking_makes_no_database(steercheck: Run, tmp_path: Path) -> None:
    assert steercheck("scorecard", "list")[0] == 0
    assert not (tmp_path / "steercheck.db").exists()


def test_every_fault_of_a_file_is_named_by_its_key(steercheck: Run, tmp_path: Path) -> None:
    text = EVERY.read_text(encoding="utf-8").replace("credit = 50", "credit = 150").replace('"scale"', '"stars"')
    spoilt = tmp_path / "spoilt.toml"
    spoilt.write_text(text, encoding="utf-8")
    status, out, err = steercheck("--json", "scorecard", "check", spoilt)
    assert status == 3
    lines = {refusal["column"]: refusal["line"] for refusal in json.loads(out)["refused"]}
    assert lines["section[1].prompt[2].option[2].credit"] == text[: text.index("credit = 150")].count("\n") + 1
    assert "section[1].prompt[3].type" in lines
    assert "must be one of yes_no, choice, scale, number, text" in err


def test_a_file_that_is_not_there_or_no_toml_is_refused(steercheck: Run, tmp_path: Path) -> None:
    status, out, err = steercheck("--json", "scorecard", "check", tmp_path / "absent.toml")
    assert (status, json.loads(out)["ok"]) == (3, False)
    assert "cannot be read" in err
    broken = tmp_path / "broken.toml"
    broken.write_text("section = [", encoding="utf-8")
    assert "is not a TOML file" in steercheck("scorecard", "check", broken)[2]


@pytest.mark.usefixtures("database")
def test_what_is_exported_reads_back_equal(steercheck: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.toml"
    assert steercheck("scorecard", "export", "arrears-call/1", "-o", out)[0] == 0
    told = json.loads(steercheck("--json", "scorecard", "export", "arrears-call/1")[1])
    assert read_scorecard(out).sha256 == told["sha256"]
    assert out.read_text(encoding="utf-8") == told["toml"] == steercheck("scorecard", "export", "arrears-call/1")[1]


@pytest.mark.usefixtures("database")
def test_an_unknown_scorecard_and_a_place_that_cannot_be_written_are_told(steercheck: Run, tmp_path: Path) -> None:
    status, _, err = steercheck("scorecard", "export", "arrears-call/9")
    assert (status, "No scorecard has the id 'arrears-call/9'" in err) == (3, True)
    assert steercheck("scorecard", "export", "arrears-call/1", "-o", tmp_path / "no" / "out.toml")[0] == 7


def test_a_file_is_taken_in_as_a_draft_or_published_at_once(steercheck: Run, department: Path, tmp_path: Path) -> None:
    status, out, _ = steercheck("--json", "--as", "TL01", "scorecard", "add", EVERY, db=department)
    assert (status, json.loads(out)["standing"], json.loads(out)["current"]) == (0, "draft", False)
    assert read_scorecard(EVERY).sha256 in steercheck("--json", "scorecard", "export", "every-type/1", db=department)[1]
    second = tmp_path / "second.toml"
    second.write_text(EVERY.read_text(encoding="utf-8").replace("every-type/1", "arrears-call/2"), encoding="utf-8")
    status, out, _ = steercheck("--as", "QA01", "scorecard", "add", second, "--publish", db=department)
    assert (status, "new reviews are made with it" in out) == (0, True)
    assert steercheck("--as", "QA01", "scorecard", "add", second, db=department)[0] == 3


def test_a_caseworker_takes_no_scorecard_in(steercheck: Run, department: Path) -> None:
    status, _, err = steercheck("--as", "CW011", "scorecard", "add", EVERY, db=department)
    assert (status, "may not change scorecards" in err) == (6, True)


@pytest.mark.parametrize(("title", "card"), [("\\u001b[2J", "a/1"), ("one", f"a/{'9' * 30}"), ("one", f"{'a' * 90}/1")])
def test_what_a_terminal_would_obey_and_ids_without_end_are_refused(
    steercheck: Run, tmp_path: Path, title: str, card: str
) -> None:
    file = tmp_path / "card.toml"
    text = EVERY.read_text(encoding="utf-8").replace("every-type/1", card)
    file.write_text(text.replace('title = "', f'title = "{title}', 1), encoding="utf-8")
    assert steercheck("scorecard", "check", file)[0] == 3
