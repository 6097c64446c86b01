"""The rail at the left of the worklist: its sections with a mark and a count each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.views.key_rail import KeyRail, RailKey
from models.store.worklist import Section

SECTIONS: tuple[tuple[Section | None, str, str, str], ...] = (
    (Section.DUE, "To check", "state-due", "Matched calls nobody has begun to check"),
    (Section.DRAFTS, "Drafts", "state-draft", "Checks begun and not yet signed"),
    (Section.SIGNED, "Signed", "state-signed", "Signed reviews"),
    (Section.DISPUTED, "Disputed", "state-disputed", "Reviews with a disputed prompt that waits for its decision"),
    (None, "Not matched", "", ""),
    (Section.NO_SHEET, "No sheet", "state-no-sheet", "Recordings that belong to no guide sheet yet"),
    (Section.NO_CALL, "No call", "state-no-call", "Guide sheets without a recording: checked on the sheet alone"),
    (Section.AMBIGUOUS, "Ambiguous", "state-ambiguous", "Sheets with several possible recordings, for you to decide"),
)
"""Section (None for a heading), words, mark, and what it is for."""


class Rail(KeyRail):
    """Signal `section_wished(Section)`."""

    section_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        lines = [RailKey(section or "", words, mark, purpose) for section, words, mark, purpose in SECTIONS]
        super().__init__(lines, "Sections of the worklist", parent)
        self.wished.connect(lambda key: self.section_wished.emit(Section(key)))

    def show_section(self, section: Section) -> None:
        """Mark the section shown, without asking for it."""
        self.show_key(section)
