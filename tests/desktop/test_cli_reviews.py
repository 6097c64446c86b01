"""The commands `review`, `reviews` and `export`: the contract's documents, exit statuses and refusals."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, delete, select, update

from models.guide_sheet import GuideSheet
from models.staff import Staff
from models.steer import COLUMNS
from models.store import Store

KEYS = ["review_id", "state", "score", "critical", "kpi_class", "missing", "refused"]
EXPECTED = Path(__file__).parents[1] / "expected" / "expected.csv"
TODAY = {"STEERCHECK_TODAY": "2009-10-05"}


@dataclass(frozen=True)
class Answered:
    """What a command said: its exit status, its one document, and what people were told."""

    status: int
    document: Any
    err: str


@dataclass(frozen=True)
class Desk:
    """The demonstration department on the command line."""

    store: Store
    answers: Path
    folder: Path
    run: Callable[..., Any]

    def call(self, *arguments: str | Path, who: str | None = None) -> Answered:
        claim = [] if who is None else ["--as", who]
        done = self.run("--json", *claim, *arguments, db=self.store.database.address, env=TODAY)
        return Answered(done.status, json.loads(done.out), done.err)

    def review(self, key: str, *options: str, who: str | None = "TL01", of: str | None = None) -> Answered:
        """`steercheck review KEY` with the answers of the call or sheet `of` (the same when not said)."""
        return self.call("review", key, "--answers", self.answers / f"{of or key}.json", *options, who=who)

    def changed(self, key: str, change: Callable[[dict[str, Any]], object]) -> Path:
        """The answers to a call or sheet, changed, as a file of their own."""
        document = json.loads((self.answers / f"{key}.json").read_text(encoding="utf-8"))
        change(document)
        path = self.folder / "changed.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    def states(self) -> list[str]:
        return [one.state for one in self.store.reviews.listing()]


@pytest.fixture
def desk(demo_store: Store, demo: Path, tmp_path: Path, steercheck: Callable[..., Any]) -> Desk:
    return Desk(demo_store, demo / "answers", tmp_path, steercheck)


def answer_of(document: dict[str, Any], prompt: str) -> dict[str, Any]:
    found: dict[str, Any] = next(answer for answer in document["answers"] if answer["prompt"] == prompt)
    return found


def expected_rows() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# review


@pytest.mark.parametrize("row", expected_rows(), ids=lambda row: row["sheet_id"])
def test_each_demonstration_file_is_signed_with_the_expected_outcome(desk: Desk, row: dict[str, str]) -> None:
    """Nobody is claimed and no account is on the staff list: the file says whose review it is."""
    done = desk.review(row["recording_id"] or row["sheet_id"], who=None)
    assert done.status == 0
    assert list(done.document) == KEYS
    assert len(done.document.pop("review_id")) == 36
    assert done.document == {
        "state": "signed",
        "score": row["score"],
        "critical": row["critical"],
        "kpi_class": row["kpi_class"],
        "missing": [],
        "refused": [],
    }


def test_an_answer_against_the_steer_is_signed_and_listed_with_the_sum(desk: Desk) -> None:
    answers = desk.changed("VR-88111", lambda document: answer_of(document, "LABEL_RIGHT").update(answer="Y"))
    done = desk.call("review", "VR-88111", "--answers", answers, who="TL01")
    assert (done.status, done.document["kpi_class"]) == (0, "INACCURATE")
    told = "LABEL_RIGHT: answered Y, the steer proposes N: rung 3: an Arrangement, but the sheet calls it an Agreement"
    assert told in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        ("2012/CMS/1", "the policy in force for PAG-088102 is 2009-10/AnnexA/1"),
        ("1993/None/1", "no policy has this id"),
    ],
)
def test_a_policy_that_is_not_the_one_in_force_is_refused(desk: Desk, policy: str, reason: str) -> None:
    answers = desk.changed("VR-88102", lambda document: document.update(policy=policy))
    done = desk.call("review", "VR-88102", "--answers", answers, who="TL01")
    assert (done.status, done.document["state"]) == (3, None)
    assert [(each["column"], each["value"], each["reason"]) for each in done.document["refused"]] == [
        ("policy", policy, reason)
    ]


def test_the_policy_in_force_may_be_named_and_stays_with_the_review(desk: Desk) -> None:
    answers = desk.changed("VR-88102", lambda document: document.update(policy="2009-10/AnnexA/1"))
    done = desk.call("review", "VR-88102", "--answers", answers, who="TL01")
    assert done.document["state"] == "signed"
    assert desk.store.reviews.get(done.document["review_id"]).policy == "2009-10/AnnexA/1"


def test_what_is_missing_is_listed_and_nothing_is_signed(desk: Desk) -> None:
    def spoil(document: dict[str, Any]) -> None:
        answer_of(document, "LUMP_SOUGHT")["evidence"] = []
        answer_of(document, "FULL_FIRST")["answer"] = None
        answer_of(document, "SHEET_COMPLETE")["answer"] = "NA"

    done = desk.call("review", "VR-88104", "--answers", desk.changed("VR-88104", spoil), who="TL01")
    assert done.status == 3
    assert done.document == dict.fromkeys(KEYS[:5]) | {
        "missing": [
            {"prompt": "FULL_FIRST", "what": "answer"},
            {"prompt": "LUMP_SOUGHT", "what": "evidence"},
            {"prompt": "SHEET_COMPLETE", "what": "answer"},
        ],
        "refused": [],
    }
    assert "a no needs a span of the call" in done.err
    assert desk.states() == []


@pytest.mark.parametrize(
    ("prompt", "evidence"),
    [
        ("LUMP_SOUGHT", [{"kind": "span", "start": 60, "end": 90}]),
        ("LUMP_SOUGHT", [{"kind": "span", "start": 9, "end": 3}]),
        ("LUMP_SOUGHT", [{"kind": "sheet", "field": "shoe_size"}]),
        ("WITHIN_RUNG", [{"kind": "whole_call"}]),
    ],
)
def test_inadmissible_evidence_is_missing_evidence(desk: Desk, prompt: str, evidence: list[dict[str, Any]]) -> None:
    path = desk.changed("VR-88104", lambda d: answer_of(d, prompt).update(answer="N", evidence=evidence))
    done = desk.call("review", "VR-88104", "--answers", path, who="TL01")
    assert done.status == 3
    assert done.document["missing"] == [{"prompt": prompt, "what": "evidence"}]
    assert desk.states() == []


def test_the_whole_call_is_no_evidence_while_it_is_not_marked_as_heard(desk: Desk) -> None:
    path = desk.changed("VR-88101", lambda d: d.update(whole_call_heard=False))
    done = desk.call("review", "VR-88101", "--answers", path, who="TL01")
    assert (done.status, done.document["missing"]) == (3, [{"prompt": "METHOD_EXPLAINED", "what": "evidence"}])


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        (lambda d: answer_of(d, "LUMP_SOUGHT").update(prompt="LUNCH"), "answers[2].prompt", "LUNCH"),
        (lambda d: answer_of(d, "LUMP_SOUGHT").update(answer="X"), "answers[2].answer", "X"),
        (lambda d: d.update(recording_id="VR-0"), "recording_id", "VR-0"),
        (lambda d: d.update(recording_id="VR-88101"), "recording_id", "VR-88101"),
        (lambda d: d.update(sheet_id="PAG-088101"), "sheet_id", "PAG-088101"),
        (lambda d: d.update(caseworker_id="CW011"), "caseworker_id", "CW011"),
        (lambda d: d.update(scorecard="arrears-call/9"), "scorecard", "arrears-call/9"),
        (lambda d: d.update(sample_id="S-0001"), "sample_id", "S-0001"),
        (lambda d: d.update(kind="third"), "kind", "third"),
        (lambda d: d.update(review_id="0190"), None, "0190"),
    ],
)
def test_what_is_unknown_or_contradicts_is_refused_by_its_place(
    desk: Desk, change: Callable[[dict[str, Any]], object], column: str | None, value: str
) -> None:
    path = desk.changed("VR-88104", change)
    done = desk.call("review", "VR-88104", "--answers", path, who="TL01")
    assert done.status == 3
    assert list(done.document) == KEYS
    refused = done.document["refused"][0]
    assert list(refused) == ["file", "line", "column", "value", "reason"]
    assert (refused["file"], refused["line"], refused["column"], refused["value"]) == (str(path), None, column, value)
    assert str(path) in done.err
    assert desk.states() == []


def test_a_file_that_is_no_json_is_refused_with_its_line(desk: Desk) -> None:
    path = desk.folder / "broken.json"
    path.write_text('{\n"schema": nothing}')
    done = desk.call("review", "VR-88104", "--answers", path, who="TL01")
    assert (done.status, done.document["refused"][0]["line"]) == (3, 2)


def test_a_file_that_is_not_there_is_refused(desk: Desk) -> None:
    done = desk.call("review", "VR-88104", "--answers", desk.folder / "absent.json", who="TL01")
    assert (done.status, len(done.document["refused"])) == (3, 1)


def test_an_unknown_id_is_refused(desk: Desk) -> None:
    done = desk.review("VR-0", of="VR-88104")
    assert done.status == 3
    assert (done.document["refused"][0]["column"], done.document["refused"][0]["value"]) == ("ID", "VR-0")


def test_a_sheet_is_checked_without_its_call(desk: Desk) -> None:
    def sheet_only(document: dict[str, Any]) -> None:
        document.update(recording_id=None, whole_call_heard=False)
        for answer in document["answers"]:
            answer["evidence"] = []
        for prompt in ("CONDUCT", "SOURCES_AGREE"):
            answer_of(document, prompt)["answer"] = "NA"

    path = desk.changed("VR-88102", sheet_only)
    done = desk.call("review", "PAG-088102", "--answers", path, who="TL01")
    assert done.status == 0
    assert desk.store.reviews.get(done.document["review_id"]).recording_id is None


def test_answers_about_a_call_are_not_taken_for_a_check_of_the_sheet_alone(desk: Desk) -> None:
    done = desk.review("PAG-088102", of="VR-88102")
    assert (done.status, done.document["refused"][0]["column"]) == (3, "recording_id")


def test_what_the_file_leaves_open_is_taken_from_the_lists(desk: Desk) -> None:
    nothing = dict.fromkeys(("recording_id", "sheet_id", "caseworker_id", "reviewer_id"))
    path = desk.changed("VR-88110", lambda d: d.update(nothing))
    done = desk.call("review", "VR-88110", "--answers", path, who="TL02")
    form = desk.store.reviews.get(done.document["review_id"])
    assert (form.recording_id, form.sheet_id, form.caseworker_id, form.reviewer_id) == (
        "VR-88110",
        "PAG-088110",
        "CW021",
        "TL02",
    )


def test_signing_the_same_call_again_is_refused_naming_the_review(desk: Desk) -> None:
    first = desk.review("VR-88104").document["review_id"]
    again = desk.review("VR-88104")
    assert again.status == 3
    assert first in again.document["refused"][0]["reason"]
    assert desk.states() == ["signed"]


def test_answers_of_somebody_else_are_not_signed(desk: Desk) -> None:
    done = desk.review("VR-88104", who="TL02")
    assert (done.status, done.document["error"]["code"]) == (6, "NOT_ALLOWED")
    assert desk.states() == []


def test_a_caseworker_may_not_sign(desk: Desk) -> None:
    path = desk.changed("VR-88104", lambda d: d.update(reviewer_id="CW011"))
    for who in ("CW011", None):
        done = desk.call("review", "VR-88104", "--answers", path, who=who)
        assert (done.status, done.document["error"]["exit"]) == (6, 6)
    assert desk.states() == []


def test_a_reviewer_nobody_knows_is_refused(desk: Desk) -> None:
    path = desk.changed("VR-88104", lambda d: d.update(reviewer_id="TL99"))
    done = desk.call("review", "VR-88104", "--answers", path)
    assert (done.status, done.document["refused"][0]["column"]) == (3, "reviewer_id")


def test_without_a_staff_list_nobody_signs(desk: Desk) -> None:
    with desk.store.database.session() as session:
        session.exec(update(Staff).values(team_leader=None))
        session.exec(delete(Staff))
    assert desk.review("VR-88104", who=None).status == 6
    assert desk.states() == []


def test_answers_about_another_call_than_the_command_are_refused_in_words(desk: Desk) -> None:
    done = desk.review("VR-88104", of="VR-88103")
    reasons = {found["column"]: found["reason"] for found in done.document["refused"]}
    assert (done.status, reasons["recording_id"]) == (3, "the command is about VR-88104")
    assert reasons["sheet_id"] == "VR-88104 belongs to PAG-088104"


def test_one_missing_thing_is_told_as_one(desk: Desk) -> None:
    path = desk.changed("VR-88104", lambda d: answer_of(d, "CONDUCT").update(answer=None))
    done = desk.call("review", "VR-88104", "--answers", path, who="TL01")
    assert done.document["missing"] == [{"prompt": "CONDUCT", "what": "answer"}]
    assert "one thing is missing" in done.err


def test_without_a_name_anywhere_nobody_signs(desk: Desk) -> None:
    path = desk.changed("VR-88104", lambda d: d.update(reviewer_id=None))
    assert desk.call("review", "VR-88104", "--answers", path).status == 6


def test_where_accounts_are_known_the_file_does_not_say_who_is_working(desk: Desk) -> None:
    with desk.store.database.session() as session:
        other = session.exec(select(Staff).where(col(Staff.staff_id) == "QA01")).one()
        other.os_user = "somebody-elses-account"
        session.add(other)
    assert desk.review("VR-88104", who=None).status == 6


def test_a_draft_is_kept_with_what_it_lacks(desk: Desk) -> None:
    path = desk.changed("VR-88104", lambda d: answer_of(d, "LUMP_SOUGHT").update(evidence=[]))
    done = desk.call("review", "VR-88104", "--answers", path, "--draft", who="TL01")
    assert done.status == 0
    assert done.document["state"] == "draft"
    assert done.document["score"] == "54.5"
    assert done.document["missing"] == [{"prompt": "LUMP_SOUGHT", "what": "evidence"}]
    assert desk.states() == ["draft"]


def test_a_draft_is_replaced_and_then_signed_under_its_own_id(desk: Desk) -> None:
    path = desk.changed("VR-88104", lambda d: d["answers"].clear())
    draft = desk.call("review", "VR-88104", "--answers", path, "--draft", who="TL01").document["review_id"]
    again = desk.review("VR-88104", "--draft").document
    assert (again["review_id"], again["missing"]) == (draft, [])
    done = desk.review(draft, of="VR-88104")
    assert (done.status, done.document["review_id"], done.document["state"]) == (0, draft, "signed")


def test_a_review_is_amended_by_its_recording_or_its_own_id(desk: Desk) -> None:
    first = desk.review("VR-88104").document["review_id"]
    second = desk.review("VR-88104", "--amend", "heard again").document["review_id"]
    third = desk.review(second, "--amend", "and again", of="VR-88104").document["review_id"]
    forms = [desk.store.reviews.get(key) for key in (first, second, third)]
    assert [(form.amends, form.amend_reason) for form in forms] == [
        (None, None),
        (first, "heard again"),
        (second, "and again"),
    ]


def test_nothing_is_amended_that_was_not_signed(desk: Desk) -> None:
    done = desk.review("VR-88104", "--amend", "because")
    assert (done.status, len(done.document["refused"])) == (3, 1)
    desk.review("VR-88104")
    assert desk.review("VR-88104", "--amend", " ").status == 3
    assert desk.states() == ["signed"]


def test_a_review_of_another_call_is_not_amended(desk: Desk) -> None:
    other = desk.review("VR-88102").document["review_id"]
    desk.review("VR-88104")
    path = desk.changed("VR-88104", lambda d: d.update(review_id=other))
    done = desk.call("review", "VR-88104", "--answers", path, "--amend", "because", who="TL01")
    assert (done.status, len(done.document["refused"])) == (3, 1)
    assert desk.states() == ["signed", "signed"]


def test_draft_and_amend_exclude_each_other(desk: Desk) -> None:
    assert desk.review("VR-88104", "--draft", "--amend", "x").status == 2


def test_people_are_told_in_words(desk: Desk) -> None:
    answers = desk.answers / "VR-88104.json"
    done = desk.run("review", "VR-88104", "--answers", answers, db=desk.store.database.address, env=TODAY)
    assert done.status == 0
    assert "score 54.5, critical fail, INACCURATE" in done.out
    assert done.err == ""


# reviews


def test_reviews_are_listed_by_state(desk: Desk) -> None:
    desk.review("VR-88104")
    desk.review("VR-88102", "--draft")
    everything = desk.call("reviews").document
    assert [(one["recording_id"], one["state"], one["score"]) for one in everything] == [
        ("VR-88104", "signed", "54.5"),
        ("VR-88102", "draft", None),
    ]
    assert [one["recording_id"] for one in desk.call("reviews", "--state", "draft").document] == ["VR-88102"]
    assert desk.call("reviews", "--state", "amended").document == []


def test_an_unknown_state_is_wrong_usage(desk: Desk) -> None:
    assert desk.call("reviews", "--state", "lost").status == 2


def test_a_caseworker_is_listed_nothing_that_was_not_released(desk: Desk) -> None:
    desk.review("VR-88104")
    done = desk.call("reviews", who="CW014")
    assert (done.status, done.document) == (0, [])


def test_people_see_a_table(desk: Desk) -> None:
    desk.review("VR-88104")
    done = desk.run("reviews", db=desk.store.database.address, env=TODAY | {"COLUMNS": "200"})
    assert "VR-88104" in done.out
    assert "INACCURATE" in done.out


def test_people_are_told_that_a_sheet_was_changed_since_signing_and_the_document_keeps_its_keys(desk: Desk) -> None:
    desk.review("VR-88104")
    before = desk.call("reviews").document
    desk.store.imports.take(GuideSheet, ("sheet_id", "arrears"), [("PAG-088104", 1)], dry_run=False)
    done = desk.run("reviews", db=desk.store.database.address, env=TODAY | {"COLUMNS": "200"})
    assert "signed, sheet changed since" in done.out
    assert desk.call("reviews").document == before


# export


def export(desk: Desk, out: Path, *options: str, who: str | None = None) -> Answered:
    return desk.call("export", "--out", out, *(options or ("--from", "2009-09-01", "--to", "2009-09-30")), who=who)


def test_the_pack_holds_what_was_signed(desk: Desk) -> None:
    for row in expected_rows():
        desk.review(row["recording_id"] or row["sheet_id"], who=None)
    out = desk.folder / "pack.zip"
    done = export(desk, out)
    assert done.status == 0
    assert len(done.document.pop("sha256")) == 64
    assert done.document == {
        "pack": str(out),
        "reviews": 12,
        "answers": 240,
        "clips": 0,
        "sample_id": None,
        "signer": None,
        "redacted": {},
    }
    with zipfile.ZipFile(out) as pack:
        rows = list(csv.DictReader(io.StringIO(pack.read("reviews.csv").decode("utf-8"), newline="")))
        steer = list(csv.DictReader(io.StringIO(pack.read("steer.csv").decode("utf-8"), newline="")))
        lines = pack.read("reviews.jsonl").decode("utf-8").splitlines()
    by_sheet = {row["sheet_id"]: row for row in steer}
    found = {row["sheet_id"]: by_sheet[row["sheet_id"]] | row for row in rows}
    wanted = {row.pop("sheet_id"): row for row in expected_rows() if row.pop("story")}
    assert {sheet: {name: found[sheet][name] for name in row} for sheet, row in wanted.items()} == wanted
    assert len(steer) == len(found) == 12
    assert list(steer[0]) == ["sheet_id", *COLUMNS]
    assert len(lines) == 12


def test_a_folder_gets_the_files_and_has_no_hash(desk: Desk) -> None:
    desk.review("VR-88104")
    done = export(desk, desk.folder / "pack")
    assert (done.status, done.document["sha256"], done.document["reviews"]) == (0, None, 1)
    assert (desk.folder / "pack" / "reviews.csv").exists()


def test_an_empty_period_gives_an_empty_pack(desk: Desk) -> None:
    done = export(desk, desk.folder / "pack.zip", "--from", "2008-01-01", "--to", "2008-12-31")
    assert (done.status, done.document["reviews"], done.document["answers"]) == (0, 0, 0)


@pytest.mark.parametrize(
    "options",
    [
        ("--from", "2009-09-01"),
        ("--to", "2009-09-01"),
        ("--sample", "S-0001", "--from", "2009-09-01", "--to", "2009-09-30"),
        ("--sample", "S-0001", "--to", "2009-09-30"),
        ("--from", "2009-09-30", "--to", "2009-09-01"),
        ("--from", "01/09/2009", "--to", "2009-09-30"),
        ("--from", "2009-02-30", "--to", "2009-09-30"),
        ("--from", "20090901", "--to", "20090930"),
    ],
)
def test_a_period_that_makes_no_sense_is_wrong_usage(desk: Desk, options: tuple[str, ...]) -> None:
    assert export(desk, desk.folder / "pack.zip", *options).status == 2
    assert not (desk.folder / "pack.zip").exists()


def test_neither_period_nor_sample_is_wrong_usage(desk: Desk) -> None:
    assert desk.call("export", "--out", desk.folder / "pack.zip").status == 2


def test_an_unknown_sample_is_refused(desk: Desk) -> None:
    done = export(desk, desk.folder / "pack.zip", "--sample", "S-0001")
    assert (done.status, done.document["error"]["code"]) == (3, "UNKNOWN_ID")


def test_a_target_that_cannot_be_written_is_exit_7(desk: Desk) -> None:
    done = export(desk, desk.folder / "absent" / "pack.zip")
    assert (done.status, done.document["error"]["code"]) == (7, "OUTPUT_REFUSED")


def test_a_caseworker_may_not_export(desk: Desk) -> None:
    assert export(desk, desk.folder / "pack.zip", who="CW011").status == 6
    assert export(desk, desk.folder / "pack.zip", who="QA01").status == 0


@pytest.mark.parametrize("name", ["reviews.xlsx", "reviews.CSV", "reviews.jsonl"])
def test_a_pack_named_like_a_single_file_is_wrong_usage(desk: Desk, name: str) -> None:
    assert export(desk, desk.folder / name).status == 2
    assert not (desk.folder / name).exists()


def test_the_list_of_reviews_keeps_its_ids_whole_where_there_is_no_terminal(desk: Desk) -> None:
    review_id = desk.review("VR-88104").document["review_id"]
    assert review_id in desk.run("reviews", db=desk.store.database.address).out


def test_without_staff_nobody_exports(steercheck: Callable[..., Any], tmp_path: Path) -> None:
    done = steercheck("export", "--out", tmp_path / "pack.zip", "--from", "2009-09-01", "--to", "2009-09-30")
    assert done.status == 6
