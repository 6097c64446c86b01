"""Whatever is said, in whatever order: a cue is words that stand in the transcript, at a time within it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models.cue_rules import shipped
from models.cues import find_cues
from models.transcript import SegmentText, Speaker

SENTENCES = """can you pay the full amount today I cannot afford a lump sum of £500 net income is not thirty per cent
Direct Debit deb it within two years Caseworker Online my son is disabled lost job £ um a hundred and pounds % lumpsum
– order"""
TALK = SENTENCES.split()
SEGMENTS = st.lists(
    st.tuples(
        st.sampled_from(list(Speaker)), st.integers(0, 1), st.integers(0, 5_000), st.lists(st.sampled_from(TALK))
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(SEGMENTS)
def test_every_cue_stands_in_the_transcript(told: list[tuple[Speaker, int, int, list[str]]]) -> None:
    segments, now = [], 0
    for at, (speaker, channel, length, words) in enumerate(told):
        text = " ".join(words)
        segments.append(SegmentText(str(at), at, channel, speaker, now, now + length, text, text, ()))
        now += length
    hits = find_cues(segments, shipped())
    for hit in hits:
        stream = " ".join(
            one.text for one in segments if (one.channel, one.speaker) == (hit.channel, hit.speaker) and one.text
        )
        assert hit.text in stream
        assert 0 <= hit.start_ms <= hit.end_ms <= now
    assert find_cues(segments, shipped()) == hits
