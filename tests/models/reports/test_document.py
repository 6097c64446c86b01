import pytest

from models.reports.document import (
    Bullets,
    Column,
    Document,
    Entry,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    texts,
)


def test_a_row_has_one_cell_a_column() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells under 2 columns"):
        Table((Column("A"), Column("B")), (("1",),))


def test_every_text_of_a_document_can_be_looked_through() -> None:
    document = Document(
        "title",
        (
            Heading("heading"),
            Paragraph("paragraph"),
            Bullets(("first", "second")),
            Facts((("name", "value"),)),
            Table((Column("column"),), (("cell",),), caption="caption"),
            Table((Column("other"),), (), empty="none"),
            Note("note", "note title"),
            Entry("entry", "mark", facts=(("fact", "told"),), paragraphs=("comment",)),
            Signatures(("person",)),
            PageBreak(),
        ),
        subtitle="subtitle",
        reference="reference",
        handling="handling",
        facts=(("meta", "data"),),
    )
    assert [text for text in texts(document) if text] == [
        *("title", "subtitle", "reference", "handling", "meta", "data", "heading", "paragraph", "first", "second"),
        *("name", "value", "caption", "column", "cell", "other", "none", "note title", "note"),
        *("entry", "mark", "fact", "told", "comment", "person"),
    ]
