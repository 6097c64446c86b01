"""Transcripts that mean no good: a table of what was made, whether it was taken, and why not.

The files are read in a process of their own, which the system gives 1 GB of memory and ten seconds of work for each
file and ends when it takes more; so no test has to look at a clock. `python test_transcripts.py FOLDER` is that
process: one line of JSON for each case.
"""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

MB = 2**20
MOST_MEMORY = 1024 * MB
MOST_SECONDS = 10
CUE = b"00:00.000 --> 00:01.000\n"
VTT = b"WEBVTT\n\n" + CUE
SRT = b"1\n00:00:00,000 --> 00:00:01,000\n"
OURS = b"channel,speaker,start,end,text,probability\n"


class Case(NamedTuple):
    """A file: its name, how it is made, and what becomes of it ("taken: N stretches", or why it is refused)."""

    name: str
    make: Callable[[], bytes]
    outcome: str


@cache
def noise(size: int) -> bytes:
    return random.Random(1298).randbytes(size)


def listed(count: int, one: str) -> bytes:
    return ('{"language": "en", "segments": [' + ",".join([one] * count) + "]}").encode()


def said(text: str) -> bytes:
    """One stretch of whisper.cpp's; `text` is put in as it stands."""
    return ('{"transcription": [{"offsets": {"from": 0, "to": 1}, "text": "' + text + '"}]}').encode()


