"""One page at a time. A page is imported, built and connected when it is first wanted, not before.

A large page is made in steps, so that idle time can make it without holding the window up; wanted before that, it is
made to its end at once.

Between the window, which shows pages, and the wiring, which offers them (`desktop/wiring/pages.py`).
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget


@dataclass(frozen=True)
class Placed:
    """A page as its maker hands it over, connected. `arrive` is called each time it comes into sight: it reads its list
    again and takes the keyboard."""

    widget: QWidget
    arrive: Callable[[], object]


Making = Generator[None, None, Placed]
"""A page being made: each step short, the page at the end."""


class PageStack(QStackedWidget):
    """The pages by their names. It needs the room of the page in sight: a page out of sight takes none, and comes with
    other parts of the window (the review page without the line at the foot)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self.updateGeometry)
        self._makers: dict[str, Callable[[], Placed | Making]] = {}
        self._begun: dict[str, Making] = {}
        self._made: dict[str, Placed] = {}
        self._when_made: dict[str, list[Callable[[], object]]] = {}

    def offer(self, name: str, make: Callable[[], Placed | Making]) -> None:
        """A page that `make` imports, builds and connects when it is first wanted: as a child of the stack, at once or
        in steps."""
        self._makers[name] = make

    @property
    def unmade(self) -> tuple[str, ...]:
        """The pages nobody has wanted yet, in the order they were offered."""
        return tuple(self._makers)

    def is_made(self, name: str) -> bool:
        return name in self._made

    def page(self, name: str) -> QWidget:
        """The page of that name, made now if nobody has wanted it before. Raises KeyError."""
        while name not in self._made:
            self.go_on(name)
        return self._made[name].widget

    def go_on(self, name: str) -> bool:
        """Make a step of the page of that name; whether it stands now. Raises KeyError."""
        if name in self._made:
            return True
        making = self._begun.pop(name, None) or self._makers[name]()
        if not isinstance(making, Placed):
            try:
                next(making)
            except StopIteration as end:
                making = end.value
            else:
                self._begun[name] = making
                return False
        self._take(name, making)
        return True

    def _take(self, name: str, placed: Placed) -> None:
        del self._makers[name]
        self._made[name] = placed
        self.addWidget(placed.widget)
        for act in self._when_made.pop(name, ()):
            act()

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
