"""A certificate that came from a file, drawn again: what came of it in words, and the certificate below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.samples import Compared
from desktop.tables import wording
from desktop.tables.samples import compared_words, difference_words
from desktop.views.actions import ActionTable
from desktop.views.flow import FlowLayout
from desktop.views.page import quiet
from desktop.views.press import TextButton, hairline
from desktop.views.samples_certificate import DocumentPane
from models.reports.document import Block, Bullets, Heading, Note, Tone
from models.reports.sample import certificate_blocks


class ComparedPane(QFrame):
    """Signals: `left()`; `another_wished()`, another file."""

    left = Signal()
    another_wished = Signal()

    def __init__(self, actions: ActionTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, role="sheet")
        self.setAccessibleName("A certificate drawn again")
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        theme.mark(self.title, role="title")
        self.path = quiet("", small=True)
        self.back = TextButton("Back to the samples", "primary")
        actions.explain(self.back, "leave_draw", "Back to the samples")
        self.another = TextButton("Open another certificate …", "link")
        actions.explain(self.another, "open_certificate")
        self.pane = DocumentPane("The certificate and what came of drawing it again")
        tools = QWidget()
        flow = FlowLayout(tools, theme.space(1))
        flow.addWidget(self.back)
        flow.addWidget(self.another)
        head = QVBoxLayout()
        head.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1))
        head.setSpacing(theme.space(0.75))
        for part in (self.title, self.path, tools):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline(self))
        column.addWidget(self.pane, 1)
        self.back.clicked.connect(lambda _checked=False: self.left.emit())
        self.another.clicked.connect(lambda _checked=False: self.another_wished.emit())

    def show_compared(self, compared: Compared) -> None:
        """Show what came of a file's certificate."""
        told = compared.told
        self.title.setText(f"Certificate of {told.sample_id}" if told.sample_id else "Certificate")
        self.path.setText("" if compared.path is None else compared.path.name)
        self.path.setToolTip("" if compared.path is None else wording.tip(str(compared.path)))
        self.pane.show_blocks([*compared_blocks(compared), *certificate_blocks(told.certificate, None)])

    def focus_first(self) -> None:
        """The keyboard goes to what can be read."""
        self.pane.setFocus(Qt.FocusReason.OtherFocusReason)


def compared_note(compared: Compared) -> Note:
    """What came of drawing a certificate again."""
    certificate, found = compared.told.certificate, compared.found
    if found is None:
        return Note(compared.why, "Not drawn again", Tone.CAUTION)
    name = compared.told.sample_id or "The sample"
    words = compared_words(found, name, len(certificate.draws), certificate.frame.size)
    title = "The same" if found.same else "Not the same"
    return Note(words, title, Tone.GOOD if found.same else Tone.BAD)


def compared_blocks(compared: Compared) -> list[Block]:
    """The same with each difference."""
    found = compared.found
    if found is None or not found.differences:
        return [compared_note(compared)]
    told = tuple(difference_words(found.differences))
    return [compared_note(compared), Heading("What differs"), Bullets(told)]
