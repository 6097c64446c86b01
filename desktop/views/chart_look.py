"""What charts are painted with: the colours, fonts and measures of the scheme in force, or of paper.

The painters ask here and nowhere else, so that the same drawing goes onto the screen and onto paper. A tone has a
pattern or a shape of its own beside its colour.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTextOption,
)

from desktop import theme
from desktop.palettes import LIGHT, SCHEMES, contrast
from desktop.tables.chart import Tone

INKS = {
    Tone.ACCENT: "accent",
    Tone.SECOND: "caseworker",
    Tone.GOOD: "good",
    Tone.WARN: "warn",
    Tone.BAD: "bad",
    Tone.QUIET: "outline",
}
LARGE = 2.15
"""The size of a rate written large, against body text."""
ORDINARY_LINE = 18.0
"""The height of a line of body text at the ordinary size: signs and strokes are given for it."""
PAPER_BODY_PX = 12.0
PAPER_UNIT_PX = 7.0
GROUND = 0.3
"""How strong the ground of a pattern is, beside its strokes."""
STEPS = 4
"""Steps of a ramp, from the faintest to the full tone."""


@dataclass(frozen=True)
class ChartLook:
    """Colours by the names of `palettes.py`; four fonts; `unit` is a step of the grid."""

    scheme: str
    body: QFont
    bold: QFont
    small: QFont
    large: QFont
    unit: float
    on_paper: bool = False

    @classmethod
    def from_theme(cls) -> "ChartLook":
        """The look of the scheme and the text size in force."""
        state = theme.changes()
        large = theme.font("figures")
        large.setPointSizeF(large.pointSizeF() * LARGE)
        large.setWeight(QFont.Weight.DemiBold)
        body, bold, small = theme.font("figures"), theme.font("heading"), theme.font("small")
        return cls(state.scheme, body, bold, small, large, theme.GRID_PX)

    @classmethod
    def for_paper(cls) -> "ChartLook":
        """The light colours on white, in sizes a page is read in; lengths are 96ths of an inch."""
        fonts = []
        for size, weight in ((1.0, 400), (1.0, 600), (0.88, 400), (LARGE, 600)):
            made = theme.font("figures")
            made.setPixelSize(round(PAPER_BODY_PX * size))
            made.setWeight(QFont.Weight(weight))
            made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            fonts.append(made)
        body, bold, small, large = fonts
        return cls("light", body, bold, small, large, PAPER_UNIT_PX, on_paper=True)

    @cached_property
    def body_metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.body)

    @cached_property
    def bold_metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.bold)

    @cached_property
    def small_metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.small)

    @cached_property
    def large_metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.large)

    @property
    def line(self) -> float:
        """The height of a line of body text."""
        return self.body_metrics.height()

    @property
    def scale(self) -> float:
        """How large signs and strokes are: they grow with the text."""
        return self.line / ORDINARY_LINE

    @property
    def small_line(self) -> float:
        return self.small_metrics.height()

    def colour(self, name: str) -> QColor:
        """A colour by its name in `palettes.py`."""
        return QColor((LIGHT if self.on_paper else SCHEMES[self.scheme])[name])

    def ink(self, tone: Tone) -> QColor:
        """The colour of a tone."""
        return self.colour(INKS[tone])

    def mixed(self, tone: Tone, share: float) -> QColor:
        """The colour of a tone on the surface it lies on, from 0 (the surface) to 1."""
        ground, ink = self.colour("surface"), self.ink(tone)
        parts = ((ground.redF(), ink.redF()), (ground.greenF(), ink.greenF()), (ground.blueF(), ink.blueF()))
        return QColor.fromRgbF(*(below + (above - below) * share for below, above in parts))

    def step(self, tone: Tone, step: int) -> QColor:
        """One of the steps of a ramp, from the faintest on."""
        return self.mixed(tone, (0.22, 0.44, 0.7, 1.0)[min(step, STEPS - 1)])

    def on(self, ground: QColor) -> QColor:
        """The ink that can be read on a coloured ground."""
        text, surface = self.colour("text"), self.colour("surface")
        return max((text, surface), key=lambda ink: contrast(ink.name(), ground.name()))

    def brush(self, tone: Tone) -> QBrush:
        """The filling of a bar of that tone: full, hatched, crossed, dotted or hollow."""
        if tone in (Tone.ACCENT, Tone.GOOD):
            return QBrush(self.ink(tone))
        if tone is Tone.QUIET:
            return QBrush(self.colour("raised"))
        return hatched(self.mixed(tone, GROUND).name(), self.ink(tone).name(), tone)


@lru_cache(maxsize=64)
def hatched(ground: str, ink: str, tone: Tone) -> QBrush:
    """A filling told by its pattern: strokes to the right, to the left, or dots."""
    side = 8
    tile = QImage(side, side, QImage.Format.Format_RGB32)  # no pixmap: paper is drawn on in the background
    tile.fill(QColor(ground))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ink), 1.8))
    if tone is Tone.WARN:
        painter.setBrush(QColor(ink))
        for at in (QPointF(2, 2), QPointF(6, 6)):
            painter.drawEllipse(at, 0.7, 0.7)
    else:
        rising = tone is Tone.SECOND
        for shift in (-side, 0, side):
            left, right = QPointF(shift - 1, side + 1), QPointF(shift + side + 1, -1)
            if not rising:
                left, right = QPointF(shift - 1, -1), QPointF(shift + side + 1, side + 1)
            painter.drawLine(left, right)
    painter.end()
    return QBrush(tile)


def draw_bar(painter: QPainter, rect: QRectF, look: ChartLook, tone: Tone) -> None:
    """A bar with its pattern and a fine edge."""
    painter.setPen(QPen(look.ink(tone), 1))
    painter.setBrush(look.brush(tone))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)


def draw_shape(painter: QPainter, centre: QPointF, radius: float, look: ChartLook, tone: Tone) -> None:
    """The sign of a tone: a disc, a half disc, a ring, a cross, a square, a triangle."""
    ink = look.ink(tone)
    painter.setPen(QPen(ink, max(1.5, radius / 3)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    if tone is Tone.GOOD:
        painter.setBrush(ink)
        painter.drawEllipse(box)
    elif tone is Tone.SECOND:
        painter.drawEllipse(box)
        painter.setBrush(ink)
        painter.drawChord(box, 90 * 16, 180 * 16)
    elif tone is Tone.BAD:
        inner = box.adjusted(1, 1, -1, -1)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    elif tone is Tone.WARN:
        low = box.bottom() - 0.5
        painter.drawPolygon(
            QPolygonF([QPointF(centre.x(), box.top()), QPointF(box.right(), low), QPointF(box.left(), low)])
        )
    elif tone is Tone.ACCENT:
        painter.setBrush(ink)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    else:
        painter.drawEllipse(box)


def draw_words(
    painter: QPainter,
    rect: QRectF,
    words: str,
    font: QFont,
    ink: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> bool:
    """One line, cut with an ellipsis where there is no room; whether it stands whole."""
    metrics = QFontMetricsF(font)
    shown = words
    if metrics.horizontalAdvance(words) > rect.width() + 1:
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    return shown == words


def wrapped_height(words: str, metrics: QFontMetricsF, width: float) -> float:
    """How high these words are in lines of that width."""
    if not words:
        return 0.0
    return metrics.boundingRect(QRectF(0, 0, width, 10_000), int(Qt.TextFlag.TextWordWrap), words).height()


def draw_wrapped(painter: QPainter, rect: QRectF, words: str, font: QFont, ink: QColor) -> None:
    """Words in as many lines as they need."""
    painter.setFont(font)
    painter.setPen(ink)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    painter.drawText(rect, words, option)


def draw_whiskers(painter: QPainter, low: QPointF, high: QPointF, look: ChartLook, cap: float) -> None:
    """A margin from `low` to `high`, lying or standing, with a cap at each end, told from what it lies upon."""
    lying = abs(low.y() - high.y()) < abs(low.x() - high.x()) or low.y() == high.y()
    path = QPainterPath(low)
    path.lineTo(high)
    for end in (low, high):
        aside = QPointF(0, cap) if lying else QPointF(cap, 0)
        path.moveTo(end - aside)
        path.lineTo(end + aside)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(path, QPen(look.colour("surface"), 3.5 * look.scale))
    painter.strokePath(path, QPen(look.colour("text"), 1.5 * look.scale))


def target_pen(look: ChartLook) -> QPen:
    """The line of the target: broken, in the ink of text."""
    pen = QPen(look.colour("text"), 1.5 * look.scale)
    pen.setDashPattern([4, 3])
    return pen
