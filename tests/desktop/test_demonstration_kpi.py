"""The demonstration's two KPI rows, from its signed reviews and its confirmed sheets, to the last figure."""

import json
from pathlib import Path

from desktop.demonstration import PERIOD, confirm_sheets, sign_answers
from models.kpi import kpi_row
from models.store import Store

EXPECTED = Path(__file__).parents[1] / "expected" / "expected-kpi.json"


def test_both_rows_come_out_side_by_side(demo_store: Store, demo: Path) -> None:
    reviews = sign_answers(demo_store, sorted((demo / "answers").glob("*.json")))
    assert confirm_sheets(demo_store) == 12
    sheets = demo_store.judgements.kpi(*PERIOD)
    found = {
        "call": kpi_row(kpi_class for has_call, kpi_class in reviews if has_call).as_dict(),
        "sheet": sheets.row.as_census(),
    }
    assert found == json.loads(EXPECTED.read_text(encoding="utf-8"))
    assert sheets.in_scope == 12
