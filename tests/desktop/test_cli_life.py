"""The commands `release`, `reply` and `decide`, and the life of a review in the list: documents, statuses, refusals."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import resources
from models.clock import Clock
from models.database import open_database
from models.review_file import read_review_file
from models.store import Store

DEMO_DAY = date(2009, 10, 5)
TODAY = {"STEERCHECK_TODAY": "2009-10-05"}
SIGNED = ("VR-88101", "VR-88104")


@dataclass(frozen=True)
class Desk:
    """The demonstration department on the command line, with two signed reviews."""

    store: Store
    folder: Path
    run: Callable[..., Any]
    by_call: dict[str, str]

    def call(self, *arguments: str | Path, who: str | None = "TL01", today: str = "2009-10-05") -> tuple[int, Any]:
        claim = [] if who is None else ["--as", who]
        env = {"STEERCHECK_TODAY": today}
        done = self.run("--json", *claim, *arguments, db=self.store.database.address, env=env)
        return done.status, json.loads(done.out)

    def reply_file(self, review_id: str, *disputes: str, caseworker_id: str = "CW014", day: str = "") -> Path:
        path = self.folder / "reply.toml"
        answer = "disputed" if disputes else "acknowledged"
        path.write_text(
            f'schema = "steercheck.reply/1"\nreview_id = "{review_id}"\ncaseworker_id = "{caseworker_id}"\n'
            f'day = "{day}"\nanswer = "{answer}"\n'
            + "".join(f'[[dispute]]\nprompt = "{prompt}"\ncomment = "it was"\n' for prompt in disputes),
            encoding="utf-8",
        )
        return path

    def reply(self, key: str, *disputes: str, who: str | None = "CW014", **of_file: str) -> tuple[int, Any]:
        review_id = self.by_call.get(key, key)
        return self.call("reply", key, "--file", self.reply_file(review_id, *disputes, **of_file), who=who)

    def decide(self, outcome: str = "upheld", who: str | None = "TL02", comment: str = "so it is") -> tuple[int, Any]:
        options = ("--prompt", "LUMP_SOUGHT", "--outcome", outcome, "--comment", comment)
        return self.call("decide", "VR-88104", *options, who=who)


@pytest.fixture(scope="module")
def _signed(_demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The demonstration with the two signed, and their reviews by call; copied for each test."""
    path = tmp_path_factory.mktemp("signed") / "signed.db"
    shutil.copyfile(_demo_database, path)
    store, by_call = Store(open_database(path), Clock(DEMO_DAY)), {}
    for call in SIGNED:
        form = read_review_file(resources.path(f"demo/answers/{call}.json"))
        person = store.staff.get(form.reviewer_id)
        assert person is not None
        by_call[call] = str(store.reviews.sign_form(form, person).review_id)
    store.close()
    return path, by_call


@pytest.fixture
def desk(
    _signed: tuple[Path, dict[str, str]], tmp_path: Path, clock: Clock, steercheck: Callable[..., Any]
) -> Iterator[Desk]:
    path, by_call = _signed
    shutil.copyfile(path, tmp_path / "signed.db")
    store = Store(open_database(tmp_path / "signed.db"), clock)
    yield Desk(store, tmp_path, steercheck, dict(by_call))
    store.close()


def test_the_whole_life_by_commands(desk: Desk, demo: Path) -> None:
    review_id = desk.by_call["VR-88104"]
    where = {"review_id": review_id, "state": "released", "reply_by": "2009-10-19"}
    assert desk.call("release", "VR-88104") == (0, where | {"released": [where], "refused": []})
    dispute = {"prompt": "LUMP_SOUGHT", "comment": "it was", "outcome": None, "decided_by": None, "decision": None}
    told = where | {"state": "disputed", "to_amend": False, "disputes": [dispute]}
    assert desk.reply("VR-88104", "LUMP_SOUGHT") == (0, told)
    decided = dispute | {"outcome": "changed", "decided_by": "TL02", "decision": "so it is"}
    told = where | {"state": "decided", "to_amend": True, "disputes": [decided]}
    assert desk.decide("changed") == (0, told)
    answers = demo / "answers" / "VR-88104.json"
    answered = json.loads(answers.read_text(encoding="utf-8")) | {"reviewer_id": "TL02"}
    path = desk.folder / "better.json"
    path.write_text(json.dumps(answered), encoding="utf-8")
    status, amended = desk.call("review", "VR-88104", "--answers", path, "--amend", "the dispute", who="TL02")
    assert (status, amended["state"]) == (0, "signed")
    assert [(one["state"], one["reply_by"], one["amends"]) for one in desk.call("reviews")[1][1:]] == [
        ("amended", "2009-10-19", None),
        ("signed", None, review_id),
    ]
    assert desk.call("release", str(amended["review_id"]))[0] == 0


@pytest.mark.parametrize("state", ["draft", "signed", "released", "acknowledged", "disputed", "decided", "amended"])
def test_reviews_are_listed_by_every_state_of_their_life(desk: Desk, state: str) -> None:
    desk.call("release", "VR-88104")
    desk.reply("VR-88104")
    listed = [one["recording_id"] for one in desk.call("reviews", "--state", state)[1]]
    assert listed == {"acknowledged": ["VR-88104"], "signed": ["VR-88101"]}.get(state, [])


def test_a_caseworker_is_listed_own_released_reviews(desk: Desk) -> None:
    desk.call("release", "VR-88104")
    assert [one["recording_id"] for one in desk.call("reviews", who="CW014")[1]] == ["VR-88104"]
    assert desk.call("reviews", who="CW011") == (0, [])


