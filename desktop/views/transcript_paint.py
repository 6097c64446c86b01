"""How a line of the transcript is painted: time, speaker, words, and what is to be said of each word.

The word being spoken is a filled plate, what is selected lies on a tint, a doubtful word on another and is dotted
below, what was found is framed; a corrected line carries a pen at its end. Nothing is told by colour alone.
"""

from bisect import bisect_right
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop import theme
from desktop.state.transcript_lines import Line
from desktop.tables.spoken import clock_time
from desktop.tables.transcript import NOTHING, SPEAKER_NAMES, Hit, TranscriptTable, doubt_marks, is_doubtful
from desktop.views.transcript_layout import TranscriptLayout
from desktop.views.transcript_look import TranscriptLook
from models.transcript import Speaker

SPEAKER_COLOURS = {Speaker.CASEWORKER: "caseworker", Speaker.NRP: "nrp", Speaker.UNKNOWN: "unknown"}
SPOKEN_PX = 3
_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MIDDLE_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass
class Columns:
    """Where time, name and text begin, in pixels."""

    time_width: int = 0
    name_width: int = 0

    @property
    def name_left(self) -> int:
        return theme.space(2) + self.time_width

    @property
    def text_left(self) -> int:
        return self.name_left + self.name_width + theme.space(1)


@dataclass
class Shown:
    """What the view shows of its table: the line and word being spoken, the selection (`anchor` to `cursor` while
    `selecting`), what was found, and how it is set."""

    table: TranscriptTable
    look: TranscriptLook = field(default_factory=TranscriptLook)
    columns: Columns = field(default_factory=Columns)
    line: int | None = None
    word: int | None = None
    anchor: int | None = None
    cursor: int | None = None
    selecting: bool = False
    focused: bool = False
    hits: list[Hit] = field(default_factory=list)
    hit: int | None = None

    def is_selected(self, word: int) -> bool:
        if not self.selecting or self.anchor is None or self.cursor is None:
            return False
        return min(self.anchor, self.cursor) <= word <= max(self.anchor, self.cursor)

    def hit_of(self, word: int) -> int | None:
        """Which of the finds a word belongs to."""
        at = bisect_right(self.hits, (word, len(self.table.words))) - 1
        return at if at >= 0 and word <= self.hits[at].last_word else None


def paint_line(painter: QPainter, shown: Shown, layout: TranscriptLayout, number: int, area: QRect) -> None:
    """One line; `area` is its place in the view, as wide as that."""
    line, look, columns = shown.table.lines[number], shown.look, shown.columns
    row, text_top = layout.measures.row_height, area.top() + layout.measures.padding
    if number == shown.line:
        painter.fillRect(area, theme.colour("raised"))
        painter.fillRect(QRect(0, area.top(), SPOKEN_PX, area.height()), theme.colour("accent"))
    painter.setFont(look.font("small"))
    painter.setPen(theme.colour("quiet"))
    painter.drawText(QRect(theme.space(1), text_top, columns.time_width, row), _MIDDLE_RIGHT, clock_time(line.start_ms))
    painter.setPen(theme.colour(SPEAKER_COLOURS[line.speaker]))
    name = QRect(columns.name_left, text_top, columns.name_width, row)
    painter.drawText(name, _MIDDLE_LEFT, SPEAKER_NAMES[line.speaker])
    painter.setFont(look.font("body"))
    for word in range(line.first_word, line.end_word):
        _paint_word(painter, shown, layout, line, word, text_top)
    if line.first_word == line.end_word:
        painter.setPen(theme.colour("quiet"))
        painter.drawText(QRect(columns.text_left, text_top, area.width(), row), _MIDDLE_LEFT, f"({NOTHING})")
    doubts = shown.table.doubts[number]
    if doubts:
        _paint_doubts(painter, shown, doubt_marks(doubts), area.adjusted(columns.text_left, 0, 0, 0), layout)
    if line.recognised is not None:
        _paint_pen(painter, shown, layout, line, area.adjusted(0, layout.measures.padding, 0, 0))


def doubtful_pen(ink: QColor) -> QPen:
    """The dots under a word the engine was not sure of."""
    pen = QPen(ink, 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1, 1.5])
    return pen


def _paint_word(
    painter: QPainter, shown: Shown, layout: TranscriptLayout, line: Line, word: int, text_top: int
) -> None:
    x = shown.columns.text_left + layout.x[word]
    y = text_top + layout.rows[word] * layout.measures.row_height
    width, height = layout.widths[word], layout.measures.row_height
    found, ink = shown.hit_of(word) if shown.hits else None, theme.colour("text")
    doubtful = is_doubtful(shown.table.words[word])
    if shown.is_selected(word):
        joined = word + 1 < line.end_word and shown.is_selected(word + 1) and layout.rows[word + 1] == layout.rows[word]
        reach = width + (layout.measures.space if joined else 0)
        painter.fillRect(QRectF(x, y, reach, height), theme.colour("selection"))
    elif doubtful and word != shown.word:
        painter.fillRect(QRectF(x - 1, y + 1, width + 2, height - 2), theme.colour("warn_tint"))
    if found is not None:
        painter.setPen(QPen(theme.colour("warn"), 2 if found == shown.hit else 1))
        painter.drawRect(QRectF(x - 2, y + 1, width + 4, height - 2))
    if word == shown.word:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(QRectF(x - 2, y + 1, width + 4, height - 2), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        ink = theme.colour("on_accent")
    painter.setPen(ink)
    flags = _MIDDLE_LEFT | Qt.TextFlag.TextDontClip
    painter.drawText(QRectF(x, y, width + 2, height), flags, shown.table.words[word].text)
    below = round(y + height) - 2
    if doubtful:
        painter.setPen(doubtful_pen(ink if word == shown.word else theme.colour("warn")))
        painter.drawLine(round(x), below, round(x + width), below)
    if word == shown.cursor and shown.focused and not shown.selecting:
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawLine(round(x), below + 1, round(x + width), below + 1)


def _paint_doubts(painter: QPainter, shown: Shown, words: str, area: QRect, layout: TranscriptLayout) -> None:
    """Why a line may not be what was said, in the row below its words."""
    row = layout.measures.row_height
    top = area.bottom() + 1 - layout.measures.padding - row
    side = max(10, round(row * 0.6))
    picture = theme.pixmap("warning", "warn", side, painter.device().devicePixelRatioF())
    painter.drawPixmap(area.left(), top + (row - side) // 2, picture)
    painter.setFont(shown.look.font("small"))
    painter.setPen(theme.colour("warn"))
    left = side + theme.space(0.5)
    room = QRect(area.left() + left, top, area.width() - left, row)
    words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _MIDDLE_LEFT | Qt.TextFlag.TextDontClip, words)
    painter.setFont(shown.look.font("body"))


def _paint_pen(painter: QPainter, shown: Shown, layout: TranscriptLayout, line: Line, area: QRect) -> None:
    """A small pen after the last word of a line that a person corrected."""
    row = layout.measures.row_height
    side = max(10, round(row * 0.55))
    left, down = float(shown.columns.text_left), 0
    if line.first_word < line.end_word:
        last = line.end_word - 1
        left += layout.x[last] + layout.widths[last] + 4
        down = layout.rows[last] * row
    picture = theme.pixmap("edited", "accent", side, painter.device().devicePixelRatioF())
    painter.drawPixmap(min(round(left), area.right() - side), area.top() + down + (row - side) // 2, picture)
