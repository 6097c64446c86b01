"""The search page: words to look for, what narrows them, and where on which call they were said.

Between the search (`desktop.state.search`) and the window, which opens the calls. The hits stay while a call is looked
at, so that coming back finds the same line.
"""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.state.search import Found, Search
from desktop.tables import wording
from desktop.tables.search import SearchRows, count_words, question_words
from desktop.views.actions import ActionTable
from desktop.views.empty import EmptyState
from desktop.views.press import hairline
from desktop.views.search_list import FoundList
from desktop.views.search_narrowing import Narrowing, narrowed
from models.store.search import MOST_WEIGHED, SearchCount, SearchOrder, SearchQuery

TYPING_PAUSE_MS = 150
HOW = "“Words in quotes” stand together, arrear* begins a word, OR looks for either, NOT leaves out."


class SearchPage(QWidget):
    """Signals: `open_wished(SearchHit, plays)`; `page_wished(name)`."""

    open_wished = Signal(object, bool)
    page_wished = Signal(str)

    def __init__(self, search: Search, actions: ActionTable, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Search the transcripts")
        self._search = search
        self.rows = SearchRows(self)
        self.list = FoundList(self.rows)
        self.narrowing = Narrowing(actions, today)
        self.empty = EmptyState()
        self._lay_out(actions)
        self._bind(actions)
        self._connect()
        self._begin()

    def arrive(self) -> None:
        """The page comes into sight: the keyboard goes to the line it was on, else into the search field."""
        self._search.look_who()
        if self._stack.currentWidget() is self.list:
            self.list.take_keyboard()
        else:
            self.begin_search()

    def begin_search(self, text: str = "") -> None:
        """The keyboard goes into the search field; `text` is what was typed elsewhere."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.field.setText(self.field.text() + text)
            self._pause.start()
        else:
            self.field.selectAll()

    def search_for(self, text: str) -> None:
        """Look for these words at once."""
        self.field.setText(text)
        self._ask()

    def _lay_out(self, actions: ActionTable) -> None:
        title = QLabel("Search")
        theme.mark(title, role="title")
        self.count = QLabel()
        theme.mark(self.count, role="quiet")
        self.count.setAccessibleName("How much was found")
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search what was said on all calls")
        self.field.setAccessibleName("Search what was said on all calls")
        self.field.setClearButtonEnabled(True)
        actions.explain(self.field, "search_words", "Search what was said; the last word as far as it is typed")
        self.field.installEventFilter(self)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.count)
        top = QVBoxLayout()
        top.setContentsMargins(theme.space(2), theme.space(1.5), theme.space(2), theme.space(1.5))
        top.setSpacing(theme.space(1))
        top.addLayout(head)
        top.addWidget(self.field)
        top.addWidget(self.narrowing)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self.hint = QLabel()
        theme.mark(self.hint, role="small")
        self.hint.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(0.5))
        self.hint.setWordWrap(True)
        theme.mark(self, role="page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        for part, stretch in ((hairline(self), 0), (self._stack, 1), (hairline(self), 0), (self.hint, 0)):
            column.addWidget(part, stretch)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)

    def _bind(self, actions: ActionTable) -> None:
        actions.bind("play_found", self._stack, lambda: self._open(plays=True))
        actions.bind("open_found", self._stack, lambda: self._open(plays=False))
        actions.bind("search_words", self, self.begin_search)
        actions.bind("search_again", self, self._ask)
        actions.bind("clear_search", self, self._widen)
        self._actions = actions
        actions.keys_changed.connect(self._say_keys)
        self._say_keys()

    def _connect(self) -> None:
        self._pause.timeout.connect(self._ask)
        self.field.textEdited.connect(lambda _text: self._pause.start())
        self.narrowing.changed.connect(self._ask)
        self.narrowing.cleared.connect(self._widen)
        self.list.doubleClicked.connect(lambda _index: self._open(plays=True))
        self.list.left_upwards.connect(self.begin_search)
        self.list.typed.connect(self.begin_search)
        self.empty.wished.connect(self._on_wished)
        self.rows.more_wished.connect(self._search.read_on)
        self._search.asked.connect(self._on_asked)
        self._search.found.connect(self._on_found)
        self._search.more_found.connect(self.rows.add)
        self._search.counted.connect(self._on_counted)
        self._search.caseworkers_known.connect(self.narrowing.offer)
        self._search.failed.connect(self._on_failed)

    def _say_keys(self) -> None:
        key = self._actions.key_text
        words = (
            (key("play_found"), "hears it on its call"),
            (key("open_found"), "opens the call there"),
            (key("return_to_place"), "on the call comes back here"),
        )
        self.hint.setText("   ·   ".join(f"{shown} {does}" for shown, does in words if shown))

    # asking

    def _ask(self) -> None:
        self._pause.stop()
        self._search.ask(self.narrowing.query(self.field.text()))

    def _widen(self) -> None:
        self.narrowing.widen()
        self._ask()

    def _on_wished(self, key: str) -> None:
        if key == "again":
            self._ask()
        elif key == "widen":
            self._widen()
            self.begin_search()
        else:
            self.page_wished.emit(key)

    # answers

    def _on_asked(self, query: SearchQuery) -> None:
        if query.wanted.empty:
            self._begin()
        else:
            self.count.setText("Searching…")

    def _on_found(self, found: Found) -> None:
        self.rows.show(found.page)
        if found.page.hits:
            self._stack.setCurrentWidget(self.list)
            self.hint.show()
        elif not found.searched:
            self._say(
                "transcript",
                "No transcript yet",
                "Nothing is found before a call has its transcript. Import transcripts, or have the calls transcribed.",
                "Go to the import",
                "import",
            )
        else:
            among = wording.several(found.searched, "call")
            words = f"Looked for {question_words(found.query)}, in the transcripts of {among}."
            if narrowed(found.query):
                self._say("search", "Nothing found", words, "Search everything", "widen")
            else:
                self._say("search", "Nothing found", words)

    def _on_counted(self, count: SearchCount | None) -> None:
        if count is None or not count.lines:
            self.count.setText("")
            return
        words = count_words(count)
        if self._search.query.order is SearchOrder.BEST and count.more:
            words += f"; the newest {wording.number(MOST_WEIGHED)} are weighed"
        self.count.setText(words)

    def _on_failed(self, why: str) -> None:
        self.count.setText("")
        self._say("warning", "The search did not work", why, "Search again", "again")

    def _begin(self) -> None:
        """Nothing is looked for yet, or nothing that can be found."""
        self.count.setText("")
        if self.field.text().strip():
            self._say("search", "Which words?", f"A search needs a word that a line holds. {HOW}")
        else:
            self._say("search", "What was said, on any call", f"Every transcript is searched as it reads now. {HOW}")

    def _say(self, drawing: str, title: str, words: str, button: str = "", key: str = "") -> None:
        self.empty.say(drawing, title, words, button, key)
        self._stack.setCurrentWidget(self.empty)
        self.hint.hide()

    # going on

    def _open(self, *, plays: bool) -> None:
        hit = self.rows.hit(self.list.currentIndex().row())
        if hit is not None and self._stack.currentWidget() is self.list:
            self.open_wished.emit(hit, plays)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the field the arrow down and Return go to the hits, Escape empties it."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._pause.isActive():
                    self._ask()
                if self._stack.currentWidget() is self.list:
                    self.list.take_keyboard()
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                self._ask()
                return True
        return super().eventFilter(watched, event)
