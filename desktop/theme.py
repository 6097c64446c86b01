"""How the window looks: colours, spacing, type and icons, from the tables in `palettes.py`, at any text size.

`apply()` dresses the application; afterwards painters ask `colour()`, `font()`, `space()`, `icon()`. When the system
or a setting changes the scheme or the text size, everything standard follows by itself; what paints or lays out by its
own hand listens to `changes().changed`.

Words the style sheet knows (dynamic properties, set with `mark(widget, role="title")`):

- QLabel `role`: title, quiet, small, figures, good, bad, warn, heading (bold body text)
- QPushButton, QToolButton `role`: primary (one a page), plain (no frame), tab (of the top bar), link
- QFrame `role`: surface (a card), raised, bar (a strip with a line below), rule (a thin line), notice
- notice frames carry `tone`: accent, good, bad, warn
"""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QStyleFactory, QWidget

import resources
from desktop.palettes import SCHEMES
from desktop.style_sheet import style_sheet
from desktop.system_scheme import system_scheme

GRID_PX = 8
ICON_SIZES_PX = (16, 20, 24, 32, 40, 64)
SPARE_ICON_SIZES_PX = (20, 40)
"""Disabled and chosen drawings are seen seldom: Qt scales them down from these."""
BODY_SCALE = 13 / 12
"""Body text against the system's user interface font: 13 px where that is 9 pt."""


