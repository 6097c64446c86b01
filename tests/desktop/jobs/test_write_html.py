"""The HTML form of a document: whole, escaped, and asking for nothing from anywhere."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.jobs.write_document import write_document
from desktop.jobs.write_html import html_text, write_html
from models.errors import OutputRefused, WrongUsage
from models.reports.document import (
    Bullets,
    Column,
    ColumnKind,
    Document,
    Entry,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    Tone,
)

EMPTY = frozenset({"meta", "br"})
HOSTILE = "<script>alert(1)</script><img src=http://x/y onerror=z> \"'& </style></main>"


class Reading(HTMLParser):
    """Tags as they open, and texts; fails where one closes that is not the innermost."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(markup)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def everything(text: str) -> Document:
    return Document(
        text,
        (
            Heading(text),
            Heading(text, 2),
            Paragraph(text),
            Bullets((text,)),
            Facts(((text, text),)),
            Table((Column(text), Column(text, ColumnKind.NUMBER)), ((text, text),), caption=text, total=True),
            Table((Column(text),), (), empty=text),
            Note(text, text, Tone.BAD),
            Entry(text, text, Tone.GOOD, ((text, text),), (text,)),
            Signatures((text,)),
            PageBreak(),
        ),
        subtitle=text,
        reference=text,
        handling=text,
        facts=((text, text),),
    )


def test_no_text_becomes_markup() -> None:
    plain, hostile = Reading(html_text(everything("plain"))), Reading(html_text(everything(HOSTILE)))
    assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in plain.tags]
    assert hostile.texts.count(HOSTILE) == plain.texts.count("plain")


def test_there_is_no_script_and_no_address() -> None:
    markup = html_text(everything("words"))
    tags = Reading(markup).tags
    assert {tag for tag, _ in tags}.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "base", "form"})
    assert not re.search(r"https?:|url\(|@import|\bon[a-z]+=", markup)
    policy = next(a["content"] for tag, a in tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_the_language_the_title_and_the_order_of_headings_are_said() -> None:
    read = Reading(html_text(everything("words")))
    assert read.tags[0] == ("html", {"lang": "en-GB"})
    assert [tag for tag, _ in read.tags if re.fullmatch(r"h\d", tag)] == ["h1", "h2", "h3", "h3"]
    assert "title" in dict(read.tags)


def test_a_table_has_its_caption_and_its_heads() -> None:
    tags = Reading(html_text(everything("words"))).tags
    names = [tag for tag, _ in tags]
    assert names.index("table") < names.index("caption") < names.index("thead") < names.index("tbody")
    assert all(attributes.get("scope") == "col" for tag, attributes in tags if tag == "th")


@given(st.text())
def test_no_text_holds_what_html_may_not(text: str) -> None:
    markup = html_text(Document(text, (Paragraph(text),)))
    markup.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0\ufffe\uffff]", markup.replace("\ufdd0", ""))


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "feedback.html"
    write_html(Document("Feedback – £", ()), target)
    assert "Feedback – £" in target.read_text(encoding="utf-8")
    with pytest.raises(OutputRefused, match="the folder does not exist"):
        write_html(Document("Feedback", ()), tmp_path / "none" / "feedback.html")


@pytest.mark.parametrize(("name", "begins"), [("f.PDF", b"%PDF-1.7"), ("f.html", b"<!DOCTYPE"), ("f.htm", b"<!DOC")])
def test_the_ending_decides_the_form(name: str, begins: bytes, tmp_path: Path) -> None:
    write_document(Document("Feedback", ()), tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_another_ending_is_wrong_usage_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"let its name end with \.pdf or \.html"):
        write_document(Document("Feedback", ()), tmp_path / "feedback.docx")
    assert list(tmp_path.iterdir()) == []
