"""A document as one HTML file: it stands alone, asks for nothing from anywhere, and holds no script.

The form for a screen, a screen reader and large text: headings in order, tables with heads and captions, light and dark
as the reader's system is, black on white on paper. Qt's rich text understands it well enough to print it, too.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from desktop.jobs.write_whole import write_whole
from models.reports.document import (
    Block,
    Bullets,
    Column,
    ColumnKind,
    Document,
    Entry,
    Facts,
    Heading,
    Measure,
    Measures,
    Note,
    PageBreak,
    Pairs,
    Paragraph,
    Signatures,
    Table,
    per_cent,
)

LANGUAGE = "en-GB"
NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'"
"""The policy the file asks a browser to keep: only its own style sheet, whatever a text in it may look like."""
ABOVE_BODY = 2
"""The level of heading that a heading of level 1 gets: the title is level 1."""

STYLE = """
:root { color-scheme: light dark; --ink: #14181d; --quiet: #4a5360; --paper: #ffffff; --ground: #f2f4f6;
  --rule: #b8bfc8; --plain: #5b6570; --bar: #3d5a78; --good: #1b6e3c; --bad: #a3211b; --caution: #8a5a00; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e8ebef; --quiet: #aab3be; --paper: #16191d; --ground: #20252b; --rule: #46505b;
    --plain: #97a2ae; --bar: #7fa6cc; --good: #6fc990; --bad: #ff9a92; --caution: #e5b45c; }
}
body { max-width: 50rem; margin: 2rem auto; padding: 0 1.25rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 "Segoe UI", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
body.wide { max-width: 80rem; }
body.wide th, body.wide td { padding: 0.3rem 0.4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 0.25rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0 0 0.6rem; white-space: pre-line; }
.quiet, .reference, .handling { color: var(--quiet); font-size: 0.9rem; }
header { border-bottom: 1px solid var(--rule); margin-bottom: 1rem; }
footer { border-top: 1px solid var(--rule); margin-top: 2.5rem; padding-top: 0.5rem; }
dl { display: grid; grid-template-columns: minmax(6rem, 11rem) 1fr; gap: 0.15rem 1rem; margin: 0 0 0.75rem; }
dt { color: var(--quiet); }
dd { margin: 0; white-space: pre-line; }
.table { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.94rem; }
caption { text-align: left; font-weight: bold; padding-bottom: 0.25rem; }
th, td { padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top;
  min-width: 6.5em; }
thead th { border-bottom-color: var(--quiet); color: var(--quiet); vertical-align: bottom; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; min-width: 0; }
.code { white-space: nowrap; min-width: 0; }
thead .number, thead .code, thead .share { white-space: normal; overflow-wrap: normal; }
tr.total td { border-top: 2px solid var(--quiet); font-weight: bold; }
.note, article { border-left: 3px solid var(--plain); padding: 0.5rem 0.9rem; margin: 0.9rem 0; }
.note { background: var(--ground); }
.note p:last-child, article p:last-child { margin-bottom: 0; }
.good { border-left-color: var(--good); } .bad { border-left-color: var(--bad); }
.caution { border-left-color: var(--caution); }
.mark { font-weight: bold; margin: 0 0 0.3rem; }
.good .mark { color: var(--good); } .bad .mark { color: var(--bad); } .caution .mark { color: var(--caution); }
.share { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; min-width: 0; }
svg.share { width: 4rem; height: 0.5rem; margin-left: 0.4rem; }
.ground { fill: var(--ground); } .filled { fill: var(--bar); }
.edge { stroke: var(--paper); stroke-width: 4; } .margin, .target { stroke: var(--ink); stroke-width: 2; }
svg text { fill: var(--quiet); font-size: 0.7rem; }
.measure { display: grid; grid-template-columns: minmax(8rem, 12rem) 1fr; gap: 1rem; margin: 0 0 1rem;
  break-inside: avoid; }
.measure p { margin: 0; } .value { font-size: 2rem; font-weight: bold; line-height: 1.2; }
.sign { border-bottom: 1px solid var(--quiet); margin-top: 3rem; }
.signed { display: flex; justify-content: space-between; padding-right: 25%; color: var(--quiet); font-size: 0.9rem; }
@media print {
  @page { size: A4; margin: 18mm; }
  @page wide { size: A4 landscape; margin: 18mm; }
  body { max-width: none; margin: 0; padding: 0; font-size: 10pt; }
  body.wide { page: wide; max-width: none; }
  h2, h3, caption { break-after: avoid; }
  tr, article, .note, .signature { break-inside: avoid; }
  thead { display: table-header-group; }
  .table { overflow: visible; }
  .break { break-before: page; }
}
"""


def html_text(document: Document) -> str:
    """The document as the text of an HTML file."""
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{LANGUAGE}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_FROM_OUTSIDE}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_text(' '.join(part for part in (document.title, document.reference) if part))}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        '<body class="wide">' if document.wide else "<body>",
        *_head(document),
        "<main>",
        *(line for block in document.blocks for line in _block(block)),
        "</main>",
        *([f'<footer><p class="handling">{_text(document.handling)}</p></footer>'] if document.handling else []),
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def write_html(document: Document, target: Path) -> None:
    """Write the document to `target`, whole or not at all. Raises OutputRefused."""
    content = html_text(document)
    write_whole(target, "The document", lambda file: file.write(content))


def _head(document: Document) -> Iterator[str]:
    yield "<header>"
    yield f"<h1>{_text(document.title)}</h1>"
    if document.subtitle:
        yield f"<p>{_text(document.subtitle)}</p>"
    if document.reference:
        yield f'<p class="reference">{_text(document.reference)}</p>'
    if document.facts:
        yield from _facts(document.facts)
    yield "</header>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            level = min(ABOVE_BODY + block.level - 1, 6)
            yield f"<h{level}>{_text(block.text)}</h{level}>"
        case Paragraph():
            yield f'<p class="quiet">{_text(block.text)}</p>' if block.quiet else f"<p>{_text(block.text)}</p>"
        case Bullets():
            yield "<ul>"
            yield from (f"<li>{_text(item)}</li>" for item in block.items)
            yield "</ul>"
        case Facts():
            yield from _facts(block.pairs)
        case Table():
            yield from _table(block)
        case Note():
            yield f'<div class="note {block.tone.value}" role="note">'
            if block.title:
                yield f"<p><strong>{_text(block.title)}</strong></p>"
            yield f"<p>{_text(block.text)}</p>"
            yield "</div>"
        case Entry():
            yield from _entry(block)
        case Measures():
            yield from (line for measure in block.each for line in _measure(measure))
        case Signatures():
            for person in block.people:
                yield '<div class="signature"><div class="sign"></div>'
                yield f'<div class="signed"><span>{_text(person)}</span> <span>Date</span></div></div>'
        case PageBreak():
            yield '<div class="break"></div>'


def _facts(pairs: Pairs) -> Iterator[str]:
    yield "<dl>"
    for name, value in pairs:
        yield f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>"
    yield "</dl>"


def _entry(entry: Entry) -> Iterator[str]:
    yield f'<article class="{entry.tone.value}">'
    yield f"<h3>{_text(entry.title)}</h3>"
    if entry.mark:
        yield f'<p class="mark">{_text(entry.mark)}</p>'
    if entry.facts:
        yield from _facts(entry.facts)
    yield from (f"<p>{_text(paragraph)}</p>" for paragraph in entry.paragraphs)
    yield "</article>"


def _table(table: Table) -> Iterator[str]:
    caption = f"<caption>{_text(table.caption)}</caption>" if table.caption else ""
    if not table.rows:
        yield from ([f"<p><strong>{_text(table.caption)}</strong></p>"] if table.caption else [])
        yield f'<p class="quiet">{_text(table.empty)}</p>'
        return
    yield f'<div class="table"><table>{caption}'
    heads = "".join(f'<th scope="col"{_kind(column)}>{_text(column.title)}</th>' for column in table.columns)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    last = len(table.rows) - 1
    for at, row in enumerate(table.rows):
        opening = '<tr class="total">' if table.total and at == last else "<tr>"
        cells = zip(table.columns, row, strict=True)
        yield opening + "".join(f"<td{_kind(column)}>{_cell(column, cell)}</td>" for column, cell in cells) + "</tr>"
    yield "</tbody></table></div>"


def _kind(column: Column) -> str:
    return "" if column.kind is ColumnKind.WORDS else f' class="{column.kind.value}"'


def _cell(column: Column, cell: str) -> str:
    """The text, and beside a share its bar, which says the same."""
    share = per_cent(cell) if column.kind is ColumnKind.SHARE else None
    if share is None:
        return _text(cell)
    bar = f'<rect class="ground" width="100" height="8"/><rect class="filled" width="{share:g}" height="8"/>'
    opening = '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
    return f"{_text(cell)} {opening}{bar}</svg>"


def _measure(measure: Measure) -> Iterator[str]:
    """The value, its bar, and all of it in words."""
    yield f'<section class="measure"><div><p class="quiet">{_text(measure.name)}</p>'
    yield f'<p class="value">{_text(measure.value)}</p></div><div>'
    drawn = ['<rect class="ground" y="14" width="100%" height="14"/>']
    if measure.per_cent is not None:
        drawn.append(f'<rect class="filled" y="14" width="{measure.per_cent}%" height="14"/>')
    if measure.low is not None and measure.high is not None:
        ends = (
            (measure.low, measure.low, 17, 25),
            (measure.high, measure.high, 17, 25),
            (measure.low, measure.high, 21, 21),
        )
        drawn += [
            f'<line class="{name}" x1="{x1}%" x2="{x2}%" y1="{y1}" y2="{y2}"/>'
            for name in ("edge", "margin")
            for x1, x2, y1, y2 in ends
        ]
    if measure.target is not None:
        drawn.append(f'<line class="target" x1="{measure.target}%" x2="{measure.target}%" y1="10" y2="32"/>')
        drawn.append(f'<text x="{measure.target}%" y="8" text-anchor="end">target {measure.target}%</text>')
    yield f'<svg width="100%" height="34" aria-hidden="true">{"".join(drawn)}</svg>'
    yield f"<p>{_text(measure.words)}</p></div></section>"


def _text(text: str) -> str:
    """Text that is never markup: escaped, without the characters no HTML file may hold."""
    return escape("".join(letter if _allowed(letter) else "\ufffd" for letter in text))


def _allowed(letter: str) -> bool:
    """Whether the character may stand in HTML: no control but tab and line end, no half of a pair, no non-character."""
    code = ord(letter)
    if code < 0x20:
        return letter in "\t\n"
    return not (0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE)
