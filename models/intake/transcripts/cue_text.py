"""The text of a cue without its tags, by who speaks it: the cue text rules of WebVTT.

https://www.w3.org/TR/webvtt1/, section 6.4 (cue text parsing): tags nest and are closed only in their order, unknown
ones are passed over, an unclosed `<` swallows what follows, character references are those of HTML. SRT borrows some
of the tags, but a `<` that begins none of them is text there.
"""

import html
import re
from typing import NamedTuple

from models.intake.transcripts.clock import clock_ms

NESTING = frozenset({"c", "i", "b", "u", "ruby", "v", "lang"})
_BLANK = " \t\n\f"
_SRT_TAG = re.compile(r"</?(?:i|b|u|s|em|strong|font|c)(?:[ .][^<>]{0,500})?/?>|\{\\[^{}]{0,80}\}", re.IGNORECASE)
_BRACED = re.compile(r"\{\\[^{}]{0,80}\}")


class Voice(NamedTuple):
    """What one speaker says within a cue; `classes` of the voice tag, as in `<v.loud.first Name>`."""

    name: str | None
    classes: tuple[str, ...]
    text: str


class CueText(NamedTuple):
    """The voices of a cue in order, whether it was styled, and how many times stood inside it."""

    voices: list[Voice]
    styled: bool
    times: int


def read_cue_text(written: str) -> CueText:
    """Take a WebVTT cue's text apart."""
    if "<" not in written:
        return CueText([Voice(None, (), unescaped(written))], styled=False, times=0)
    voices: list[Voice] = []
    open_tags: list[tuple[str, str | None, tuple[str, ...]]] = []
    styled, times, at = False, 0, 0
    while at < len(written):
        begins = written.find("<", at)
        until = len(written) if begins < 0 else begins
        if until > at:
            _say(voices, open_tags, unescaped(written[at:until]))
        if begins < 0:
            break
        ends = written.find(">", begins)
        ends = len(written) if ends < 0 else ends
        tag = written[begins + 1 : ends]
        at = ends + 1
        if tag[:1].isdecimal():
            times += clock_ms(tag) is not None
        elif tag.startswith("/"):
            _close(open_tags, tag[1:].strip(_BLANK))
        else:
            name = _open(open_tags, tag)
            styled = styled or name not in ("v", "")
    return CueText(voices, styled, times)


def read_srt_text(written: str) -> CueText:
    """Take an SRT cue's text apart: known tags and `{\\an8}` are left out, everything else is text."""
    if "<v" in written:
        cue = read_cue_text(_BRACED.sub("", written))
        return cue._replace(styled=cue.styled or "{\\" in written)
    bare = _SRT_TAG.sub("", written)
    return CueText([Voice(None, (), bare)], styled=bare != written, times=0)


def unescaped(written: str) -> str:
    """Text with its character references resolved; one with an absurd number stays as it is."""
    if "&" not in written:
        return written
    try:
        return html.unescape(written)
    except ValueError:
        return written


def _say(voices: list[Voice], open_tags: list[tuple[str, str | None, tuple[str, ...]]], text: str) -> None:
    name, classes = next(((name, classes) for tag, name, classes in reversed(open_tags) if tag == "v"), (None, ()))
    if voices and (voices[-1].name, voices[-1].classes) == (name, classes):
        voices[-1] = voices[-1]._replace(text=voices[-1].text + text)
    else:
        voices.append(Voice(name, classes, text))


def _open(open_tags: list[tuple[str, str | None, tuple[str, ...]]], tag: str) -> str:
    """Enter a tag; returns its name, "" for one that is passed over."""
    head, annotation = tag, ""
    for place, letter in enumerate(tag):
        if letter in _BLANK:
            head, annotation = tag[:place], tag[place:]
            break
    name, *classes = head.split(".")
    inside = open_tags[-1][0] if open_tags else ""
    if name not in NESTING and not (name == "rt" and inside == "ruby"):
        return ""
    if len(open_tags) < 100:
        voice = " ".join(unescaped(annotation).split()) or None
        open_tags.append((name, voice if name == "v" else None, tuple(filter(None, classes))))
    return name


def _close(open_tags: list[tuple[str, str | None, tuple[str, ...]]], name: str) -> None:
    if not open_tags:
        return
    inside = open_tags[-1][0]
    if inside == name:
        open_tags.pop()
    elif name == "ruby" and inside == "rt":
        del open_tags[-2:]
