"""The command `sample`: its document, its statuses, and drawing a certificate's sample again."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models.store import Store

TODAY = {"STEERCHECK_TODAY": "2009-10-05"}
SEPTEMBER = ("--from", "2009-09-01", "--to", "2009-09-30")


@dataclass(frozen=True)
class Desk:
    """The demonstration department on the command line."""

    store: Store
    folder: Path
    run: Callable[..., Any]

    def call(self, *arguments: str | Path, who: str | None = "TL01", as_json: bool = True) -> Any:
        claim = [] if who is None else ["--as", who]
        return self.run(
            *(["--json"] if as_json else []), *claim, "sample", *arguments, db=self.store.database.address, env=TODAY
        )

    def drawn(self, *arguments: str) -> dict[str, Any]:
        done = self.call(*SEPTEMBER, "--seed", "1298", *arguments)
        assert done.status == 0, done.err
        document: dict[str, Any] = json.loads(done.out)
        return document

    def file(self, values: object) -> Path:
        path = self.folder / "cert.json"
        path.write_text(json.dumps(values), encoding="utf-8")
        return path


@pytest.fixture
def desk(demo_store: Store, tmp_path: Path, steercheck: Callable[..., Any]) -> Desk:
    return Desk(demo_store, tmp_path, steercheck)


def test_a_sample_is_the_document_of_the_contract(desk: Desk) -> None:
    document = desk.drawn("--per-caseworker", "2", "--exclude", "VR-88104=a complaint, 2=two")
    assert list(document) == ["sample_id", "certificate"]
    certificate = document["certificate"]
    assert (document["sample_id"], certificate["schema"], certificate["algorithm"], certificate["drawn_by"]) == (
        *("S-0001", "steercheck.sample/1", "sha256-rank/1"),
        "TL01",
    )
    assert list(certificate) == [
        *("schema", "algorithm", "seed", "drawn_at", "drawn_by", "frame", "excluded", "earlier_draws_on_this_period"),
        *("strata", "draws", "replacements"),
    ]
    assert list(certificate["frame"]) == ["from", "to", "filters", "size", "sha256"]
    assert certificate["excluded"] == [{"recording_id": "VR-88104", "reason": "a complaint, 2=two"}]
    assert certificate["strata"][1] == {
        "caseworker_id": "CW012",
        "frame": 2,
        "wanted": 2,
        "drawn": 2,
        "weight": "1.0000",
    }
    assert certificate["draws"][0] == {
        "position": 1,
        "recording_id": "VR-88101",
        "sheet_id": "PAG-088101",
        "caseworker_id": "CW011",
    }
    assert certificate["drawn_at"].startswith("2009-10-05T")


def test_the_demonstration_has_eleven_calls_in_the_frame(desk: Desk) -> None:
    assert desk.drawn("--rate", "12.5")["certificate"]["frame"]["size"] == 11
    assert len(desk.drawn("--size", "40")["certificate"]["draws"]) == 11
    assert len(desk.drawn("--size", "4")["certificate"]["draws"]) == 4


def test_filters_stand_in_the_certificate_where_one_was_set(desk: Desk) -> None:
    assert desk.drawn("--size", "1")["certificate"]["frame"]["filters"] == {}
    narrowed = desk.drawn("--size", "1", "--scheme", "CS2", "--min-seconds", "5", "--verdict", "ACCURATE")
    assert narrowed["certificate"]["frame"]["filters"] == {"scheme": "CS2", "verdict": "ACCURATE", "min_seconds": 5}


def test_a_blind_sample_drawn_by_a_verdict_is_told_to_be_known(desk: Desk) -> None:
    of_a_verdict = ("--seed", "1", "--size", "1", "--verdict", "ACCURATE")
    assert "Blind, but drawn by the verdict ACCURATE" in desk.call(*SEPTEMBER, *of_a_verdict, "--blind").err
    assert "Blind" not in desk.call(*SEPTEMBER, *of_a_verdict).err


def test_people_are_told_whom_and_what_was_drawn_before(desk: Desk) -> None:
    desk.drawn("--size", "4")
    options = (*SEPTEMBER, "--per-caseworker", "2", "--seed", "other", "--due", "2009-10-30", "--reviewer", "TL02")
    done = desk.call(*options, "--blind", as_json=False)
    assert done.status == 0
    assert done.out.startswith("S-0002: 11 of 11 calls, to be checked by 2009-10-30.\n  CW011: 1 of 1, 2 wanted\n")
    assert "Drawn before on days of this period: S-0001." in done.err
    kept = desk.store.samples.get("S-0002")
    assert (kept.reviewer, kept.blind) == ("TL02", True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--size", "3"),
        ("--seed", "1"),
        ("--seed", "1", "--size", "3", "--rate", "5"),
        ("--seed", "1", "--size", "0"),
        ("--seed", "1", "--size", "x"),
        ("--seed", "1", "--rate", "x"),
        ("--seed", "1", "--rate", "101"),
        ("--seed", "1", "--rate", "nan"),
        ("--seed", " ", "--size", "3"),
        ("--seed", "1\n2", "--size", "3"),
        ("--seed", "1", "--size", "3", "--scheme", "CS9"),
        ("--seed", "1", "--size", "3", "--verdict", "GOOD"),
        ("--seed", "1", "--size", "3", "--min-seconds", "-1"),
        ("--seed", "1", "--size", "3", "--exclude", "VR-88104"),
        ("--seed", "1", "--size", "3", "--exclude", "VR-88104= "),
        ("--seed", "1", "--size", "3", "--due", "30/10/2009"),
        ("--seed", "1", "--size", "3", "--redraw", "cert.json"),
    ],
)
def test_wrong_usage_ends_with_2_and_draws_nothing(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert desk.call(*SEPTEMBER, *arguments).status == 2
    assert desk.store.samples.listing() == ()


@pytest.mark.parametrize("days", [("--from", "2009-09-30", "--to", "2009-09-01"), ("--from", "2009-09-01"), ()])
def test_a_period_that_is_none_ends_with_2(desk: Desk, days: tuple[str, ...]) -> None:
    assert desk.call(*days, "--seed", "1", "--size", "3").status == 2


def test_an_empty_frame_and_an_unknown_id_end_with_3(desk: Desk) -> None:
    asked = ("--seed", "1", "--size", "3")
    assert desk.call("--from", "2009-01-01", "--to", "2009-01-31", *asked).status == 3
    done = desk.call(*SEPTEMBER, *asked, "--exclude", "VR-1=why", "--reviewer", "CW014")
    error = json.loads(done.out)["error"]
    assert (done.status, [each["column"] for each in error["details"]]) == (3, ["exclude", "reviewer"])


@pytest.mark.parametrize("who", ["CW014", None])
def test_who_is_no_reviewer_draws_nothing(desk: Desk, who: str | None) -> None:
    assert desk.call(*SEPTEMBER, "--seed", "1", "--size", "3", who=who).status == 6


def test_the_same_certificate_ends_with_0_whoever_asks(desk: Desk) -> None:
    document = desk.drawn("--size", "4")
    for values in (document, document["certificate"]):
        done = desk.call("--redraw", desk.file(values), who=None)
        told = json.loads(done.out)
        assert (done.status, told["sample_id"], told["same"], told["differences"]) == (0, "S-0001", True, [])


def test_a_certificate_that_differs_ends_with_4_and_lists_it(desk: Desk) -> None:
    document = desk.drawn("--size", "4")
    document["certificate"]["draws"][0]["recording_id"] = "VR-88112"
    done = desk.call("--redraw", desk.file(document))
    error = json.loads(done.out)["error"]
    assert (done.status, error["exit"], error["code"]) == (4, 4, "REDRAW_DIFFERS")
    assert error["details"][0] == {
        "key": "draws[0].recording_id",
        "certificate": "VR-88112",
        "redrawn": None,
        "reason": "is matched to no sheet",
    }
    done = desk.call("--redraw", desk.file(document), as_json=False)
    assert "draws[0].recording_id: the certificate has VR-88112, the redraw none: is matched to no sheet" in done.err


def test_a_file_that_is_no_certificate_ends_with_3(desk: Desk) -> None:
    done = desk.call("--redraw", desk.file({"sample_id": "S-0001"}))
    assert done.status == 3
    assert desk.call("--redraw", desk.folder / "none.json").status == 3


def test_redrawing_makes_no_database_where_there_is_none(desk: Desk) -> None:
    whole, part = desk.drawn("--per-caseworker", "2"), desk.drawn("--size", "4")
    elsewhere = desk.folder / "elsewhere.db"
    assert desk.run("sample", "--redraw", desk.file(whole), db=elsewhere).status == 0
    assert desk.run("sample", "--redraw", desk.file(part), db=elsewhere).status == 3
    assert not elsewhere.exists()


# reviews of a sample


def answers(desk: Desk, demo: Path, call: str, **others: object) -> Path:
    values = json.loads((demo / "answers" / f"{call}.json").read_text(encoding="utf-8"))
    return desk.file(values | others)


def review(desk: Desk, call: str, path: Path, *options: str) -> Any:
    done = desk.run("--json", "review", call, "--answers", path, *options, db=desk.store.database.address, env=TODAY)
    return done.status, json.loads(done.out)


def test_a_review_names_the_sample_its_call_was_drawn_in(desk: Desk, demo: Path) -> None:
    desk.drawn("--per-caseworker", "2")
    status, document = review(desk, "VR-88104", answers(desk, demo, "VR-88104", sample_id="S-0001"))
    assert status == 0
    assert desk.store.reviews.get(document["review_id"]).sample_id == "S-0001"
    # an amendment stays one of the sample, whatever its file says
    again = answers(desk, demo, "VR-88104", sample_id=None)
    status, document = review(desk, "VR-88104", again, "--amend", "heard again")
    assert status == 0
    assert desk.store.reviews.get(document["review_id"]).sample_id == "S-0001"


def test_a_draft_keeps_its_sample(desk: Desk, demo: Path) -> None:
    desk.drawn("--per-caseworker", "2")
    path = answers(desk, demo, "VR-88104", sample_id="S-0001")
    _status, document = review(desk, "VR-88104", path, "--draft")
    assert desk.store.reviews.get(document["review_id"]).sample_id == "S-0001"


@pytest.mark.parametrize(
    ("call", "sample_id", "reason"),
    [
        ("VR-88104", "S-0001", "this call is not in the sample"),
        ("VR-88101", "S-0001", "this call was replaced by another one in the sample"),
        ("PAG-088199", "S-0001", "this call is not in the sample"),
        ("VR-88102", "S-0002", "no sample has this id"),
    ],
)
def test_a_call_the_sample_does_not_hold_is_refused_by_its_key(
    desk: Desk, demo: Path, call: str, sample_id: str, reason: str
) -> None:
    desk.drawn("--per-caseworker", "2", "--exclude", "VR-88104=why")
    leader = desk.store.staff.get("TL01")
    assert leader is not None
    desk.store.samples.replace("S-0001", "VR-88101", "silent", leader)
    status, document = review(desk, call, answers(desk, demo, call, sample_id=sample_id))
    (refused,) = document["refused"]
    assert (status, refused["column"], refused["value"], refused["reason"]) == (3, "sample_id", sample_id, reason)
    assert desk.store.reviews.listing() == []


def test_the_pack_of_a_sample_holds_the_reviews_of_its_calls(desk: Desk, demo: Path) -> None:
    desk.drawn("--per-caseworker", "2", "--exclude", "VR-88104=why")
    out = desk.folder / "pack.zip"

    def export() -> dict[str, Any]:
        done = desk.run("--json", "export", "--out", out, "--sample", "S-0001", db=desk.store.database.address)
        assert done.status == 0, done.err
        document: dict[str, Any] = json.loads(done.out)
        return document

    assert (export()["reviews"], export()["sample_id"]) == (0, "S-0001")
    for call in ("VR-88101", "VR-88104", "PAG-088199"):
        review(desk, call, answers(desk, demo, call))
    assert export()["reviews"] == 1
    with zipfile.ZipFile(out) as pack:
        rows = list(csv.DictReader(io.StringIO(pack.read("reviews.csv").decode("utf-8"), newline="")))
    assert [row["recording_id"] for row in rows] == ["VR-88101"]


@pytest.mark.parametrize(
    "how_many",
    [("--per-caseworker", "2"), ("--size", "5"), ("--size", "5", "--equal"), ("--rate", "33.5")],
    ids=["quota", "proportional", "equal", "rate"],
)
def test_a_certificate_of_each_allocation_redraws_the_same(desk: Desk, how_many: tuple[str, ...]) -> None:
    again = desk.call("--redraw", desk.file(desk.drawn(*how_many)["certificate"]))
    assert (again.status, json.loads(again.out)["same"]) == (0, True)


def test_equal_shares_out_the_size_whatever_each_has(desk: Desk) -> None:
    wanted = [each["wanted"] for each in desk.drawn("--size", "5", "--equal")["certificate"]["strata"]]
    assert sum(wanted) == 5
    assert max(wanted) - min(wanted) <= 1


@pytest.mark.parametrize(
    "arguments",
    [
        (*SEPTEMBER, "--seed", "1", "--rate", "5", "--equal"),
        (*SEPTEMBER, "--seed", "1", "--per-caseworker", "1", "--equal"),
        ("--show", "S-0001", "--list"),
        ("--show", "S-0001", "--seed", "1"),
        ("--list", "--blind"),
    ],
)
def test_forms_that_do_not_go_together_are_wrong_usage(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert desk.call(*arguments).status == 2


def test_show_is_the_certificate_the_progress_and_the_cross_reference(desk: Desk) -> None:
    drawn = desk.drawn("--per-caseworker", "1", "--blind")
    shown = json.loads(desk.call("--show", "S-0001").out)
    assert list(shown) == ["sample_id", "certificate", "progress", "cross_reference"]
    assert shown["certificate"] == drawn["certificate"]
    assert (shown["progress"]["done"], shown["progress"]["blind"]) == (0, True)
    counts = shown["cross_reference"]["counts"]
    assert counts["hidden"] == sum(counts.values()) == len(drawn["certificate"]["draws"])


def test_what_show_writes_can_be_redrawn(desk: Desk) -> None:
    desk.drawn("--per-caseworker", "1")
    shown = json.loads(desk.call("--show", "S-0001").out)
    assert desk.call("--redraw", desk.file(shown["certificate"])).status == 0


def test_list_names_every_sample_the_newest_first(desk: Desk) -> None:
    assert json.loads(desk.call("--list").out) == []
    desk.drawn("--per-caseworker", "1", "--due", "2009-10-09", "--reviewer", "TL02")
    desk.drawn("--per-caseworker", "2")
    listed = json.loads(desk.call("--list").out)
    assert [each["sample_id"] for each in listed] == ["S-0002", "S-0001"]
    assert (listed[1]["due"], listed[1]["reviewer"]) == ("2009-10-09", "TL02")
    assert "S-0001" in desk.call("--list", as_json=False).out


def test_only_reviewers_are_shown_samples(desk: Desk) -> None:
    desk.drawn("--per-caseworker", "1")
    assert desk.call("--show", "S-0001", who="CW011").status == 6
    assert desk.call("--list", who="CW011").status == 6
    assert desk.call("--show", "S-0009").status == 3
