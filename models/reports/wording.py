"""Days, times and answers in the words of documents: 14 Sep 2009 10:31, 0:29–0:36, No."""

from datetime import date, datetime

from models.clock import OFFICE_ZONE
from models.kpi import KpiClass
from models.review import AnswerValue, EvidenceKind, EvidenceNote
from models.review_life import day_in_words
from models.scoring import Critical
from models.sheet_difference import NOT_HELD, SHEET_LABELS

ANSWERS = {
    AnswerValue.YES: "Yes",
    AnswerValue.NO: "No",
    AnswerValue.NOT_APPLICABLE: "Not applicable",
    AnswerValue.CANNOT_TELL: "Cannot tell",
    AnswerValue.NOTED: "Noted",
}
CRITICAL = {
    Critical.PASS: "Passed: no critical prompt is a no",
    Critical.FAIL: "Failed: a critical prompt is a no",
    Critical.NOT_ASSESSABLE: "Not assessable: a critical prompt cannot be told",
}
CLASSES = {
    KpiClass.ACCURATE: "Accurate: the debt steer was kept, and no critical prompt is a no",
    KpiClass.ACCURATE_DISCRETION: "Accurate by discretion: outside the ladder, with a ground and reason recorded",
    KpiClass.INACCURATE: "Inaccurate: the debt steer was not kept, or a critical prompt is a no",
    KpiClass.NOT_ASSESSABLE: (
        "Not assessable: something the judgement needs is not held or cannot be told. It counts neither for nor against"
    ),
}
SHORT_CLASSES = {code: words.split(":")[0] for code, words in CLASSES.items()}
SHORT_CRITICAL = {code: words.split(":")[0] for code, words in CRITICAL.items()}
NONE = "none"


def day(when: date | None) -> str:
    """14 Sep 2009."""
    return NOT_HELD if when is None else day_in_words(when)


def moment(when: datetime | None) -> str:
    """14 Sep 2009 10:31, on the office's clock."""
    if when is None:
        return NOT_HELD
    local = when.astimezone(OFFICE_ZONE)
    return f"{day_in_words(local.date())} {local:%H:%M}"


def clock_time(ms: int) -> str:
    """A place in a call: 0:31, 1:02:05."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def evidence(piece: EvidenceNote) -> str:
    """Where to look: "0:29–0:36 of the call", "the whole call", "guide sheet: Lump sum asked"."""
    if piece.kind is EvidenceKind.SPAN and piece.start_ms is not None and piece.end_ms is not None:
        return f"{clock_time(piece.start_ms)}–{clock_time(piece.end_ms)} of the call"
    if piece.kind is EvidenceKind.SHEET:
        return f"guide sheet: {SHEET_LABELS.get(piece.field or '', piece.field or NOT_HELD)}"
    return "the whole call"


def several(count: int, one: str, many: str | None = None) -> str:
    """ "1 review", "12 reviews"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def of(count: int, whole: int) -> str:
    """ "3 of 12": what a person is told of a share, never a rank."""
    return f"{count:,} of {whole:,}"
