"""Letters for paper: the fonts that travel with the program, what they can show, how wide it is, where a line ends.

Between a document's plain text and `desktop.jobs.pdf_blocks`. The standard PDF fonts know neither Welsh letters nor
arrows, so two free fonts are embedded (resources/fonts, OFL); of each only the letters that were used.
"""

import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import resources

UNKNOWN = "□"
"""Stands for a letter the fonts cannot show: an emoji, most writing that is not Latin, Greek, Cyrillic or Hebrew."""

_REPLACED = {"\u2011": "-", "\ufffd": UNKNOWN, "\t": " ", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me"})
"""Categories of characters that show nothing by themselves: controls, joiners and direction marks, loose accents."""


class Face(StrEnum):
    """The two fonts, by the name under which the PDF library knows them."""

    REGULAR = "steercheck-regular"
    BOLD = "steercheck-bold"


FILES = {Face.REGULAR: "fonts/LiberationSans-Regular.ttf", Face.BOLD: "fonts/LiberationSans-Bold.ttf"}


@cache
def _font(face: Face) -> Any:
    font = TTFont(face.value, str(resources.path(FILES[face])))
    pdfmetrics.registerFont(font)
    return font


def first_face() -> str:
    """The face a canvas begins with, ready to be used; by itself it would name a font that is not embedded."""
    _font(Face.BOLD)
    _font(Face.REGULAR)
    return Face.REGULAR.value


def shown(text: str) -> str:
    """`text` as the fonts can show it: line ends kept, control characters and direction marks gone, unknown letters as
    `UNKNOWN`. Writing from right to left stays in the order it was typed; the HTML form turns it as it should be."""
    if text.isascii() and text.isprintable():
        return text
    known = _font(Face.REGULAR).face.charToGlyph
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_shown_letter(letter, known) for letter in plain)


def _shown_letter(letter: str, known: dict[int, int]) -> str:
    if letter in _REPLACED:
        return _REPLACED[letter]
    if letter == "\n":
        return letter
    if unicodedata.category(letter) in _UNSEEN:
        return ""
    return letter if ord(letter) in known else UNKNOWN


@lru_cache(maxsize=20_000)
def width(text: str, face: Face, size: float) -> float:
    """How wide a shown text is, in points."""
    return float(_font(face).stringWidth(text, size))


def lines(text: str, face: Face, size: float, room: float) -> list[str]:
    """`text` broken into lines no wider than `room` points: at blanks, and within a word only where it is wider than a
    line. Linear in the length of the text."""
    found: list[str] = []
    for line in shown(text).rstrip(" \n").split("\n"):
        found += _broken(line, face, size, room)
    return found


def _broken(line: str, face: Face, size: float, room: float) -> list[str]:
    blank = width(" ", face, size)
    found: list[str] = []
    current: list[str] = []
    reached = 0.0
    for word in line.split(" "):
        if not word:
            continue
        for piece, wide in _pieces(word, face, size, room):
            whole_line = reached + blank + wide if current else wide
            if current and whole_line > room:
                found.append(" ".join(current))
                current, reached = [piece], wide
            else:
                current.append(piece)
                reached = whole_line
    return [*found, " ".join(current)]


def _pieces(word: str, face: Face, size: float, room: float) -> list[tuple[str, float]]:
    """A word with its width, cut where it is wider than a line. Cut pieces fill a line, so no blank comes between."""
    wide = width(word, face, size)
    if wide <= room:
        return [(word, wide)]
    found: list[tuple[str, float]] = []
    start, reached = 0, 0.0
    for at, letter in enumerate(word):
        step = width(letter, face, size)
        if at > start and reached + step > room:
            found.append((word[start:at], room))
            start, reached = at, 0.0
        reached += step
    return [*found, (word[start:], reached)]
