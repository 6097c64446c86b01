"""A hundred thousand guide sheets through `steercheck steer`, beside a bare Python loop that only parses the same CSV.

Ours finds out the encoding and the separator, checks every cell, works out sixteen figures, tries the rival readings
and writes the CSV; the loop is `csv.DictReader` and does nothing with a row. The promise by the second is held against
CPU seconds, because it is about the program on one core and not about what else the machine does.
"""

import csv
import random
import time
from pathlib import Path

import pytest

from desktop.jobs.write_rows import write_rows
from models.errors import Refusal
from models.policy import shipped
from models.steer import Figures, judge
from models.steer_rows import HEADINGS, in_force, judged, open_sheets

SHEETS = 100_000
LEAST_A_SECOND = 20_000
SEED = 1298
EXAMPLES = Path(__file__).parents[1] / "expected" / "steer-examples.csv"


def amount(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"


def written(path: Path) -> Path:
    """The worked examples over and over, every other one with drawn figures; the same on every run."""
    draw = random.Random(SEED)
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        examples = list(csv.DictReader(file))
    headings = [name for name in examples[0] if not name.startswith("expect_")]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for number in range(SHEETS):
            row = dict(draw.choice(examples), sheet_id=f"PAG-{number:07}")
            if number % 2:
                arrears, income = draw.randrange(50_000, 2_000_000), draw.randrange(10_000, 90_000)
                row |= {
                    "arrears": amount(arrears),
                    "lump_sum": amount(draw.randrange(arrears)),
                    "net_income_weekly": amount(income),
                    "regular_maintenance_weekly": amount(draw.randrange(income // 4)),
                    "instalment": amount(draw.randrange(500, 20_000)),
                    "frequency": draw.choice(("W", "F", "4W", "M")),
                }
            writer.writerow(row)
    return path


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("steer") / "sheets.csv")


def parsed(path: Path) -> int:
    """The bare loop."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def bench_a_hundred_thousand_sheets(
    side_by_side, sheets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "judged.csv"
    refused: list[Refusal] = []
    fastest_s = float("inf")

    def steered() -> None:
        nonlocal fastest_s
        began = time.process_time()
        with open_sheets(sheets) as opened:
            count = write_rows(HEADINGS, judged(opened, in_force(shipped()), refused), out)
        fastest_s = min(fastest_s, time.process_time() - began)
        assert (count, refused) == (SHEETS, [])

    side_by_side(
        f"{SHEETS:,} sheets judged, CSV to CSV",
        steered,
        ("DictReader, nothing done", lambda: parsed(sheets)),
        at_most=20.0,
    )
    a_second = SHEETS / fastest_s
    with capsys.disabled():
        print(f"\nsteer: {a_second:,.0f} sheets a second on one core, reading and writing included")
    assert a_second >= LEAST_A_SECOND, f"{a_second:,.0f} sheets a second"


def bench_judging_alone(side_by_side, sheets: Path) -> None:
    """The steer without any reading or writing, beside the same loop."""
    policy = shipped()[0]
    draw = random.Random(SEED)
    figures = [
        Figures(
            "CS2", None, draw.randrange(50_000, 2_000_000), draw.randrange(10_000, 90_000), draw.randrange(0, 9_000), 0,
            draw.randrange(500, 20_000), "W", "direct_debit", "Y", "Agreement",
        )
        for _ in range(SHEETS)
    ]  # fmt: skip

    def steered() -> None:
        for told in figures:
            judge(told, policy)

    side_by_side(f"{SHEETS:,} sheets, judging alone", steered, ("DictReader, nothing done", lambda: parsed(sheets)))
