"""The frame's connections: keys, what a page does when it comes into sight, cancelling, closing, faults."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop import theme
from desktop.faults import Faults
from desktop.palettes import SCHEMES
from desktop.views.actions import ActionTable
from desktop.views.palette import Palette
from desktop.views.settings_page import TEXT_SIZES
from desktop.window import PAGES_WITH_TAB, Window
from desktop.wiring.parts import Pages, States
from desktop.wiring.ways import Ways
from models.errors import UserError


class FrameWiring(QObject):
    """Window, actions, palette and faults."""

    def __init__(
        self,
        window: Window,
        states: States,
        pages: Pages,
        ways: Ways,
        actions: ActionTable,
        palette: Palette,
        faults: Faults,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._states = states
        self._pages = pages
        self._ways = ways
        self._palette = palette
        self._closing_anyway = False
        self._connect_window()
        self._bind(actions)
        self._connect_palette()
        faults.happened.connect(self._on_fault)

    def _connect_window(self) -> None:
        window = self._window
        window.top.page_wished.connect(self._ways.go)
        window.top.palette_wished.connect(self._palette.open)
        window.item_wished.connect(self._ways.open_item)
        window.page_shown.connect(self._on_page_shown)
        window.status.cancel_wished.connect(self._on_cancel)
        window.before_close(self._close)
        window.remember_splitter("matches", self._pages.matches.split)
        self._pages.keys.closed.connect(self._ways.leave_keys)

    def _bind(self, actions: ActionTable) -> None:
        window = self._window
        for name in PAGES_WITH_TAB:
            actions.bind(f"open_{name}", window, partial(self._ways.go, name))
        actions.bind("palette", window, self._palette.open)
        actions.bind("menu", window, window.top.show_menu)
        actions.bind("keys", window, self._ways.show_keys)
        actions.bind("larger_text", window, lambda: self._scale(1))
        actions.bind("smaller_text", window, lambda: self._scale(-1))
        actions.bind("switch_theme", window, self._switch_theme)
        actions.bind("dismiss_notice", window, window.notices.dismiss)
        window.notices.explain_by(actions)
        actions.bind("cancel_job", window, window.status.cancel_shown)
        actions.bind("quit", window, window.close)

    def _on_page_shown(self, name: str) -> None:
        """A page that comes into sight reads its list again and takes the keyboard."""
        pages = self._pages
        self._window.status.spare_room(name == "review")
        if name == "worklist":
            pages.worklist.refresh()
            pages.worklist.focus_list()
        elif name == "sheets":
            pages.sheets.refresh()
            pages.sheets.focus_list()
        elif name == "matches":
            pages.matches.refresh()
            pages.matches.focus_list()
        elif name == "transcribing":
            pages.transcribing.refresh()
            pages.transcribing.focus_list()
        elif name == "search":
            pages.search.arrive()
        elif name == "export":
            pages.export.refresh()
            pages.export.presets.setFocus()
        elif name == "import":
            pages.imports.focus_first()
        elif name == "mapping":
            pages.mapping.focus_first()
        elif name == "settings":
            pages.settings.controls["theme"].setFocus()
        elif name == "welcome":
            pages.welcome.focus_first()
        elif name == "keys":
            pages.keys.setFocus()
        elif name == "review" and self._states.draft.form is not None:
            pages.review.form.focus_current()

    def _scale(self, by: int) -> None:
        """The next text size up or down."""
        now = self._states.session.settings.text_scale_pct
        further = [size for size in TEXT_SIZES if (size > now if by > 0 else size < now)]
        if further:
            self._states.session.change(text_scale_pct=further[0] if by > 0 else further[-1])

    def _switch_theme(self) -> None:
        names = list(SCHEMES)
        self._states.session.change(theme=names[(names.index(theme.scheme()) + 1) % len(names)])

    def _on_fault(self, sentence: str, details: str) -> None:
        self._window.tell(sentence, "bad", "Copy details", lambda: QGuiApplication.clipboard().setText(details))

    def _on_cancel(self, job_id: int) -> None:
        for state in (self._states.intake, self._states.exporting):
            if state.job_id == job_id:
                state.cancel()
        if self._states.transcribing.job_id == job_id:
            self._states.transcribing.stop()

    def _close(self) -> bool:
        """Store what waits, stop and wait for all work. A draft that cannot be stored keeps the window open once."""
        self._states.call.playback.pause()  # what was heard up to here goes with what is stored
        try:
            self._pages.review.transcript.view.editor.save()
            self._states.draft.flush()
            self._states.edit.flush()
        except UserError as exc:
            if not self._closing_anyway:
                self._closing_anyway = True
                self._window.tell(f"Not saved: {exc.message} Close again to leave without it.", "bad")
                return False
        self._states.call.close()
        self._states.runner.close()
        self._states.call.let_reader_go()
        self._states.transcribing.let_go()
        return True

    def _connect_palette(self) -> None:
        self._palette.calls_wished.connect(self._on_calls_wished)
        self._palette.item_chosen.connect(self._ways.open_line)

    def _on_calls_wished(self, words: str) -> None:
        store = self._states.store.worklist
        self._states.runner.submit(
            "worklist",
            lambda _report, _check: store.find(words),
            on_done=lambda items: self._palette.show_calls(words, items),
            on_failed=self._ways.tell_failure,
        )