TOO_LONG = "more than 1,000,000 characters without a time between"
TOO_MANY = "more than 100,000 stretches of speech; no call has so many"
TOO_DEEP = "not a transcript: nested too deep or a number too long"
CASES = (
    # size and count
    Case("over-64-mb.vtt", lambda: VTT + b"a" * (64 * MB), "larger than 64 MB"),
    Case("one-line.vtt", lambda: VTT + b"a" * (60 * MB), TOO_LONG),
    Case("one-long-cue.vtt", lambda: VTT + b"word " * 190_000, "taken: 1 stretches"),
    Case("line-ends.vtt", lambda: b"WEBVTT" + b"\n" * (60 * MB), "has more than 500,000 lines"),
    Case("returns.txt", lambda: b"0:01 x" + b"\r" * (60 * MB), "has more than 500,000 lines"),
    Case("blank-lines.vtt", lambda: b"WEBVTT\n\n" + b"x\n\n" * 240_000, "taken: 0 stretches"),
    Case("cues.vtt", lambda: b"WEBVTT\n\n" + (CUE + b"x\n\n") * 160_000, TOO_MANY),
    Case("cues.srt", lambda: (SRT + b"x\n") * 160_000, TOO_MANY),
    Case("marks.txt", lambda: b"0:01 A: x\n" * 490_000, TOO_MANY),
    Case("rows.tsv", lambda: b"start\tend\ttext\n" + b"0\t1\tx\n" * 490_000, TOO_MANY),
    Case("segments.json", lambda: listed(490_000, '{"start":0,"end":1,"text":"x"}'), TOO_MANY),
    Case(
        "words.json",
        lambda: listed(1, '{"start":0,"end":1,"text":"x","words":[' + '{"word":"a"},' * 900_000 + '{"word":"a"}]}'),
        "more than 200,000 words; no call has so many",
    ),
    Case("values.json", lambda: b"[" + b"[]," * (20 * MB) + b"[]]", "holds more than 3,000,000 values"),
    Case(
        "keys.json",
        lambda: b'{"k":0' + b"".join(b',"k%d":1' % n for n in range(1_400_000)) + b"}",
        "is no transcript",
    ),
    Case("lines-of-json.json", lambda: b"{}\n" * 900_000, "is no transcript in a form that is known"),
    # depth
    Case("lists-in-lists.json", lambda: b"[" * 2_900_000, TOO_DEEP),
    Case("objects-in-objects.json", lambda: b'{"segments":' * 900_000, TOO_DEEP),
    Case("long-number.json", lambda: b'{"segments":[{"start":' + b"9" * (60 * MB) + b"}]}", TOO_DEEP),
    Case("tags-in-tags.vtt", lambda: VTT + b"<b>" * 330_000 + b"x", "taken: 1 stretches"),
    Case("voices-in-voices.vtt", lambda: VTT + b"<v a>x" * 160_000, "taken: 1 stretches"),
    # what patterns choke on
    Case("less-than.vtt", lambda: VTT + b"<" * 990_000, "taken: 0 stretches"),
    Case("ampersands.vtt", lambda: VTT + b"&" * 990_000, "taken: 1 stretches"),
    Case("long-reference.vtt", lambda: VTT + b"&#" + b"9" * 990_000, "taken: 1 stretches"),
    Case("long-hours.vtt", lambda: b"WEBVTT\n\n" + b"0" * (50 * MB) + b":00.000 --> 00:01.000\nx", "is no cue's time"),
    Case("blanks-before-time.vtt", lambda: b"WEBVTT\n\n" + b" " * (50 * MB) + CUE + b"x", "taken: 1 stretches"),
    Case("arrows.vtt", lambda: VTT + b"-->" * (20 * MB), TOO_MANY),
    Case("fonts.srt", lambda: SRT + b"<font " * 160_000, "taken: 1 stretches"),
    Case("braces.srt", lambda: SRT + b"{\\" * 490_000, "taken: 1 stretches"),
    Case("colours.txt", lambda: b"0:01 x" + b"\x1b[" * 490_000, "taken: 1 stretches"),
    Case("colons.txt", lambda: b"0:01 x\n" + (b"A:" * 20 + b"\n") * 24_000, "taken: 1 stretches"),
    Case("names.txt", lambda: b"abcdefgh ijk  " * 8 * 400_000, "has no times"),
    Case("name-lines.txt", lambda: (b"abcdefgh ijk  " * 8 + b"\n") * 490_000, "has no times"),
    Case("open-quote.csv", lambda: OURS + b'0,nrp,0,1,"' + b"a" * (60 * MB), "unexpected end of data"),
    Case("commas.csv", lambda: OURS + b"0" + b"," * (30 * MB), "fields where the headings are 6"),
    Case("tabs.tsv", lambda: b"start\tend\ttext\n0\t1" + b"\t" * (60 * MB) + b"\n", "taken: 0 stretches"),
    Case("headings.csv", lambda: b"start,end,text," + b"a," * (30 * MB) + b"\n1,2,x", "fields where the headings are"),
    # what is no text
    Case("noise.bin", lambda: noise(60 * MB), "is binary, not text"),
    Case("noise.json", lambda: b"{" + noise(60 * MB), "not UTF-8"),
    Case("noise-after-text.vtt", lambda: VTT + b"a\n" * 40_000 + noise(20 * MB), "neither UTF-8 nor Windows-1252"),
    Case("noise.utf-16", lambda: b"\xff\xfe" + noise(60 * MB), "is not UTF-16"),
    Case("zeros.vtt", lambda: VTT + b"a" * 70_000 + b"\0" * (50 * MB), TOO_LONG),
    Case("zeros.bin", lambda: bytes(60 * MB), "is binary, not text"),
    Case("accents.txt", lambda: b"0:01 x\n" + b"\xe9" * 990_000, "taken: 1 stretches"),
    Case("marks-of-order.txt", lambda: "\ufeff".encode() * (20 * MB), "has no times"),
    Case("halves.json", lambda: said("\\ud800" * 990_000), "taken: 1 stretches"),
    Case("split-letters.json", lambda: said("@").replace(b"@", b"\xff" * (50 * MB)), TOO_LONG),
    Case("office.docx", lambda: b"PK\x03\x04" + noise(MB), "is a ZIP file or an office document"),
    Case("letter.pdf", lambda: b"%PDF-1.7\n" + noise(MB), "is a PDF"),
    Case("letter.rtf", lambda: b"{\\rtf1\\ansi " + b"x" * MB, "is an RTF document"),
    Case("bomb.xml", lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>', "is XML or HTML"),
    Case("empty.vtt", lambda: b"", "is empty"),
    Case("empty.json", lambda: b"", "not JSON"),
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What became of every file that was read before the system stepped in."""
    if sys.platform == "win32":
        pytest.skip("the limits are those of POSIX")
    folder = tmp_path_factory.mktemp("hostile")
    done = subprocess.run([sys.executable, __file__, folder], capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    found = {line["name"]: line["outcome"] for line in lines}
    assert lines, done.stderr
    return found | {"": done.stderr}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_is_taken_or_refused_within_its_limits(outcomes: dict[str, str], case: Case) -> None:
    assert case.name in outcomes, f"the system ended the reading of it, or of one before: {outcomes['']}"
    assert case.outcome in outcomes[case.name]


def read_all(folder: Path) -> None:
    """Make, read and remove each file under the limits, and print what became of it."""
    import resource

    from models.intake.transcripts.fit import Recorded, fitted
    from models.intake.transcripts.forms import form_of, read_file
    from models.intake.transcripts.speakers import Speakers
    from models.intake.transcripts.told import Unfit

    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    for case in CASES:
        path = folder / case.name
        path.write_bytes(case.make())
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + 1 + MOST_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        try:
            form_of(path)
            found = fitted(read_file(path), Recorded(2, 60_000), Speakers())
            outcome = f"taken: {len(found.segments)} stretches"
        except Unfit as exc:
            outcome = str(exc)
        print(json.dumps({"name": case.name, "outcome": outcome}), flush=True)
        path.unlink()


if __name__ == "__main__":
    read_all(Path(sys.argv[1]))
