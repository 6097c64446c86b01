"""PDFs as another program reads them: words, pages, metadata, and what hostile text does to them."""

import errno
import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from desktop.jobs.pdf_text import Face, lines, shown, width
from desktop.jobs.write_pdf import pdf_bytes, write_pdf
from models.errors import OutputRefused
from models.reports.document import (
    Block,
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

PARTS: tuple[Block, ...] = (
    Heading("Outcome"),
    Facts((("Score", "83.3 of 100"), ("Class", "Accurate – by discretion"))),
    Note("Until 19 Oct 2009.", "Your right of reply", Tone.CAUTION),
    Heading("What went well", 2),
    Bullets(("Full payment was sought first: £9,000.00 …",)),
    Entry("Was a lump sum sought?", "No, critical", Tone.BAD, (("Evidence", "0:29–0:36"),), ("Never asked.",)),
    Table((Column("Prompt"), Column("Count", ColumnKind.NUMBER)), (("Lump sum", "3"), ("All", "3")), total=True),
    Signatures(("Caseworker",)),
)


def document(*blocks: Block, **more: object) -> Document:
    values = {"reference": "Review 01925f3e", "handling": "For CW014 only."} | more
    return Document("Feedback on a call", blocks, **values)  # type: ignore[arg-type]


def read(made: Document) -> PdfReader:
    return PdfReader(io.BytesIO(pdf_bytes(made)), strict=True)


def page_texts(made: Document) -> list[str]:
    return [page.extract_text() for page in read(made).pages]


def test_every_block_stands_in_the_pdf() -> None:
    text = page_texts(document(*PARTS))[0]
    for words in (
        *("Feedback on a call", "Outcome", "83.3 of 100", "Accurate – by discretion", "Your right of reply"),
        *("What went well", "£9,000.00 …", "Was a lump sum sought?", "No, critical", "0:29–0:36", "Never asked."),
        *("Lump sum", "Caseworker", "Date"),
    ):
        assert words in text


def test_every_page_says_which_of_how_many_and_whose_it_is() -> None:
    texts = page_texts(document(*(Paragraph("words " * 300) for _ in range(8))))
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert "Review 01925f3e" in text
        assert "For CW014 only." in text


def test_metadata_hold_the_title_and_the_language_and_nobody() -> None:
    reader = read(document(*PARTS))
    assert reader.metadata is not None
    assert reader.metadata.title == "Feedback on a call Review 01925f3e"
    assert not reader.metadata.author
    assert not reader.metadata.subject
    assert reader.metadata.creator == "Steercheck"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert "/Metadata" not in reader.trailer["/Root"]


def test_every_font_is_embedded() -> None:
    fonts = read(document(*PARTS)).pages[0]["/Resources"]["/Font"]
    assert {font.get_object()["/BaseFont"].split("+")[1] for font in fonts.values()} == {
        "LiberationSans",
        "LiberationSans-Bold",
    }
    assert all("/FontFile2" in font.get_object()["/FontDescriptor"] for font in fonts.values())


def test_headings_make_the_table_of_contents() -> None:
    assert [each.title for each in read(document(*PARTS)).outline if not isinstance(each, list)] == ["Outcome"]


def test_a_page_is_a4_and_a_wide_one_lies_on_its_side() -> None:
    upright, lying = (read(document(*PARTS, wide=wide)).pages[0].mediabox for wide in (False, True))
    assert (round(upright.width), round(upright.height)) == (595, 842)
    assert (round(lying.width), round(lying.height)) == (842, 595)


def test_a_long_table_repeats_its_heads_and_loses_no_row() -> None:
    rows = tuple((f"R-{at:04}", "word " * (at % 40)) for at in range(300))
    texts = page_texts(document(Table((Column("Recording", ColumnKind.CODE), Column("Comment")), rows)))
    assert len(texts) > 5
    assert all("Recording" in text and "Comment" in text for text in texts)
    assert all(sum(f"R-{at:04}" in text for text in texts) == 1 for at in range(300))


def test_a_row_higher_than_a_page_goes_on_on_the_next() -> None:
    texts = page_texts(document(Table((Column("Said"), Column("n", ColumnKind.NUMBER)), (("word " * 4000, "1"),))))
    assert sum(text.count("word") for text in texts) == 4000


def test_an_entry_stays_on_one_page() -> None:
    entry = Entry("To work on", "No", Tone.BAD, (), ("line\n" * 9,))
    for text in page_texts(document(*[entry] * 12)):
        assert text.count("To work on") * 9 == text.count("line")


def test_a_heading_is_never_the_last_of_a_page() -> None:
    for before in range(45, 53):
        texts = page_texts(document(Paragraph("line\n" * before), Heading("Heading"), Paragraph("what follows it")))
        assert ["Heading" in text for text in texts] == ["what follows it" in text for text in texts]


def test_a_page_break_begins_a_page() -> None:
    texts = page_texts(document(Paragraph("before"), PageBreak(), Paragraph("after")))
    assert ["before" in text for text in texts] == [True, False]
    assert ["after" in text for text in texts] == [False, True]


def test_the_same_document_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib\n"
        "from desktop.jobs.write_pdf import pdf_bytes\n"
        "from models.reports.document import Column, Document, Heading, Paragraph, Table\n"
        "made = Document('Ŵŷ – £', (Heading('a'), Paragraph('Ł → €'), Table((Column('b'),), (('c',),))))\n"
        "print(hashlib.sha256(pdf_bytes(made)).hexdigest())"
    )
    made = Document("Ŵŷ – £", (Heading("a"), Paragraph("Ł → €"), Table((Column("b"),), (("c",),))))
    surroundings = os.environ | {
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=surroundings)
    assert other.stdout.strip() == hashlib.sha256(pdf_bytes(made)).hexdigest()