class Theme(QObject):
    """The look in force. Signal `changed()`: another scheme or text size is in force, widgets are dressed anew."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wanted = "system"
        self.scheme = "light"
        self.scale_pct = 100
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self.family = system.family()
        size_pt = system.pointSizeF()
        self.base_pt = (size_pt if 7 <= size_pt <= 16 else 9.0) * BODY_SCALE
        self.dressed: weakref.WeakKeyDictionary[QAction | QAbstractButton, tuple[str, str]] = (
            weakref.WeakKeyDictionary()
        )

    def follow_system(self) -> None:
        """The system changed its colour scheme: go along where the setting says so."""
        if self.wanted == "system" and self.scheme != system_scheme():
            app = QApplication.instance()
            if isinstance(app, QApplication):
                apply(app, self.wanted, self.scale_pct)


_theme: list[Theme] = []


def changes() -> Theme:
    """The one theme of this process, whose `changed` tells of another scheme or size. Needs a QApplication."""
    if not _theme:
        theme = Theme()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: theme.follow_system())
        hints.accessibility().contrastPreferenceChanged.connect(lambda _preference: theme.follow_system())
        _theme.append(theme)
    return _theme[0]


def apply(app: QApplication, theme_name: str = "system", scale_pct: int = 100) -> None:
    """Dress `app`: `theme_name` is system, light, dark or contrast; `scale_pct` 80 to 200 scales all text.

    Each step dresses every widget there is anew, so what `app` wears already is not put on again.
    """
    theme = changes()
    theme.wanted = theme_name
    scheme_name = theme_name if theme_name in SCHEMES else system_scheme()
    dressed = bool(app.styleSheet())
    if dressed and (theme.scheme, theme.scale_pct) == (scheme_name, scale_pct):
        return
    theme.scheme, theme.scale_pct = scheme_name, scale_pct
    if not dressed:
        app.setStyle(QStyleFactory.create("Fusion"))
    # a sheet that takes another's place is given to every widget once for itself and once for each one above it
    # (QStyleSheetStyle::repolish); taken off first, it is given once, in a fifth of the time
    app.setStyleSheet("")
    app.setPalette(_palette())
    app.setFont(font("body"))
    app.setStyleSheet(
        style_sheet(theme.scheme, SCHEMES[theme.scheme], {name: font(name).pointSizeF() for name in FONTS})
    )
    for target, (name, ink) in list(theme.dressed.items()):
        if shiboken6.isValid(target):
            _put_icon(target, name, ink)
    theme.changed.emit()


@contextmanager
def dressed_last(app: QApplication) -> Iterator[None]:
    """Build a whole window within: it is dressed once when all of it stands together.

    Under a style sheet Qt dresses a widget and all it holds again for each parent it is given, some six times in a
    window built from its small parts up.
    """
    sheet = app.styleSheet()
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(sheet)
        changes().changed.emit()  # what was measured within was measured undressed


def scheme() -> str:
    """The scheme in force: light, dark or contrast."""
    return changes().scheme


def colour(name: str) -> QColor:
    """A colour of the scheme in force by its name in `palettes.py`."""
    return QColor(SCHEMES[changes().scheme][name])


def space(steps: float) -> int:
    """`steps` of the 8 px grid, in pixels."""
    return round(steps * GRID_PX)


FONTS: dict[str, tuple[float, QFont.Weight]] = {
    "title": (1.38, QFont.Weight.DemiBold),
    "heading": (1.0, QFont.Weight.DemiBold),
    "body": (1.0, QFont.Weight.Normal),
    "small": (0.86, QFont.Weight.Normal),
    "figures": (1.0, QFont.Weight.Normal),
}
"""Size against the body text, and weight. Three sizes in all; `figures` is body text with digits of one width."""


def font(name: str) -> QFont:
    """A font of the window: title, heading, body, small or figures."""
    theme = changes()
    ratio, weight = FONTS[name]
    made = QFont(theme.family)
    made.setPointSizeF(theme.base_pt * ratio * theme.scale_pct / 100)
    made.setWeight(weight)
    if name in ("figures", "small"):
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def text_height(name: str = "body") -> int:
    """The height of one line of that font, in pixels."""
    return QFontMetrics(font(name)).height()


def row_height() -> int:
    """The height of a row of a table that breathes, in pixels."""
    return text_height() + space(2.5)


def icon_size() -> QSize:
    """The size of an icon beside body text: grows with the text, 16 px at least."""
    side = max(16, round(text_height() * 1.15 / 2) * 2)
    return QSize(side, side)


def icon(name: str, ink: str = "text") -> QIcon:
    """The drawing `resources/icons/<name>.svg` in the colour named `ink`, greyed where disabled.

    The icon keeps the colours of the scheme it was made in; use `dress()` for one that goes along.
    Raises FileNotFoundError for an unknown name.
    """
    table = SCHEMES[changes().scheme]
    return _tinted(name, table[ink], table["outline"], table["on_accent"])


def dress(target: QAction | QAbstractButton, name: str, ink: str = "text") -> None:
    """Give a button or action the icon, and again whenever the scheme or the text size changes."""
    changes().dressed[target] = (name, ink)
    _put_icon(target, name, ink)


def _put_icon(target: QAction | QAbstractButton, name: str, ink: str) -> None:
    target.setIcon(icon(name, ink))
    if isinstance(target, QAbstractButton):
        target.setIconSize(icon_size())


def pixmap(name: str, ink: str, side_px: int, ratio: float = 1.0) -> QPixmap:
    """The drawing as a square pixmap of `side_px` device-independent pixels, for painters and labels."""
    return _drawn(name, SCHEMES[changes().scheme][ink], side_px, ratio)


def mark(widget: QWidget, **properties: str) -> None:
    """Set the style sheet's words (`role`, `tone`) on a widget and dress it accordingly."""
    for key, value in properties.items():
        widget.setProperty(key, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


@lru_cache(maxsize=512)
def _tinted(name: str, ink: str, disabled: str, chosen: str) -> QIcon:
    made = QIcon()
    for side in ICON_SIZES_PX:
        made.addPixmap(_drawn(name, ink, side, 1.0), QIcon.Mode.Normal)
    for side in SPARE_ICON_SIZES_PX:
        made.addPixmap(_drawn(name, disabled, side, 1.0), QIcon.Mode.Disabled)
        made.addPixmap(_drawn(name, chosen, side, 1.0), QIcon.Mode.Selected)
    return made


@lru_cache(maxsize=256)
def _drawing(name: str) -> bytes:
    return resources.path(f"icons/{name}.svg").read_bytes()


@lru_cache(maxsize=4096)
def _drawn(name: str, ink: str, side_px: int, ratio: float) -> QPixmap:
    drawing = _drawing(name).replace(b"currentColor", ink.encode())
    canvas = QPixmap(round(side_px * ratio), round(side_px * ratio))
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    QSvgRenderer(QByteArray(drawing)).render(painter)
    painter.end()
    canvas.setDevicePixelRatio(ratio)
    return canvas


def _palette() -> QPalette:
    made = QPalette()
    role = QPalette.ColorRole
    for target, name in (
        (role.Window, "window"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "hover"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.Text, "text"),
        (role.PlaceholderText, "quiet"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.BrightText, "bad"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Light, "surface"),
        (role.Midlight, "raised"),
        (role.Mid, "line"),
        (role.Dark, "outline"),
        (role.Shadow, "outline"),
    ):
        made.setColor(target, colour(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, target, colour("outline"))
    return made
