"""The frame's connections: keys, what a page does when it comes into sight, cancelling, closing, faults."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop import theme
from desktop.faults import Faults
from desktop.palettes import SCHEMES
from desktop.settings import TEXT_SIZES
from desktop.views.actions import ActionTable
from desktop.window import PAGES_WITH_TAB
from desktop.wiring.parts import Parts


class FrameWiring(QObject):
    """Window, actions, palette and faults."""

    def __init__(self, parts: Parts, faults: Faults) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._window = parts.window
        self._states = parts.states
        self._ways = parts.ways
        self._palette = parts.palette
        self._connect_window()
        self._bind(parts.actions)
        self._connect_palette()
        faults.happened.connect(self._on_fault)

    def _connect_window(self) -> None:
        window = self._window
        window.top.page_wished.connect(self._ways.go)
        window.top.palette_wished.connect(self._palette.open)
        window.item_wished.connect(self._ways.open_item)
        window.page_shown.connect(lambda name: window.status.spare_room(name == "review"))
        window.status.cancel_wished.connect(self._on_cancel)
        window.status.pause_wished.connect(self._pause_queue)
        window.dropped.connect(self._on_dropped)
        window.closing.connect(self._on_closing)
        self._parts.opening.left.connect(self._on_left)

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
        actions.bind("pause_queue", window, self._pause_queue)
        actions.bind("quit", window, window.close)

    def _pause_queue(self) -> None:
        from desktop.wiring.transcribing import pause_or_go_on

        pause_or_go_on(self._parts)

    def _on_left(self, page: str) -> None:
        self._window.setWindowTitle("Steercheck")
        self._window.show_page(page)

    def _on_dropped(self, found: list[Path]) -> None:
        if self._window.shown != "welcome":
            self._ways.go("import")
        self._states.intake.take_dropped(found)

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
        for work, stop in self._states.long_work:
            if work.job_id == job_id:
                stop()

    def _on_closing(self) -> None:
        """Stop and wait for all work; what was to be stored is stored by now."""
        states = self._states
        if states.is_made("call"):
            states.call.close()
        states.runner.close()
        if states.is_made("call"):
            states.call.let_reader_go()
        if states.is_made("transcribing"):
            states.transcribing.let_go()

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
