"""One page at a time. A page is imported, built and connected when it is first wanted, not before.

Between the window, which shows pages, and the wiring, which offers them (`desktop/wiring/pages.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


@dataclass(frozen=True)
class Placed:
    """A page as its maker hands it over, connected. `arrive` is called each time it comes into sight: it reads its list
    again and takes the keyboard."""

    widget: QWidget
    arrive: Callable[[], object]


class PageStack(QStackedWidget):
    """The pages by their names. It needs the room of the page in sight: a page out of sight takes none, and comes with
    other parts of the window (the review page without the line at the foot)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self.updateGeometry)
        self._makers: dict[str, Callable[[], Placed]] = {}
        self._made: dict[str, Placed] = {}
        self._when_made: dict[str, list[Callable[[], object]]] = {}

    def offer(self, name: str, make: Callable[[], Placed]) -> None:
        """A page that `make` imports, builds and connects when it is first wanted."""
        self._makers[name] = make

    @property
    def unmade(self) -> tuple[str, ...]:
        """The pages nobody has wanted yet, in the order they were offered."""
        return tuple(self._makers)

    def is_made(self, name: str) -> bool:
        return name in self._made

    def page(self, name: str) -> QWidget:
        """The page of that name, made now if nobody has wanted it before. Raises KeyError."""
        if name not in self._made:
            placed = self._makers[name]()
            del self._makers[name]
            self._made[name] = placed
            self.addWidget(placed.widget)
            for act in self._when_made.pop(name, ()):
                act()
        return self._made[name].widget

    def when_made(self, name: str, act: Callable[[], object]) -> None:
        """Call `act` once the page is there: now, or after it was made and connected. For what one page has to do with
        another that may never be wanted."""
        if name in self._made:
            act()
        else:
            self._when_made.setdefault(name, []).append(act)

    def show_page(self, name: str) -> bool:
        """Bring a page into sight; whether another one was there before. Raises KeyError."""
        page = self.page(name)
        changed = self.currentWidget() is not page
        self.setCurrentWidget(page)
        return changed

    def arrive(self, name: str) -> None:
        """Let a page that is in sight read its list and take the keyboard."""
        self._made[name].arrive()

    @property
    def shown(self) -> str:
        """The name of the page in sight, empty before there is one."""
        current = self.currentWidget()
        return next((name for name, placed in self._made.items() if placed.widget is current), "")

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint().expandedTo(page.minimumSize())

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint().expandedTo(page.minimumSize())
