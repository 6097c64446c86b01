"""The button in the transcript's heading with the menu of how the text is set, what its marks mean, and saving it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from desktop.views.actions import ActionTable
from desktop.views.press import IconButton
from desktop.views.transcript_look import TranscriptLook

if TYPE_CHECKING:
    from desktop.views.transcript_pane import TranscriptPane


class LooksButton(IconButton):
    """Its wishes are the pane's own."""

    def __init__(self, pane: "TranscriptPane", actions: ActionTable, parent: QWidget) -> None:
        super().__init__("text-size", "How the transcript is set", parent)
        self._pane = pane
        self._actions = actions
        self.offers = QMenu(self)
        self.offers.aboutToShow.connect(self._fill)
        self.clicked.connect(lambda: self.offers.popup(self.mapToGlobal(QPoint(0, self.height()))))

    def _fill(self) -> None:
        menu, pane, look = self.offers, self._pane, self._pane.view.look
        menu.clear()

        def add(action_id: str, words: str, wish: TranscriptLook) -> None:
            made = menu.addAction(f"{words}\t{self._actions.key_text(action_id)}" if action_id else words)
            made.setEnabled(wish != look)
            made.triggered.connect(lambda: pane.wish_look(wish))

        add("transcript_larger", "Larger", look.larger())
        add("transcript_smaller", "Smaller", look.smaller())
        add("", f"Usual size (now {look.scale_pct}%)", replace(look, scale_pct=100))
        menu.addSeparator()
        roomy = menu.addAction(f"Roomy\t{self._actions.key_text('transcript_spacing')}")
        roomy.setCheckable(True)
        roomy.setChecked(look.roomy)
        roomy.triggered.connect(lambda: pane.wish_look(replace(look, roomy=not look.roomy)))
        menu.addSeparator()
        menu.addAction("What the marks mean").triggered.connect(pane.show_legend)
        menu.addSeparator()
        saved = menu.addAction(f"Save as a file …\t{self._actions.key_text('save_transcript')}")
        saved.triggered.connect(pane.save)
