"""Reading a workbook's XML piece by piece, in flat memory, by expat; the child's side of reading lists.

A document type is refused before anything in it is read, and with it every entity, so that nothing expands and nothing
outside the file is asked for. Names come with their namespace, `{uri}local` in expat's form "uri local".
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar
from xml.parsers import expat

from desktop.jobs.workbook_container import BROKEN, Refused

MOST_OF_A_TAG = 1 << 20
"""Bytes that one tag may take: expat reads an unfinished tag anew with every chunk, so that a long one takes long."""
Attributes = dict[str, str]
Row = TypeVar("Row")


def parser() -> "expat.XMLParserType":
    """A parser that refuses what no spreadsheet writes."""
    made = expat.ParserCreate(namespace_separator=" ")
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse_document_type
    return made


def _refuse_document_type(*_: object) -> None:
    raise Refused("declares a document type in its XML, which no spreadsheet does")


def feed(made: "expat.XMLParserType", chunks: Iterable[bytes], out: "deque[Row]") -> Iterator[Row]:
    """Parse chunk after chunk, giving what the handlers put `out` in between."""
    fed = 0
    try:
        for chunk in chunks:
            made.Parse(chunk)
            fed += len(chunk)
            if fed - made.CurrentByteIndex > MOST_OF_A_TAG:
                raise Refused("has a tag in its XML of more than a million characters, which no spreadsheet writes")
            while out:
                yield out.popleft()
        made.Parse(b"", True)
    except expat.ExpatError as exc:
        raise Refused(BROKEN) from exc
    while out:
        yield out.popleft()


def walk(chunks: Iterable[bytes], start: Callable[[str, Attributes], None]) -> None:
    """Call `start` with the local name and the attributes (local names too) of every element."""

    def begin(name: str, attributes: Attributes) -> None:
        start(local(name), {local(key): value for key, value in attributes.items()})

    made = parser()
    made.StartElementHandler = begin
    for _ in feed(made, chunks, deque()):
        pass


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]
