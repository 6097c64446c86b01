"""A document as data: what is said and in which order, before anything is known of paper or screen.

Every report lays its words out in these blocks; `desktop.jobs.write_pdf` and `desktop.jobs.write_html` draw them. All
text is plain: nothing in it is markup, whatever it looks like. A block holds words, never records, so what does not
stand in a block cannot leave the program (`texts` lists every word of a document, for tests and for searching).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

Pairs = tuple[tuple[str, str], ...]
"""Facts in order: what it is, and what it says."""


class Tone(StrEnum):
    """How a note or an entry is meant. It is always said in words as well: colour is never the only sign."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    CAUTION = "caution"


class ColumnKind(StrEnum):
    """Words run left and may break, codes run left and stay whole, numbers are flush right; beside a share of a hundred
    stands a bar as long as it is."""

    WORDS = "words"
    CODE = "code"
    NUMBER = "number"
    SHARE = "share"


@dataclass(frozen=True)
class Heading:
    """`level` 1 is a part of the document, 2 a part of a part. It stays with what follows it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; a line break in it is kept. `quiet` is for what explains: definitions, sources."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names and values, a row each."""

    pairs: Pairs


@dataclass(frozen=True)
class Column:
    """A column of a table. `share` is its width beside the others'."""

    title: str
    kind: ColumnKind = ColumnKind.WORDS
    share: int = 1


@dataclass(frozen=True)
class Table:
    """Rows under repeated heads. `caption` says what the table is; `total` says that the last row adds up the others;
    `empty` is said in its place when there is no row.

    Raises ValueError when a row has not one cell a column.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    total: bool = False
    empty: str = "Nothing to list."

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells under {len(self.columns)} columns")


@dataclass(frozen=True)
class Note:
    """A boxed remark; `title` stands before it in bold."""

    text: str
    title: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Entry:
    """One finding of a list of findings: a title with a mark beside it ("No, critical"), facts, and what was written.

    It stays on one page where it fits on one.
    """

    title: str
    mark: str = ""
    tone: Tone = Tone.PLAIN
    facts: Pairs = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A share of a hundred to be seen at a glance: its name, its value as text ("95.4%", "hidden", "no data"), what is
    to be known of it, and in per cent where they are known the value, the margin and the target."""

    name: str
    value: str
    words: str
    per_cent: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    target: Decimal | None = None


@dataclass(frozen=True)
class Measures:
    """Measures one below the other, each a large figure with its bar, its margin and a mark at its target."""

    each: tuple[Measure, ...]


@dataclass(frozen=True)
class Signatures:
    """A line to sign and date for each of `people` ("Caseworker", "Team leader")."""

    people: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a page."""


Block = Heading | Paragraph | Bullets | Facts | Table | Note | Entry | Measures | Signatures | PageBreak


@dataclass(frozen=True)
class Document:
    """A whole document.

    `reference` stands with the title at the head of every page ("Review 0190c1…"), `handling` in words at its foot
    ("For the caseworker, the team leader and Quality Assurance only"). `facts` stand under the title. A wide one lies
    on its side.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    reference: str = ""
    handling: str = ""
    facts: Pairs = field(default=())
    wide: bool = False


def per_cent(cell: str) -> float | None:
    """The share a cell of a column of shares holds, from 0 to 100; None where it is hidden or there is none."""
    try:
        share = float(cell)
    except ValueError:
        return None
    return share if 0 <= share <= 100 else None


def texts(document: Document) -> Iterator[str]:
    """Every text of a document in the order in which it is read."""
    yield from (document.title, document.subtitle, document.reference, document.handling)
    yield from _flat(document.facts)
    for block in document.blocks:
        yield from _texts_of(block)


def _texts_of(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Bullets():
            yield from block.items
        case Facts():
            yield from _flat(block.pairs)
        case Table():
            yield block.caption
            yield from (column.title for column in block.columns)
            for row in block.rows:
                yield from row
            if not block.rows:
                yield block.empty
        case Note():
            yield from (block.title, block.text)
        case Entry():
            yield from (block.title, block.mark)
            yield from _flat(block.facts)
            yield from block.paragraphs
        case Measures():
            for measure in block.each:
                yield from (measure.name, measure.value, measure.words)
        case Signatures():
            yield from block.people
        case PageBreak():
            pass


def _flat(pairs: Pairs) -> Iterator[str]:
    for name, value in pairs:
        yield name
        yield value
