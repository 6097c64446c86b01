"""The report of an import as a document: HTML that stands alone and prints on A4, or plain text.

Made from an `ImportAccount`, right after an import or later from the history; used by the import page (save, print) and
by `steercheck import --report FILE`. Everything that came from a file is escaped. The HTML keeps to what Qt's rich text
understands as well as a browser, so the printed page and the saved one are the same.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from html import escape
from itertools import islice
from pathlib import Path

from models.clock import OFFICE_ZONE
from models.errors import OutputRefused, Refusal
from models.import_run import RunState
from models.intake.account import ChangedRow, ImportAccount

TITLES = {
    "recordings": "Recordings",
    "index": "Recorder's index",
    "sheets": "Guide sheets",
    "tasks": "Task 567 entries",
    "views": "Caseworker Online views",
    "staff": "Staff",
    "transcripts": "Transcripts",
    "collections": "Collections",
}
"""Kinds of records and parts of a request, as people call them."""

_STYLE = """
@page { size: A4; margin: 16mm 14mm; }
body { font-family: "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; font-size: 9.5pt; color: #1b2129;
  background: #ffffff; }
h1 { font-size: 16pt; margin-top: 0px; margin-bottom: 4px; }
h2 { font-size: 11.5pt; margin-top: 18px; margin-bottom: 6px; page-break-after: avoid; }
p { margin-top: 2px; margin-bottom: 2px; }
table { border-collapse: collapse; width: 100%; }
thead { display: table-header-group; }
tr { page-break-inside: avoid; }
th, td { border-bottom: 1px solid #c6ccd4; padding-top: 3px; padding-bottom: 3px; padding-left: 6px;
  padding-right: 8px; text-align: left; vertical-align: top; }
th { color: #565f6b; font-weight: normal; font-size: 8.5pt; }
td { overflow-wrap: anywhere; }
th.number, td.number { text-align: right; white-space: nowrap; }
.quiet { color: #565f6b; }
.bad { color: #ad241c; }
"""
"""Lengths in px and one by one: what Qt's rich text knows of CSS."""


def report_html(account: ImportAccount, changes: Sequence[ChangedRow] = (), *, most: int | None = None) -> str:
    """The report as one HTML document. With `most`, no more refusals and changed rows than that are written out."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en-GB"><head><meta charset="utf-8">',
        f"<title>{escape(_title(account))}</title>",
        f"<style>{_STYLE}</style></head><body>",
        f"<h1>{escape(_title(account))}</h1>",
        *(f'<p class="quiet">{escape(line)}</p>' for line in _circumstances(account)),
        *_asked_html(account),
        *_counts_html(account),
        *_remarks_html(account),
        *_changes_html(account, changes, most),
        *_refusals_html(account, most),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def report_text(account: ImportAccount, changes: Sequence[ChangedRow] = ()) -> str:
    """The report as plain text."""
    lines = [_title(account), *_circumstances(account), "", "Asked for"]
    lines += [f"  {TITLES[part]:<24} {_one_line(place)}" for part, place in account.places]
    if account.profile:
        lines.append(f"  {'Import profile':<24} {_one_line(account.profile)}")
    lines += ["", f"  {'':<24} {'New':>10} {'Unchanged':>10} {'Changed':>10} {'Refused':>10}"]
    for kind, counts in _counts(account):
        lines.append(f"  {kind:<24} " + " ".join(f"{count:>10,}" for count in counts))
    remarks = list(_remarks(account))
    if remarks:
        lines += ["", "Remarks", *(f"  - {TITLES[kind]}: {_one_line(remark)}" for kind, remark in remarks)]
    if changes:
        lines += ["", _changes_title(account, changes)]
        for row in changes:
            lines.append(f"  {TITLES.get(row.kind, row.kind)} {_one_line(row.key)}")
            lines += [f"    {f.label}: {_one_line(f.before)} -> {_one_line(f.after)}" for f in row.figures]
    lines += ["", _refusals_title(account)]
    lines += [f"  {refusal}" for refusal in account.report.refusals]
    if account.not_listed:
        lines.append(f"  and {account.not_listed:,} more that are not listed here")
    return "\n".join(lines) + "\n"


def write_report(account: ImportAccount, path: Path, changes: Sequence[ChangedRow] = ()) -> None:
    """Write the report to `path`: HTML for .html and .htm, else text; UTF-8. Raises OutputRefused."""
    as_html = path.suffix.casefold() in (".html", ".htm")
    words = report_html(account, changes) if as_html else report_text(account, changes)
    try:
        path.write_text(words, encoding="utf-8", errors="replace", newline="\n")
    except OSError as exc:
        raise OutputRefused(f"The report could not be written to {path} ({exc.strerror}). The import stands.") from exc


def lasted(duration: timedelta) -> str:
    """How long it took: "under a second", "8 s", "4 min 10 s", "1 h 2 min"."""
    seconds = round(duration.total_seconds())
    if seconds < 1:
        return "under a second"
    if seconds < 60:
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def _title(account: ImportAccount) -> str:
    what = "Trial import" if account.report.dry_run else "Import"
    return f"{what} of {_moment(account.started_at)}"


def _circumstances(account: ImportAccount) -> Iterator[str]:
    by = f" by {account.person}" if account.person else ""
    took = lasted(account.duration)
    if account.state is RunState.CANCELLED:
        yield f"Run{by}. Stopped by hand after {took}; what was taken before is kept."
    elif account.state is RunState.FAILED:
        yield f"Run{by}. Failed after {took}; what was taken before is kept."
        if account.why:
            yield account.why
    else:
        yield f"Run{by}. Took {took}."
    if account.report.dry_run:
        yield "Everything was read and nothing was written: the counts say what an import would do."


def _asked_html(account: ImportAccount) -> Iterator[str]:
    yield "<h2>Asked for</h2>"
    rows = [(TITLES[part], place) for part, place in account.places]
    if account.profile:
        rows.append(("Import profile", account.profile))
    yield from _table((), [(_cell(name), _cell(place)) for name, place in rows])


def _counts(account: ImportAccount) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    for kind, part in account.report.kinds():
        yield TITLES[kind], (part.new, part.unchanged, part.changed, len(part.refused))


def _counts_html(account: ImportAccount) -> Iterator[str]:
    yield "<h2>What came of it</h2>"
    rows = []
    for kind, counts in _counts(account):
        cells = [_cell(f"{count:,}", "number") for count in counts[:3]]
        rows.append((_cell(kind), *cells, _cell(f"{counts[3]:,}", "number bad" if counts[3] else "number")))
    heads = (("", ""), ("New", "number"), ("Unchanged", "number"), ("Changed", "number"), ("Refused", "number"))
    yield from _table(heads, rows)


def _remarks(account: ImportAccount) -> Iterator[tuple[str, str]]:
    for kind, part in account.report.kinds():
        for remark in part.remarks:
            yield kind, remark


def _remarks_html(account: ImportAccount) -> Iterator[str]:
    remarks = list(_remarks(account))
    if remarks:
        yield "<h2>Remarks</h2>"
        yield from _table((), [(_cell(TITLES[kind]), _cell(remark)) for kind, remark in remarks])


def _changes_title(account: ImportAccount, changes: Sequence[ChangedRow]) -> str:
    changed = sum(part.changed for _kind, part in account.report.kinds())
    if len(changes) < changed:
        return f"Changed rows: the first {len(changes):,} of {changed:,}"
    return f"Changed rows: {changed:,}"


def _changes_html(account: ImportAccount, changes: Sequence[ChangedRow], most: int | None) -> Iterator[str]:
    if not changes:
        return
    shown = changes[:most]
    yield f"<h2>{escape(_changes_title(account, shown))}</h2>"
    rows = []
    for row in shown:
        for at, figure in enumerate(row.figures):
            name = (TITLES.get(row.kind, row.kind), row.key) if at == 0 else ("", "")
            rows.append(tuple(_cell(text) for text in (*name, figure.label, figure.before, figure.after)))
    yield from _table((("Kind", ""), ("Id", ""), ("Figure", ""), ("Before", ""), ("Now", "")), rows)


def _refusals_title(account: ImportAccount) -> str:
    return f"Refused: {account.refused:,}" if account.refused else "Refused: nothing"


def _refusals_html(account: ImportAccount, most: int | None) -> Iterator[str]:
    yield f"<h2>{_refusals_title(account)}</h2>"
    refusals = list(islice(account.report.refusals, most))
    if refusals:
        folders = [place.rstrip("/\\") for _part, place in account.places]
        heads = (("File", ""), ("Line", "number"), ("Column", ""), ("Value", ""), ("Why", ""))
        yield from _table(heads, [_refusal_cells(refusal, folders) for refusal in refusals])
    left_out = account.refused - len(refusals)
    if left_out:
        yield f'<p class="quiet">and {left_out:,} more that are not listed here</p>'


def _refusal_cells(refusal: Refusal, folders: Sequence[str]) -> tuple[str, ...]:
    line = "" if refusal.line is None else f"{refusal.line}"
    cells = (_cell(_short(refusal.file, folders)), _cell(line, "number"))
    return (*cells, *(_cell(text or "") for text in (refusal.column, refusal.value, refusal.reason)))


def _short(file: str, folders: Sequence[str]) -> str:
    """A file by its path below what was asked for, else by its name."""
    for folder in folders:
        if file.startswith((folder + "/", folder + "\\")):
            return file[len(folder) + 1 :]
    return Path(file).name or file


def _cell(text: str, kind: str = "") -> str:
    attributes = f' class="{kind}"' if kind else ""
    align = ' align="right"' if kind.startswith("number") else ""
    return f"<td{attributes}{align}>{escape(text)}</td>"


def _table(heads: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield '<table width="100%" cellspacing="0" cellpadding="3">'
    if heads:
        cells = "".join(
            f'<th class="{kind}" align="{"right" if kind else "left"}">{escape(head)}</th>' for head, kind in heads
        )
        yield f"<thead><tr>{cells}</tr></thead>"
    yield "<tbody>"
    for row in rows:
        yield f"<tr>{''.join(row)}</tr>"
    yield "</tbody></table>"


def _moment(when: datetime) -> str:
    local = when.astimezone(OFFICE_ZONE)
    return f"{local.day} {local:%b %Y} {local:%H:%M}"


def _one_line(text: str) -> str:
    """Without line breaks and anything a terminal would obey."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