def test_of_several_what_cannot_be_released_is_listed(desk: Desk) -> None:
    desk.call("release", "VR-88104")
    status, told = desk.call("release", "VR-88101", "VR-88104", "VR-88102", "nowhere")
    assert status == 3
    assert [one["review_id"] for one in told["released"]] == [desk.by_call["VR-88101"]]
    assert [one["review_id"] for one in told["refused"]] == ["VR-88102", "nowhere", desk.by_call["VR-88104"]]
    assert told["state"] is None


def test_nothing_is_released_by_who_may_not(desk: Desk) -> None:
    assert desk.call("release", "VR-88104", who="CW014")[0] == 6
    assert desk.call("release", *SIGNED, who="TL02")[0] == 6
    assert desk.call("release", "VR-88104", who=None)[0] == 6


def test_a_reply_is_recorded_for_whom_the_file_names_while_nobody_is_known_by_an_account(desk: Desk) -> None:
    desk.call("release", "VR-88104")
    assert desk.reply("VR-88104", who=None)[1]["state"] == "acknowledged"
    (step,) = desk.store.life.of(desk.by_call["VR-88104"]).steps[1:]
    assert (step.recorded_by, step.caseworker_id) == ("CW014", "CW014")


def test_a_reply_that_was_late_is_refused_with_its_last_day(desk: Desk) -> None:
    desk.call("release", "VR-88104")
    file = desk.reply_file(desk.by_call["VR-88104"], "LUMP_SOUGHT")
    status, told = desk.call("reply", "VR-88104", "--file", file, who="CW014", today="2009-10-20")
    assert status == 3
    assert "19 Oct 2009" in told["error"]["message"]


def test_an_amendment_is_amended_by_its_recording_too(desk: Desk, demo: Path) -> None:
    path = desk.folder / "better.json"
    for who, status in (("QA01", 0), ("QA01", 0), ("TL01", 6)):
        answered = json.loads((demo / "answers" / "VR-88104.json").read_text(encoding="utf-8")) | {"reviewer_id": who}
        path.write_text(json.dumps(answered), encoding="utf-8")
        assert desk.call("review", "VR-88104", "--answers", path, "--amend", "heard again", who=who)[0] == status


def test_a_dispute_that_cannot_be_taken_is_told_with_its_file(desk: Desk) -> None:
    desk.call("release", "VR-88104")
    status, told = desk.reply("VR-88104", "NO_SUCH_PROMPT")
    (detail,) = told["error"]["details"]
    assert (status, Path(detail["file"]).name, detail["value"]) == (3, "reply.toml", "NO_SUCH_PROMPT")


@pytest.mark.parametrize(
    ("change", "column"),
    [({"caseworker_id": "CW011"}, "caseworker_id"), ({"key": "VR-88101"}, "review_id"), ({"day": "soon"}, "day")],
)
def test_a_form_about_something_else_is_refused_by_its_key(desk: Desk, change: dict[str, str], column: str) -> None:
    desk.call("release", "VR-88104")
    key = change.pop("key", "VR-88104")
    file = desk.reply_file(desk.by_call["VR-88104"], **change)
    status, told = desk.call("reply", key, "--file", file)
    assert status == 3
    assert told["error"]["details"][0]["column"] == column


@pytest.mark.parametrize(
    ("arguments", "who", "status"),
    [
        (("release", "VR-0"), "TL01", 3),
        (("release", "VR-88102"), "TL01", 3),
        (("reply", "VR-0", "--file", "{reply}"), "CW014", 3),
        (("reply", "VR-88104", "--file", "{reply}"), "CW014", 3),
        (("reply", "VR-88104", "--file", "nowhere.toml"), "CW014", 3),
        (("reply", "VR-88104", "--file", "{reply}"), "CW011", 6),
        (("decide", "VR-88104", "--prompt", "LUMP_SOUGHT", "--outcome", "upheld", "--comment", "x"), "TL02", 3),
        (("decide", "VR-88104", "--prompt", "LUMP_SOUGHT", "--outcome", "perhaps", "--comment", "x"), "TL02", 2),
        (("decide", "VR-88104", "--prompt", "LUMP_SOUGHT", "--outcome", "upheld"), "TL02", 2),
        (("release",), "TL01", 2),
    ],
)
def test_what_cannot_be_done_ends_with_its_status_and_one_document(
    desk: Desk, arguments: tuple[str, ...], who: str, status: int
) -> None:
    file = str(desk.reply_file(desk.by_call["VR-88104"]))
    found, told = desk.call(*(each.replace("{reply}", file) for each in arguments), who=who)
    assert (found, told["error"]["exit"]) == (status, status)
    assert desk.store.life.of(desk.by_call["VR-88104"]).steps == ()


@pytest.mark.parametrize("who", ["TL01", "CW014", None])
def test_who_signed_it_does_not_decide(desk: Desk, who: str | None) -> None:
    desk.call("release", "VR-88104")
    desk.reply("VR-88104", "LUMP_SOUGHT")
    assert desk.decide(who=who)[0] == 6


def test_the_departments_own_window_counts(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from desktop import paths

    settings = tmp_path / "settings.toml"
    settings.write_text("dispute_window_days = 3\n", encoding="utf-8")
    monkeypatch.setattr(paths, "settings_file", lambda: settings)
    assert desk.call("release", "VR-88104")[1]["reply_by"] == "2009-10-08"
