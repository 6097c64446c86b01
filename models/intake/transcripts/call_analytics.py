"""AWS Call Analytics after the call, and Contact Lens: turns with a role, in milliseconds.

{"JobStatus", "Participants": [{"ParticipantRole", "ParticipantId"}], "Transcript": [{"ParticipantRole": "AGENT",
"BeginOffsetMillis", "EndOffsetMillis", "Content", "Items": [{"Type": "pronunciation", "Content", "Confidence",
"BeginOffsetMillis", "EndOffsetMillis"}], "Sentiment", "LoudnessScores", "IssuesDetected"}]}. Contact Lens in real time
wraps each turn: {"Segments": [{"Transcript": {...}}]}.
Source: Amazon Transcribe developer guide, "Post-call analytics output".
"""

from collections.abc import Iterator

from models.intake.transcripts.documents import (
    MILLISECONDS,
    Record,
    inner,
    name_of,
    probability,
    records,
    text,
    time_ms,
    word_ms,
)
from models.intake.transcripts.told import Loss, Told, ToldStretch, ToldWord

FORM = "AWS Call Analytics"
INSIGHTS = {
    "Sentiment": "sentiment",
    "LoudnessScores": "loudness",
    "IssuesDetected": "issues",
    "OutcomesDetected": "outcomes",
    "ActionItemsDetected": "action items",
    "Redaction": "times of redactions",
}
"""What a turn holds beside its words, and what we call it."""


def recognises(document: object) -> bool:
    if not isinstance(document, dict):
        return False
    turn = next((turn for _, turn in _turns(document)), None) if _is_list_of_records(document) else None
    if turn is None:
        return isinstance(document.get("Transcript"), list) and "JobStatus" in document
    return "BeginOffsetMillis" in turn and "Content" in turn


def read(document: Record) -> Told:
    """The transcript as told. Raises Unfit."""
    told = Told(FORM, engine="aws-call-analytics")
    roles = {
        name_of(person.get("ParticipantId")): name_of(person.get("ParticipantRole"))
        for _, person in records(document, "Participants")
    }
    left_out: set[str] = set()
    for place, turn in _turns(document):
        who = name_of(turn.get("ParticipantRole")) or name_of(turn.get("ParticipantId"))
        told.add(
            ToldStretch(
                place,
                time_ms(turn, "BeginOffsetMillis", place, MILLISECONDS),
                time_ms(turn, "EndOffsetMillis", place, MILLISECONDS),
                text(turn, "Content", place).strip(),
                None,
                roles.get(who) or who,
                _words(turn, place),
            )
        )
        left_out.update(words for name, words in INSIGHTS.items() if turn.get(name))
    for name, words in (("ConversationCharacteristics", "characteristics of the call"), ("Categories", "categories")):
        if document.get(name):
            left_out.add(words)
    if left_out:
        told.losses.append(Loss(f"left out: {', '.join(sorted(left_out))}"))
    return told


def _is_list_of_records(document: Record) -> bool:
    listed = document.get("Transcript", document.get("Segments"))
    return isinstance(listed, list) and all(isinstance(turn, dict) for turn in listed[:1])


def _turns(document: Record) -> Iterator[tuple[str, Record]]:
    yield from records(document, "Transcript")
    for place, segment in records(document, "Segments"):
        if "Transcript" in segment:
            yield f"{place}.Transcript", inner(segment, "Transcript")


def _words(turn: Record, place: str) -> list[ToldWord]:
    words: list[ToldWord] = []
    for _, item in records(turn, "Items", place):
        content = item.get("Content")
        if not isinstance(content, str) or not content:
            continue
        if item.get("Type") == "punctuation" and words:
            words[-1].text += content
        elif item.get("Type") != "punctuation":
            start_ms, end_ms = (word_ms(item, name, MILLISECONDS) for name in ("BeginOffsetMillis", "EndOffsetMillis"))
            words.append(ToldWord(content, start_ms, end_ms, probability(item, "Confidence")))
    return words
