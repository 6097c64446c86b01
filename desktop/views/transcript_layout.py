"""Where every line and word of the transcript stands on the screen: widths added up, no text engine asked twice.

Twelve thousand words are broken into rows in a few milliseconds, because the width of each different word is measured
once per font; so the whole layout is exact at once and nothing jumps while scrolling.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from desktop.state.transcript_lines import Line, TimedWord


@dataclass(frozen=True)
class Measures:
    """Pixels: width of the text column, of a space, height of a row of text, space above and below each line's text."""

    text_width: float
    space: float
    row_height: int
    padding: int


class TranscriptLayout:
    """Positions in pixels: `tops[i]` of line i, `x[w]`, `rows[w]` and `widths[w]` of word w within its line's text.

    `known` keeps the widths of words between layouts in the same font.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        words: Sequence[TimedWord],
        measures: Measures,
        advance: Callable[[str], float],
        known: dict[str, float] | None = None,
        noted: Collection[int] = (),
    ) -> None:
        """`noted` are lines with a row of notes below their words."""
        self.measures = measures
        self.tops: list[int] = []
        self.x: list[float] = []
        self.rows: list[int] = []
        known = {} if known is None else known
        self.widths: list[float] = []
        top = 0
        for number, line in enumerate(lines):
            self.tops.append(top)
            row, at = 0, 0.0
            for word in words[line.first_word : line.end_word]:
                width = known.get(word.text)
                if width is None:
                    width = known[word.text] = advance(word.text)
                if at > 0 and at + width > measures.text_width:
                    row, at = row + 1, 0.0
                self.x.append(at)
                self.rows.append(row)
                self.widths.append(width)
                at += width + measures.space
            top += (row + 1 + (number in noted)) * measures.row_height + 2 * measures.padding
        self.height = top

    def line_height(self, line: int) -> int:
        """The height of a line with its padding."""
        below = self.tops[line + 1] if line + 1 < len(self.tops) else self.height
        return below - self.tops[line]

    def line_at(self, y: int) -> int | None:
        """The line at height `y`, None above the first and below the last."""
        if not self.tops or not 0 <= y < self.height:
            return None
        return bisect_right(self.tops, y) - 1

    def word_y(self, word: int, line: int) -> int:
        """The top of a word's row."""
        return self.tops[line] + self.measures.padding + self.rows[word] * self.measures.row_height

    def word_near(self, line: Line, number: int, x: float, y: int) -> int | None:
        """The word of line `number` at or nearest to a point; `x` counts from the text column's left edge."""
        if line.first_word == line.end_word:
            return None
        inside = y - self.tops[number] - self.measures.padding
        row = min(max(inside // self.measures.row_height, 0), self.rows[line.end_word - 1])
        of_row = [word for word in range(line.first_word, line.end_word) if self.rows[word] == row]
        gap = self.measures.space / 2
        return next((word for word in of_row if x <= self.x[word] + self.widths[word] + gap), of_row[-1])
