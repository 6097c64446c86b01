"""`steercheck report KIND` and `report --list`: documents and reports for handing out.

Feedback is a document: PDF or HTML by the name it is written to; without `--out` the HTML goes to standard output. All
other kinds are tables: XLSX, CSV, PDF or HTML; without `--out` the CSV goes to standard output. What is written to a
file is issued: the archive keeps the very same bytes (`desktop.cli.report_issued` lists and hands them out again).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from desktop.cli import report_issued
from desktop.cli.days import day_of
from desktop.cli.surroundings import Surroundings, surroundings
from models.errors import WrongUsage

if TYPE_CHECKING:
    from models.reports.document import Document

FEEDBACK = "feedback"
MOST_SUPPRESSED = 1_000
TABLE_WIDTH = 110
"""Where there is no terminal to fit into."""


def register(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command("report", help="Write a report; report --list names them all.")(report)


def report(
    context: typer.Context,
    kind: Annotated[str | None, typer.Argument(metavar="KIND", help="One that report --list names.")] = None,
    review: Annotated[
        str | None,
        typer.Option("--review", metavar="ID", help="feedback: on this review, or on that of this recording or sheet."),
    ] = None,
    caseworker: Annotated[
        str | None, typer.Option("--caseworker", metavar="ID", help="feedback: on all of this caseworker's reviews.")
    ] = None,
    date_from: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First decision date, YYYY-MM-DD.")
    ] = None,
    date_to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last decision date, included.")] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", readable=False, help="Written by its ending: .xlsx .csv .pdf .html."),
    ] = None,
    suppress: Annotated[
        int | None,
        typer.Option(
            "--suppress", metavar="N", min=0, max=MOST_SUPPRESSED, help="Hide counts below N; 0 shows all of them."
        ),
    ] = None,
    reply_form: Annotated[
        Path | None,
        typer.Option("--reply-form", metavar="FILE", readable=False, help="feedback: also the form for the reply."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="WHAT", help="kpi: by month, team, scheme, method or (restricted) caseworker."),
    ] = None,
    show_list: Annotated[bool, typer.Option("--list", help="What reports there are, with their columns.")] = False,
    issued: Annotated[bool, typer.Option("--issued", help="What was issued, of KIND or of all, newest first.")] = False,
    reopen: Annotated[
        str | None,
        typer.Option(
            "--reopen", metavar="ISSUE", help="Hand out again what was issued, the very same bytes, to --out."
        ),
    ] = None,
    compare: Annotated[
        str | None, typer.Option("--compare", metavar="ISSUE", help="What a fresh report says otherwise.")
    ] = None,
) -> None:
    from models.reports.catalogue import kinds

    around = surroundings(context)
    making: dict[str, object] = {"--review": review, "--caseworker": caseworker, "--from": date_from, "--to": date_to}
    making |= {"--suppress": suppress, "--reply-form": reply_form, "--by": by}
    archive = {"--list": show_list or None, "--issued": issued or None, "--reopen": reopen, "--compare": compare}
    asked = [name for name, value in archive.items() if value is not None]
    if asked:
        _alone(asked, making | ({} if reopen is not None else {"--out": out}), None if issued else kind)
    if show_list:
        _list(around)
    elif issued:
        report_issued.show(around, kind)
    elif reopen is not None:
        report_issued.reopen(around, reopen, out)
    elif compare is not None:
        report_issued.compare(around, compare)
    if asked:
        return
    if kind not in kinds():
        said = "Say which report" if kind is None else f"There is no report {kind!r}"
        raise WrongUsage(f"{said}: one of {', '.join(kinds())}. See steercheck report --list.")
    if kind != FEEDBACK:
        _refuse_options(kind, {"--review": review, "--caseworker": caseworker, "--reply-form": reply_form})
        _table(around, str(kind), (day_of(date_from, "--from"), day_of(date_to, "--to")), out, suppress, by)
        return
    _refuse_options(kind, {"--suppress": suppress, "--by": by})
    if (review is None) == (caseworker is None):
        raise WrongUsage("Say either --review ID, or --caseworker ID with --from DATE and --to DATE.")
    _refuse_files(out, reply_form, review)
    if review is not None:
        if date_from is not None or date_to is not None:
            raise WrongUsage("--from and --to go with --caseworker: a review is told of as a whole.")
        _feedback(around, review, out, reply_form)
    else:
        assert caseworker is not None
        _month(around, caseworker, day_of(date_from, "--from"), day_of(date_to, "--to"), out)


def _refuse_options(kind: str | None, options: Mapping[str, object]) -> None:
    said = [name for name, value in options.items() if value is not None]
    if said:
        raise WrongUsage(f"{' and '.join(said)} does not go with report {kind}.")


def _alone(asked: list[str], others: Mapping[str, object], kind: str | None) -> None:
    """Raises WrongUsage where what asks for the list or the archive stands beside what asks for a new report."""
    said = [*asked[1:], *(name for name, value in others.items() if value is not None), *([kind] if kind else [])]
    if said:
        raise WrongUsage(f"{asked[0]} does not go with {' and '.join(said)}.")


def _table(
    around: Surroundings,
    kind: str,
    period: tuple[date, date],
    out: Path | None,
    suppress: int | None,
    by: str | None,
) -> None:
    """Any kind but feedback."""
    from desktop.jobs.write_report import csv_parts, refuse_ending
    from desktop.settings import load_settings
    from models.reports.making import make_report

    if out is not None:
        refuse_ending(out)
    settings = load_settings()
    threshold = settings.suppress_below if suppress is None else suppress
    made = make_report(around.store, kind, *period, threshold, around.person, grouped_by=by, targets=settings.targets)
    if out is not None:
        report_issued.hand_out(around, made, out)
    elif not around.as_json:
        for part in csv_parts(made):
            around.write_text(part, None)
    around.caution(made.caveat)
    if around.as_json:
        around.answer(made.as_dict())


def _feedback(around: Surroundings, review: str, out: Path | None, reply_form: Path | None) -> None:
    from desktop.jobs.write_whole import write_whole
    from models.reports import feedback, feedback_reply
    from models.reports.feedback_reading import read_feedback

    review = around.store.life.find(review, around.person)
    facts = read_feedback(around.store, review, around.person)
    form = None if reply_form is None else feedback_reply.reply_form(around.store, review, around.person)
    _hand_out(around, feedback.document_of(facts), out)
    around.caution(feedback.READ_FIRST)
    if reply_form is not None and form is not None:
        write_whole(reply_form, "The reply form", lambda file: file.write(form))
        around.caution(f"The form for the reply was written to {reply_form}.")
    counts_on = facts.rows.review.counts_on
    _answer(around, (counts_on, counts_on), [facts.rows.review.policy], feedback.rows_of(facts))


def _month(around: Surroundings, caseworker: str, first: date, last: date, out: Path | None) -> None:
    from models.reports import feedback_month
    from models.reports.feedback_month_reading import read_month

    facts = read_month(around.store, caseworker, first, last, around.person)
    _hand_out(around, feedback_month.document_of(facts), out)
    policies = [each.rows.review.policy for each in facts.reviews]
    _answer(around, (first, last), policies, feedback_month.rows_of(facts))


def _hand_out(around: Surroundings, document: "Document", out: Path | None) -> None:
    """Write the document, or print its HTML where nothing else goes to standard output."""
    from desktop.jobs.write_document import write_document
    from desktop.jobs.write_html import html_text

    if out is not None:
        write_document(document, out)
        around.caution(f"{document.title} was written to {out}. {document.handling}")
    elif not around.as_json:
        around.write_text(html_text(document), None)


def _answer(
    around: Surroundings,
    period: tuple[date | None, date | None],
    policies: Iterable[str | None],
    rows: list[dict[str, str | None]],
) -> None:
    """The one document of `report`: all its keys, whatever the report."""
    from models.reports.feedback import CAVEAT

    first, last = ((None if day is None else day.isoformat()) for day in period)
    document: dict[str, Any] = {
        "kind": "feedback",
        "from": first,
        "to": last,
        "as_of": around.clock.today().isoformat(),
        "policies": sorted({policy for policy in policies if policy is not None}),
        "caveat": CAVEAT,
        "coverage_pct": None,
        "suppressed_cells": 0,
        "rows": rows,
    }
    around.answer(document)


def _refuse_files(out: Path | None, reply_form: Path | None, review: str | None) -> None:
    from desktop.jobs.write_document import refuse_ending

    if out is not None:
        refuse_ending(out)
    if reply_form is not None and review is None:
        raise WrongUsage("--reply-form goes with --review: a reply is given to one review.")
    if reply_form is not None and out is not None and reply_form.resolve() == out.resolve():
        raise WrongUsage(f"--out and --reply-form both name {out}.")


def _list(around: Surroundings) -> None:
    from rich.table import Column, Table

    from models.reports.catalogue import CATALOGUE

    around.write_nothing()
    issued = around.store.issued.counts()
    table = Table(
        Column("Report", no_wrap=True),
        Column("Purpose", overflow="fold"),
        Column("Columns", overflow="fold"),
        Column("Issued", no_wrap=True, justify="right"),
        width=None if around.for_people.is_terminal else TABLE_WIDTH,
    )
    for entry in CATALOGUE:
        columns = "\n".join(
            f"{what}: {', '.join(names)}" if what else ", ".join(names) for what, names in entry.columns.items()
        )
        copies = str(issued.get(entry.kind, 0)) if entry.publishable else "never"
        table.add_row(entry.kind, f"{entry.name}. {entry.purpose}", columns, copies)
    if not around.as_json and not around.quiet:
        around.for_people.print(table)
    around.answer([{**entry.as_dict(), "issued": issued.get(entry.kind, 0)} for entry in CATALOGUE])
