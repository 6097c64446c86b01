"""The heading of one section of the scorecard: its title, and how many of its prompts are answered."""

from collections.abc import Container

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop import theme


class SectionHeading(QWidget):
    """The heading above a section's prompts."""

    def __init__(self, title: str, prompts: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompts = prompts
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), theme.space(1.5), theme.space(1.5), theme.space(0.5))
        words = QLabel(title, self)
        theme.mark(words, role="heading")
        self._count = QLabel(self)
        theme.mark(self._count, role="small")
        row.addWidget(words)
        row.addStretch(1)
        row.addWidget(self._count)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_settled(self, settled: Container[str]) -> None:
        """Count the section's prompts among the settled ones."""
        done = sum(prompt in settled for prompt in self._prompts)
        self._count.setText(f"{done} of {len(self._prompts)}")
