"""Signed reviews as plain tables: the columns of the contract, what stays out, and cells no spreadsheet acts on."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.answer_types import answered
from models.review import YES_OR_NO, AnswerNote, EvidenceKind, EvidenceNote, ReviewForm
from models.review_export import Column, ExportTables, Kind, Table, csv_text, export_tables, harmless
from models.review_file import parse_review, read_review_file
from models.scorecard import read_scorecard
from models.staff import Role
from models.store import Store
from models.store.staff import Person

Y, N, NA, CT = YES_OR_NO
SEPTEMBER = (date(2009, 9, 1), date(2009, 9, 30))
REVIEW_COLUMNS = (
    "review_id,kind,state,recording_id,sheet_id,case_ref,caseworker_id,team,reviewer_id,call_start,decision_date,"
    "signed_at,scorecard,policy,sample_id,rung,steer_label,recorded_label,verdict,reasons,reading_sensitive,score,"
    "critical,kpi_class,cannot_tell,heard_pct,amends,amend_reason,comment"
)
ANSWER_COLUMNS = "review_id,section,prompt,critical,weight,answer,comment,root_causes,evidence"


@pytest.fixture
def sign(demo: Path, demo_store: Store) -> Callable[..., ReviewForm]:
    """Sign the answers to a call or sheet, changed as wished."""

    def signing(key: str, *notes: AnswerNote, **changes: object) -> ReviewForm:
        form = replace(read_review_file(demo / "answers" / f"{key}.json"), **changes)  # type: ignore[arg-type]
        for note in notes:
            form = form.with_answer(note)
        by = demo_store.staff.get(form.reviewer_id)
        assert by is not None
        return demo_store.reviews.sign_form(form, by)

    return signing


def read(table: Table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_text(table), newline="")))


def test_the_headings_are_those_of_the_contract(demo_store: Store) -> None:
    tables = export_tables(demo_store, *SEPTEMBER)
    assert csv_text(tables.reviews) == REVIEW_COLUMNS + "\n"
    assert csv_text(tables.answers) == ANSWER_COLUMNS + "\n"
    assert tables.lines == ()


def test_a_review_is_one_row_with_everything_known(demo_store: Store, sign: Callable[..., ReviewForm]) -> None:
    form = sign("VR-88111", heard=((0, 36_000), (18_000, 36_400)), comment="label wrong")
    row = read(export_tables(demo_store, *SEPTEMBER).reviews)[0]
    signed_at = row.pop("signed_at")
    assert signed_at.startswith("2009-10-05T")
    assert signed_at.endswith("+01:00")
    assert {name: value for name, value in row.items() if value} == {
        "review_id": str(form.review_id),
        "kind": "primary",
        "state": "signed",
        "recording_id": "VR-88111",
        "sheet_id": "PAG-088111",
        "case_ref": "C-1A11",
        "caseworker_id": "CW012",
        "team": "DE-1",
        "reviewer_id": "TL01",
        "call_start": "2009-09-21T10:48:27+01:00",
        "decision_date": "2009-09-21",
        "scorecard": "arrears-call/1",
        "policy": "2009-10/AnnexA/1",
        "rung": "3",
        "steer_label": "Arrangement",
        "recorded_label": "Agreement",
        "verdict": "INACCURATE",
        "reasons": "LABEL",
        "reading_sensitive": "-",
        "score": "80.0",
        "critical": "fail",
        "kpi_class": "INACCURATE",
        "cannot_tell": "1",
        "heard_pct": "50.0",
        "comment": "label wrong",
    }


def test_every_prompt_is_an_answer_row_in_the_order_of_the_form(
    demo_store: Store, sign: Callable[..., ReviewForm]
) -> None:
    sign("VR-88104")
    rows = read(export_tables(demo_store, *SEPTEMBER).answers)
    assert [row["prompt"] for row in rows][:3] == ["FIGURES_SOURCED", "FULL_FIRST", "LUMP_SOUGHT"]
    assert len(rows) == 20
    lump = rows[2]
    assert {name: lump[name] for name in ("section", "critical", "weight", "answer", "comment", "evidence")} == {
        "section": "Debt Steer",
        "critical": "Y",
        "weight": "1",
        "answer": "N",
        "comment": "never asked",
        "evidence": "whole_call",
    }


def test_evidence_is_written_as_the_contract_says(demo_store: Store, sign: Callable[..., ReviewForm]) -> None:
    pieces = (
        EvidenceNote(EvidenceKind.SPAN, 29_370, 36_600),
        EvidenceNote(EvidenceKind.WHOLE_CALL),
        EvidenceNote(EvidenceKind.SHEET, field="lump_sum_asked"),
    )
    sign("VR-88104", AnswerNote("LUMP_SOUGHT", N, "x", ("haste", "knowledge"), pieces))
    row = read(export_tables(demo_store, *SEPTEMBER).answers)[2]
    assert row["evidence"] == "29.370-36.600;whole_call;sheet:lump_sum_asked"
    assert row["root_causes"] == "haste;knowledge"


def test_rule_answers_are_exported_though_nobody_gave_them(demo_store: Store, sign: Callable[..., ReviewForm]) -> None:
    sign("VR-88101", AnswerNote("LUMP_SOUGHT"))
    assert read(export_tables(demo_store, *SEPTEMBER).answers)[2]["answer"] == "NA"


def everything(tables: ExportTables) -> str:
    tables_as_text = map(csv_text, (tables.reviews, tables.answers, tables.steer))
    return "".join(tables_as_text) + "\n".join(tables.lines)


def test_comments_on_health_and_family_and_the_reason_of_discretion_stay_out(
    demo_store: Store, sign: Callable[..., ReviewForm]
) -> None:
    secret = tuple(AnswerNote(prompt, Y, "asthma") for prompt in ("WELFARE", "FAMILY_NEEDS", "HARDSHIP"))
    sign("VR-88106", *secret, AnswerNote("CONDUCT", Y, "civil"))
    text = everything(export_tables(demo_store, *SEPTEMBER))
    assert "asthma" not in text
    assert "Disabled child" not in text
    assert "civil" in text


def test_only_signed_reviews_of_the_period_are_taken_ends_included(
    demo: Path, demo_store: Store, sign: Callable[..., ReviewForm]
) -> None:
    for key in ("VR-88101", "VR-88103", "VR-88105", "PAG-088199"):
        sign(key)
    demo_store.reviews.save_draft(read_review_file(demo / "answers" / "VR-88102.json"))

    def exported(first: date, last: date) -> list[str]:
        return [row["recording_id"] or row["sheet_id"] for row in read(export_tables(demo_store, first, last).reviews)]

    assert exported(*SEPTEMBER) == ["VR-88101", "VR-88103", "VR-88105", "PAG-088199"]
    assert exported(date(2009, 9, 15), date(2009, 9, 16)) == ["VR-88103", "VR-88105"]
    assert exported(date(2009, 9, 17), date(2009, 9, 21)) == []


def test_chosen_reviews_can_be_taken_by_their_ids(demo_store: Store, sign: Callable[..., ReviewForm]) -> None:
    sign("VR-88101")
    wanted = sign("VR-88103")
    tables = export_tables(demo_store, review_ids=[str(wanted.review_id)])
    assert [row["recording_id"] for row in read(tables.reviews)] == ["VR-88103"]


def test_an_amended_review_goes_along_with_the_version_that_counts(
    demo_store: Store, sign: Callable[..., ReviewForm]
) -> None:
    old = sign("VR-88102")
    leader = demo_store.staff.get("TL01")
    assert leader is not None
    new = demo_store.reviews.amend(str(old.review_id), old, "=heard again", leader)
    rows = read(export_tables(demo_store, *SEPTEMBER).reviews)
    assert [(row["review_id"], row["state"], row["amends"], row["amend_reason"]) for row in rows] == [
        (old.review_id, "amended", "", ""),
        (new.review_id, "signed", old.review_id, "'=heard again"),
    ]


def test_the_state_is_where_a_review_stands_in_its_life(demo_store: Store, sign: Callable[..., ReviewForm]) -> None:
    review_id = str(sign("VR-88102").review_id)
    leader = demo_store.staff.get("TL01")
    assert leader is not None
    demo_store.life.release([review_id], leader)
    tables = export_tables(demo_store, *SEPTEMBER)
    assert [row["state"] for row in read(tables.reviews)] == ["released"]
    assert json.loads(tables.lines[0])["state"] == "released"


def test_the_lines_are_reviews_that_can_be_read_again(demo_store: Store, sign: Callable[..., ReviewForm]) -> None:
    form = sign("VR-88110", heard=((0, 40_200),))
    (line,) = export_tables(demo_store, *SEPTEMBER).lines
    again = parse_review(line, "reviews.jsonl")
    assert again == replace(
        form, state=again.state, revision=0, saved_at=None, signed_at=None, heard=(), whole_call_heard=True
    )
    outcome = json.loads(line)
    assert (outcome["state"], outcome["score"], outcome["critical"]) == ("signed", "91.7", "fail")
    assert outcome["heard_share"] == "0.500"
    steer = outcome["steer"]
    assert (steer["policy"], steer["result"]["verdict"]) == ("2009-10/AnnexA/1", "ACCURATE")
    assert (steer["figures"]["arrears"], steer["figures"]["discretion_recorded"]) == ("4000.00", "N")


def test_neither_ground_nor_reason_of_discretion_leaves_in_the_steer(
    demo_store: Store, sign: Callable[..., ReviewForm]
) -> None:
    sign("VR-88106")
    tables = export_tables(demo_store, *SEPTEMBER)
    assert json.loads(tables.lines[0])["steer"]["figures"]["discretion_recorded"] == "Y"
    assert "CHILD_WELFARE" not in everything(tables)


def test_the_steer_of_a_sheet_stands_once_however_often_it_was_signed_and_confirmed(
    demo_store: Store, sign: Callable[..., ReviewForm]
) -> None:
    sign("VR-88102")
    leader = demo_store.staff.get("TL01")
    assert leader is not None
    demo_store.judgements.confirm({"PAG-088102": "ACCURATE", "PAG-088104": "INACCURATE"}, leader)
    rows = read(export_tables(demo_store, *SEPTEMBER).steer)
    assert [(row["sheet_id"], row["rung"], row["reasons"]) for row in rows] == [
        ("PAG-088102", "2", "-"),
        ("PAG-088104", "OUT", "NOT_CLEAR_2Y+BELOW_FLOOR"),
    ]
    assert read(export_tables(demo_store, date(2009, 10, 1), date(2009, 10, 31)).steer) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_free_text_that_looks_like_a_formula_is_made_harmless(
    demo_store: Store, sign: Callable[..., ReviewForm], start: str
) -> None:
    sign("VR-88104", AnswerNote("CONDUCT", Y, f"{start}cmd|' /C calc'!A0", (f"{start}x(1)",)), comment=f"{start}1+1")
    tables = export_tables(demo_store, *SEPTEMBER)
    answer = next(row for row in read(tables.answers) if row["prompt"] == "CONDUCT")
    assert answer["comment"] == f"'{start}cmd|' /C calc'!A0"
    assert answer["root_causes"] == f"'{start}x(1)"
    assert read(tables.reviews)[0]["comment"] == f"'{start}1+1"


@pytest.mark.parametrize("text", ["-", "-5", "+44", "-12.50", "ordinary", "a=b", "", "'=1", "£5 - £3"])
def test_dashes_numbers_and_ordinary_text_are_left_alone(text: str) -> None:
    assert harmless(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_harmless_text_never_begins_a_formula(text: str) -> None:
    shown = harmless(text)
    assert shown in (text, "'" + text)
    if not text.removeprefix("-").removeprefix("+").replace(".", "", 1).isdecimal() and text != "-":
        assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))


def cell(kind: Kind, value: str) -> str:
    table = Table("T", (Column("c", kind), Column("other")), ((value, "x"),))
    return read(table)[0]["c"]


@pytest.mark.parametrize("code", ["-", "-88104", "VR-88104", "a/b/=c", "@desk", "C-1A01", "+44"])
def test_codes_are_never_touched(code: str) -> None:
    assert cell(Kind.CODE, code) == code


def test_a_formula_smuggled_in_as_a_code_by_a_list_is_made_harmless() -> None:
    assert cell(Kind.CODE, '=HYPERLINK("http://x","y")') == '\'=HYPERLINK("http://x","y")'


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_any_text_survives_as_csv(texts: list[str]) -> None:
    table = Table("T", (Column("c", Kind.FREE), Column("n")), tuple((text, "x") for text in texts))
    assert [row["c"] for row in read(table)] == [harmless(text) for text in texts]


def test_picked_and_typed_answers_go_out_but_not_the_words_on_a_sensitive_prompt(demo_store: Store) -> None:
    card = read_scorecard(Path(__file__).parent / "scorecards" / "every-type.toml")
    leader = Person("TL01", Role.TEAM_LEADER, "DE-1")
    draft = demo_store.scorecards.add(card.values, "every-type.toml", leader)
    demo_store.scorecards.publish(draft.scorecard_id, draft.revision, leader)
    form = demo_store.reviews.start_draft("VR-88102", None, "TL01", card.id)
    typed = {"EXPLAINED": "wholly", "COURTESY": "4", "FIRST_OFFER": "25.00", "MINUTES_HELD": "7"}
    for prompt, words in (typed | {"OFFERED": "Y", "WHY_SO_LONG": "=told of an illness"}).items():
        form = form.with_answer(answered(card.prompt(prompt), AnswerNote(prompt), words))
    demo_store.reviews.sign_form(form, leader)
    tables = export_tables(demo_store)
    assert {row["prompt"]: row["answer"] for row in read(tables.answers)} == typed | {
        "OFFERED": "Y",
        "WHY_SO_LONG": "[withheld]",
    }
    assert "illness" not in everything(tables)