def test_welsh_and_other_european_letters_are_printed() -> None:
    assert "ŵ ŷ Łódź Ελλάδα Привет → ≥ ½" in page_texts(document(Paragraph("ŵ ŷ Łódź Ελλάδα Привет → ≥ ½")))[0]


def test_a_letter_the_font_lacks_is_a_box_and_direction_marks_go() -> None:
    assert shown("a😀b\u202ec\u200dd\x00\x1b[0m\ud800") == "a□bcd[0m□"


def test_markup_is_printed_letter_by_letter() -> None:
    assert "<b>&amp; (\\)</b>" in page_texts(document(Paragraph("<b>&amp; (\\)</b>")))[0]


@settings(max_examples=8)
@given(st.text(), st.text(max_size=3000))
def test_no_text_breaks_the_pdf(title: str, text: str) -> None:
    hostile = Document(
        title,
        (
            Heading(text[:80]),
            Paragraph(text),
            Entry(text[:200], text[:20], Tone.GOOD, ((text[:60], text),), (text,)),
            Table((Column(text[:30]), Column("n", ColumnKind.NUMBER)), ((text, text[:40]),), caption=text[:50]),
            Note(text, text[:40]),
            Bullets((text,)),
            Signatures((text[:50],)),
        ),
        reference=text[:40],
        handling=text[:300],
    )
    assert len(read(hostile).pages) >= 1


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400), st.integers(20, 300))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, room: int) -> None:
    broken = lines(text, Face.REGULAR, 9, room)
    widest = max(width(letter, Face.REGULAR, 9) for letter in shown(text) or " ")
    assert all(width(line, Face.REGULAR, 9) <= max(room, widest) + 0.01 for line in broken)
    assert "".join(broken).replace(" ", "") == shown(text).replace(" ", "").replace("\n", "")


def test_a_full_disk_is_told_and_leaves_what_stood_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "feedback.pdf"
    target.write_bytes(b"before")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("desktop.jobs.write_whole.os.fsync", full)
    with pytest.raises(OutputRefused, match="the disk is full"):
        write_pdf(document(*PARTS), target)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]
