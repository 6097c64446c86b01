"""Who a speaker's name means: the caseworker, the non-resident parent, or nobody we know.

The import profile's names come first; the usual ones of call centres and of this department are known without one.
Labels that count speakers only ("spk_0", "SPEAKER_01", "A") mean nobody. Names written into the text ("Agent: Hello",
as Zoom, SRT files and typists do) are found here, too.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import pairwise

from models.intake.transcripts.told import Told, ToldStretch
from models.transcript import Speaker

CASEWORKER_NAMES = frozenset(
    {
        *("caseworker", "case worker", "cw", "agent", "adviser", "advisor", "operator", "officer", "staff"),
        *("call handler", "handler", "representative", "rep", "csa", "cms", "child support", "child support agency"),
    }
)
NRP_NAMES = frozenset(
    {
        *("nrp", "non resident parent", "nonresident parent", "paying parent", "payer", "parent"),
        *("customer", "client", "caller"),
    }
)
NOBODY = frozenset({"unknown", "unknown speaker", "?", "unidentified"})
LONGEST_NAME = 40
MOST_WORDS_OF_A_NAME = 5
_LABEL = re.compile(r"(?:speaker|spk|ch|channel)[ _-]?[0-9a-z]{1,2}", re.I)
_WHISPER = re.compile(r"\(speaker ([01?])\)\s{0,4}")


class Speakers:
    """Names and whom they mean; `own` are those of the import profile."""

    def __init__(self, own: Mapping[str, Speaker] | None = None) -> None:
        self._own = {_bare(name): speaker for name, speaker in (own or {}).items()}

    def meant(self, name: str) -> Speaker | None:
        """Whom a name means; None for nobody known. "Agent 1" means what "Agent" means."""
        bare = _bare(name)
        for known in (bare, bare.rstrip("0123456789 ")):
            if known in self._own:
                return self._own[known]
            if known in CASEWORKER_NAMES:
                return Speaker.CASEWORKER
            if known in NRP_NAMES:
                return Speaker.NRP
            if known in NOBODY:
                return Speaker.UNKNOWN
        return None


def name_in_text(told: Told, speakers: Speakers) -> None:
    """Turn names that lead the lines of a text into speakers; a cue in which several speak becomes one for each."""
    candidates = [prefix for stretch in told.stretches if (prefix := _candidate(stretch.text)) is not None]
    usual = len(candidates) * 2 >= len(told.stretches)
    repeated = {name for name, times in Counter(candidates).items() if times > 1}

    def is_speaker(name: str) -> bool:
        if speakers.meant(name) is not None or _LABEL.fullmatch(name):
            return True
        return usual and (name in repeated or len(candidates) == len(told.stretches))

    named: list[ToldStretch] = []
    for stretch in told.stretches:
        named.extend([stretch] if stretch.speaker is not None else _parts(stretch, is_speaker))
    told.lose("{} with several speakers, who share its times", sum(_several(named)), "stretches")
    told.stretches = named


def _parts(stretch: ToldStretch, is_speaker: Callable[[str], bool]) -> list[ToldStretch]:
    """A stretch, or one for each line that is led by a speaker's name."""
    parts = [stretch]
    lines: list[str] = []
    for line in stretch.text.split("\n"):
        who = _whisper_speaker(line) or _named(line, is_speaker)
        if who is not None:
            name, channel, rest = who
            if any(line.strip() for line in lines):
                parts[-1].text = "\n".join(lines)
                parts.append(ToldStretch(stretch.place, stretch.start_ms, stretch.end_ms, "", stretch.channel))
            parts[-1].speaker = name
            parts[-1].channel = stretch.channel if channel is None else channel
            lines = [rest]
        else:
            lines.append(line)
    parts[-1].text = "\n".join(lines)
    return parts


def _several(named: list[ToldStretch]) -> list[bool]:
    """For each place in the file, whether more than one stretch comes from it."""
    return [
        first.place == second.place and (index == 0 or named[index - 1].place != first.place)
        for index, (first, second) in enumerate(pairwise(named))
    ]


def _named(line: str, is_speaker: Callable[[str], bool]) -> tuple[str | None, int | None, str] | None:
    name = _candidate(line)
    if name is None or not is_speaker(name):
        return None
    return name, None, line.partition(":")[2].strip()


def _whisper_speaker(line: str) -> tuple[str | None, int | None, str] | None:
    """whisper.cpp's "(speaker 0)": it compares the channels, so the number is a channel."""
    found = _WHISPER.match(line)
    return None if found is None else (None, None if found[1] == "?" else int(found[1]), line[found.end() :])


def _candidate(line: str) -> str | None:
    """What stands before the first colon, when it could be a name."""
    head = line[: LONGEST_NAME + 8].lstrip("-> \t")
    name, colon, rest = head.partition(":")
    name = name.strip("[]()* \t")
    if not colon or not 0 < len(name) <= LONGEST_NAME or not (rest == "" or rest[0] in " \t]*\n"):
        return None
    if len(name.split()) > MOST_WORDS_OF_A_NAME or any(letter in name for letter in ',;?!"\n'):
        return None
    return name if name[0].isupper() or name[0].isdecimal() or (name.islower() and len(name.split()) < 3) else None


def _bare(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").strip("[]() ").split())
