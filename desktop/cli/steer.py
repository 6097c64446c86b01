"""The command `steer`: a list of guide sheets judged by the debt steer. It needs no database and makes none."""

import csv
import io
import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desktop.cli.surroundings import Surroundings, surroundings
from models.errors import Refusal, UnknownId, WrongUsage

if TYPE_CHECKING:
    from models.intake.list_file import ListFile
    from models.policy import Policy
    from models.steer_rows import Row

REFUSED = 3


def register(app: typer.Typer) -> None:
    app.command("steer", help="Judge a list of guide sheets by the debt steer, without a database.")(steer)


def steer(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", readable=False, help="Guide sheets: text or spreadsheet.")],
    policy: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            help="The policy for sheets without a decision date; with one, the policy in force then judges.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="OUT", help="Write the CSV here, not to standard output.")
    ] = None,
) -> None:
    """Judge every good row, in order; list what was refused on standard error and exit 3."""
    from desktop.jobs.read_workbook import open_workbook
    from desktop.jobs.write_rows import write_rows
    from desktop.paths import policy_folders
    from models.policy import read_policies
    from models.steer_rows import HEADINGS, in_force, judged, open_sheets

    around = surroundings(context)
    if out is not None and out.exists() and file.exists() and os.path.samefile(file, out):
        raise WrongUsage(f"--out {out} is the list itself; name another file.")
    policies = read_policies(policy_folders(around.database))
    undated = None if policy is None else _named(policies, policy)
    refused: list[Refusal] = []
    kept: list[Row] = []
    with _opened(around, lambda: open_sheets(file, open_workbook)) as sheets:
        blocks: Iterable[Sequence[Row]] = judged(sheets, in_force(policies, undated), refused)
        if around.as_json:
            blocks = _keeping(blocks, kept)
        if out is not None:
            count = write_rows(HEADINGS, blocks, out)
            around.say(f"{count:,} sheets judged, written to {out}.")
        elif around.as_json:
            for _ in blocks:
                pass
        else:
            _print_rows(around, HEADINGS, blocks)
        remarks = sheets.remarks
    _tell(around, remarks)
    around.list_refusals(refused)
    if around.as_json:
        _print_document(around, HEADINGS, kept, refused)
    if refused:
        raise typer.Exit(REFUSED)


def _opened(around: Surroundings, opening: Callable[[], "ListFile"]) -> "ListFile":
    """The list; where it cannot be taken as a whole, it is refused as a row would be, and nothing is printed."""
    from models.intake.table import FileRefused

    try:
        return opening()
    except FileRefused as exc:
        if around.as_json:
            raise
        around.list_refusals([exc.refusal])
        raise typer.Exit(REFUSED) from exc


def _named(policies: Sequence["Policy"], policy_id: str) -> "Policy":
    for policy in policies:
        if policy.id == policy_id:
            return policy
    raise UnknownId("policy", policy_id)


def _keeping(blocks: Iterable[Sequence["Row"]], kept: list["Row"]) -> Iterator[Sequence["Row"]]:
    """The same blocks, with every row kept for the document."""
    for rows in blocks:
        kept.extend(rows)
        yield rows


def _print_rows(around: Surroundings, headings: "Row", blocks: Iterable[Sequence["Row"]]) -> None:
    """CSV on standard output, a block at a time."""
    for rows in itertools.chain([[headings]], blocks):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        around.write_text(text.getvalue(), None)


def _tell(around: Surroundings, remarks: Iterable[str]) -> None:
    """What stood out of the list, for people; standard output holds the rows, so it goes to standard error."""
    if not around.quiet:
        for remark in remarks:
            around.complaints.print(remark)


def _print_document(
    around: Surroundings, headings: Sequence[str], rows: Iterable["Row"], refused: Iterable[Refusal]
) -> None:
    """The one JSON document, a row a line: a hundred thousand rows are too many for an indented one."""
    told = [json.dumps(dict(zip(headings, row, strict=True)), ensure_ascii=False) for row in rows]
    not_taken = [json.dumps(refusal.as_dict(), ensure_ascii=False) for refusal in refused]
    around.write_text(f'{{\n "rows": {_listed(told)},\n "refused": {_listed(not_taken)}\n}}\n', None)


def _listed(documents: Sequence[str]) -> str:
    return "[\n  " + ",\n  ".join(documents) + "\n ]" if documents else "[]"
