"""Where somebody is in a transcript, kept while further lines come between: the line at the top, what is marked.

Words are counted through the whole transcript, so that every number changes when a line comes before; a line and a
word of it stay what they are.
"""

from dataclasses import dataclass

from desktop.views.transcript_layout import TranscriptLayout
from desktop.views.transcript_paint import Shown

WordPlace = tuple[int, int]
"""A line, and a word of it counted from its first."""


@dataclass(frozen=True)
class KeptPlace:
    """`top`: the line at the top of the view (None: none) and how many pixels of it are out of sight."""

    cursor: WordPlace | None = None
    anchor: WordPlace | None = None
    top: tuple[int | None, int] = (None, 0)

    @classmethod
    def of(cls, shown: Shown, layout: TranscriptLayout | None, scrolled: int) -> "KeptPlace":
        """The place as the transcript is now."""

        def place(word: int | None) -> WordPlace | None:
            if word is None or word >= len(shown.table.words):
                return None
            row = shown.table.words[word].line
            return row, word - shown.table.lines[row].first_word

        line = None if layout is None else layout.line_at(scrolled)
        beyond = 0 if line is None or layout is None else scrolled - layout.tops[line]
        return cls(place(shown.cursor), place(shown.anchor), (line, beyond))

    def give_back(self, shown: Shown, rows: list[int]) -> None:
        """The same words are marked; `rows` says where each line of before is now."""

        def word(place: WordPlace | None) -> int | None:
            return None if place is None else shown.table.lines[rows[place[0]]].first_word + place[1]

        shown.cursor, shown.anchor = word(self.cursor), word(self.anchor)
        shown.selecting = shown.selecting and shown.cursor is not None and shown.anchor is not None
        shown.hits, shown.hit = [], None
