"""A certificate to be read on the page: the blocks of its document as rich text, scrolled by the keyboard.

Everything in it is escaped: a seed or a reason is text, whatever it looks like.
"""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from desktop import theme
from models.reports.document import Block, Bullets, ColumnKind, Facts, Heading, Note, Paragraph, Table, Tone

TONES = {Tone.GOOD: "good", Tone.BAD: "bad", Tone.CAUTION: "warn", Tone.PLAIN: "text"}


class DocumentPane(QTextBrowser):
    """Shows blocks; links lead nowhere, since there are none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__(parent)
        self._blocks: tuple[Block, ...] = ()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(theme.space(2))
        theme.changes().changed.connect(self._write)

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Show these, from the top."""
        if tuple(blocks) != self._blocks:
            self._blocks = tuple(blocks)
            self._write()

    def _write(self) -> None:
        bar = self.verticalScrollBar()
        place = bar.value()
        self.setHtml("".join(_html(block) for block in self._blocks))
        bar.setValue(min(place, bar.maximum()))


def _html(block: Block) -> str:
    quiet, line = theme.colour("quiet").name(), theme.colour("line").name()
    if isinstance(block, Heading):
        return f"<p style='margin-top:14px; margin-bottom:4px'><b>{escape(block.text)}</b></p>"
    if isinstance(block, Paragraph):
        ink = f" style='color:{quiet}'" if block.quiet else ""
        return f"<p{ink}>{escape(block.text)}</p>"
    if isinstance(block, Bullets):
        return "".join(f"<p style='margin-bottom:2px'>{escape(item)}</p>" for item in block.items)
    if isinstance(block, Note):
        ink = theme.colour(TONES[block.tone]).name()
        return f"<p style='color:{ink}'><b>{escape(block.title)}.</b> {escape(block.text)}</p>"
    if isinstance(block, Facts):
        rows = "".join(
            f"<tr><td style='color:{quiet}; padding:2px 24px 2px 0'>{escape(name)}</td>"
            f"<td style='padding:2px 0'>{escape(value)}</td></tr>"
            for name, value in block.pairs
        )
        return f"<table cellspacing='0'>{rows}</table>"
    return _table(block, quiet, line) if isinstance(block, Table) else ""


def _table(block: Table, quiet: str, line: str) -> str:
    if not block.rows:
        return f"<p style='color:{quiet}'>{escape(block.empty)}</p>"

    def cells(row: Sequence[str], ink: str = "") -> str:
        told = ""
        for column, text in zip(block.columns, row, strict=True):
            side = "right" if column.kind is ColumnKind.NUMBER else "left"
            style = f"padding:3px 24px 3px 0; border-bottom:1px solid {line}; {ink}"
            told += f"<td align='{side}' style='{style}'>{escape(text)}</td>"
        return f"<tr>{told}</tr>"

    heads = cells([column.title for column in block.columns], f"color:{quiet};")
    return f"<table cellspacing='0'>{heads}{''.join(cells(row) for row in block.rows)}</table>"
