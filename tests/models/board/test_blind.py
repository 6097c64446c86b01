"""Lists behind figures say nothing of the steer of a sheet whose blind check waits."""

import pytest

import models.board.blind
from models.board.blind import NAMELESS
from models.board.query import Behind, TileKey
from models.store import Store
from tests.models.board.department import BLIND, SEPTEMBER, who


def test_a_blind_sheet_stands_without_its_verdict_where_the_steer_is_not_asked(department: Store) -> None:
    by = who(department, "QA01")
    figure = department.board.read(SEPTEMBER, by).kpi.sheet.in_scope
    lines = {line.sheet_id: line for line in department.board.behind(SEPTEMBER, figure.behind, 0, 100, by)}
    for sheet_id in BLIND:
        assert (lines[sheet_id].verdict, lines[sheet_id].reviewer_id) == (None, None)
        assert lines[sheet_id].words == "Blind: not checked yet"
        assert lines[sheet_id].case_ref is not None
    assert lines["PAG-088104"].verdict == "INACCURATE"


def test_a_list_made_by_the_steer_names_no_blind_sheet_and_puts_it_last(department: Store) -> None:
    by = who(department, "QA01")
    board = department.board.read(SEPTEMBER, by)
    for figure in (board.kpi.sheet.classes.inaccurate, board.reasons.inaccurate, board.sensitive.any.part):
        lines = department.board.behind(SEPTEMBER, figure.behind, 0, 100, by)
        assert len(lines) == figure.count
        assert not {line.sheet_id for line in lines} & set(BLIND)
        assert [line.words for line in lines].index(NAMELESS) == len(lines) - 1
        last = lines[-1]
        assert {last.recording_id, last.case_ref, last.caseworker_id, last.day, last.verdict, last.team} == {None}


def test_more_blind_sheets_than_can_be_named_are_found_as_well(
    department: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = who(department, "QA01")
    behind = Behind(TileKey.KPI, ("sheet", "inaccurate"))
    named = department.board.behind(SEPTEMBER, behind, 0, 100, by)
    department.board.forget()
    monkeypatch.setattr(models.board.blind, "MOST_NAMED", 1)
    assert department.board.behind(SEPTEMBER, behind, 0, 100, by) == named
