"""How large and how close the transcript is set: its own scale on top of the window's text size, compact or roomy."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QFont, QFontMetricsF

from desktop import theme

SCALES_PCT = (80, 90, 100, 110, 125, 150, 175, 200)
ROW_SHARE = 1.15
ROOMY_ROW_SHARE = 1.4


@dataclass(frozen=True)
class TranscriptLook:
    """`scale_pct`: size of the text against the window's. `roomy`: more air between rows and lines."""

    scale_pct: int = 100
    roomy: bool = False

    def larger(self) -> "TranscriptLook":
        """The next size up, if there is one."""
        return replace(self, scale_pct=next((size for size in SCALES_PCT if size > self.scale_pct), SCALES_PCT[-1]))

    def smaller(self) -> "TranscriptLook":
        """The next size down, if there is one."""
        down = (size for size in reversed(SCALES_PCT) if size < self.scale_pct)
        return replace(self, scale_pct=next(down, SCALES_PCT[0]))

    def font(self, name: str) -> QFont:
        """A font of the window in this size."""
        made = theme.font(name)
        made.setPointSizeF(made.pointSizeF() * self.scale_pct / 100)
        return made

    @property
    def row_height(self) -> int:
        """The height of one row of text: somewhat more than the letters take."""
        share = ROOMY_ROW_SHARE if self.roomy else ROW_SHARE
        return round(QFontMetricsF(self.font("body")).height() * share)

    @property
    def padding(self) -> int:
        """The space above and below each line's text."""
        return theme.space(1) if self.roomy else max(4, theme.space(1) // 2 + 1)
