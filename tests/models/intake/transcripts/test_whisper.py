"""The JSON of the whisper family: openai-whisper, faster-whisper, WhisperX, whisper.cpp; their tables too."""

import json
import math
from typing import Any

import pytest

from models.intake.transcripts.fit import Recorded
from models.intake.transcripts.told import Unfit

ONE_CHANNEL = Recorded(1, 60_000)


def words(found) -> list[list[tuple[str, int, int, float | None]]]:
    return [[(w.text, w.start_ms, w.end_ms, w.probability) for w in one.words] for one in found.segments]


WORDS = [
    {"word": " Hello", "start": 0.5, "end": 1.0, "probability": 0.9},
    {"word": " there.", "start": 1.0, "end": 1.5, "probability": 0.8},
]
SEGMENT = {"id": 0, "start": 0.5, "end": 1.5, "text": " Hello there.", "avg_logprob": -0.2, "words": WORDS}
WORD_TUPLES = [[0.5, 1.0, " Hello", 0.9], [1.0, 1.5, " there.", 0.8]]
TUPLE = [1, 0, 0.5, 1.5, " Hello there.", [50364, 1], -0.2, 1.1, 0.01, WORD_TUPLES]


@pytest.mark.parametrize(
    "document",
    [
        {"text": " Hello there.", "segments": [SEGMENT], "language": "en"},
        {"segments": [SEGMENT], "language": "en"},
        {"segments": [SEGMENT], "info": {"language": "en"}},
        [SEGMENT],
        [TUPLE],
        {"segments": [TUPLE], "language": "en"},
        [SEGMENT | {"words": WORD_TUPLES}],
        {"task": "transcribe", "text": "x", "segments": [SEGMENT | {"words": None}], "words": WORDS},
        {"segments": [{"start": 0.5, "end": 1.5, "text": "Hello there."}], "word_segments": WORDS},
    ],
)
def test_one_stretch_with_two_words_however_it_was_dumped(fit, lines, document: Any) -> None:
    found = fit(document, ONE_CHANNEL)
    assert lines(found) == [(0, "unknown", 500, 1500, "Hello there.")]
    assert words(found) == [[("Hello", 500, 1000, 0.9), ("there.", 1000, 1500, 0.8)]]


def test_one_document_on_each_line_is_read_as_a_list(fit, lines) -> None:
    written = "\n".join(json.dumps(SEGMENT | {"start": at, "end": at + 0.4, "words": []}) for at in (1, 2))
    assert [row[2] for row in lines(fit(written, ONE_CHANNEL))] == [1000, 2000]


def test_the_engines_own_figures_are_said_to_be_left_out(fit, losses) -> None:
    assert "left out: the engine's own figures" in losses(fit([SEGMENT], ONE_CHANNEL))


def test_whisperx_words_that_were_not_aligned_stand_between_their_neighbours(fit, losses) -> None:
    aligned = [
        {"word": "I", "start": 1.0, "end": 1.2, "score": 0.9},
        {"word": "pay"},
        {"word": "£50", "start": math.nan, "end": math.nan, "score": math.nan},
        {"word": "now", "start": 2.0, "end": 2.4, "score": 0.7},
        {"word": "yes"},
    ]
    found = fit({"segments": [{"start": 1.0, "end": 3.0, "text": "I pay £50 now yes", "words": aligned}]}, ONE_CHANNEL)
    assert words(found) == [
        [
            ("I", 1000, 1200, 0.9),
            ("pay", 1200, 1200, None),
            ("£50", 1200, 2000, None),
            ("now", 2000, 2400, 0.7),
            ("yes", 2400, 3000, None),
        ]
    ]
    assert "no whole times for 3 words: put between the neighbours" in losses(found)
    assert "left out: the confidence of 1 word, no number from 0 to 1" in losses(found)


def test_words_without_any_time_are_kept_as_text_only(fit, lines, losses) -> None:
    found = fit([{"start": 1, "end": 2, "text": "Hi there", "words": [{"word": "Hi"}, {"word": "there"}]}])
    assert (lines(found)[0][4], words(found)) == ("Hi there", [[]])
    assert "no times for 2 words: kept as text only" in losses(found)


def test_words_of_another_speaker_than_their_stretch_are_counted(fit, losses) -> None:
    listed = [WORDS[0] | {"speaker": "SPEAKER_00"}, WORDS[1] | {"speaker": "SPEAKER_01"}]
    found = fit([SEGMENT | {"speaker": "SPEAKER_00", "words": listed}], ONE_CHANNEL)
    assert "1 stretch with words of another speaker, who is not kept" in losses(found)
    assert "who is meant by 'SPEAKER_00' is not known" in losses(found)


@pytest.mark.parametrize(("start", "end"), [("1.5", "2"), ("1.500s", "2s"), ("0:00:01.5", "00:02"), ("PT1.5S", "PT2S")])
def test_times_written_as_text_are_read(fit, lines, start: str, end: str) -> None:
    assert lines(fit([{"start": start, "end": end, "text": "Hi"}], ONE_CHANNEL))[0][2:4] == (1500, 2000)


def test_a_time_that_is_none_is_refused_by_its_place(told) -> None:
    with pytest.raises(Unfit, match="is not a time") as caught:
        told([SEGMENT, SEGMENT | {"end": "later"}])
    assert (caught.value.column, caught.value.value) == ("[1].end", "later")


def cpp(*items: dict[str, Any]) -> dict[str, Any]:
    params = {"model": "C:\\models\\ggml-base.en.bin", "language": "en"}
    return {"systeminfo": "", "model": {"type": "base"}, "params": params, "transcription": list(items)}


def token(text: str, start: int, end: int, p: float) -> dict[str, Any]:
    return {"text": text, "offsets": {"from": start, "to": end}, "id": 1, "p": p, "t_dtw": -1}


PLAIN = {
    "timestamps": {"from": "00:00:00,500", "to": "00:00:02,000"},
    "offsets": {"from": 500, "to": 2000},
    "text": " Forty pounds.",
}


def test_whisper_cpp_short_form_has_no_words(fit, lines, told) -> None:
    assert lines(fit(cpp(PLAIN), ONE_CHANNEL)) == [(0, "unknown", 500, 2000, "Forty pounds.")]
    assert (told(cpp(PLAIN)).engine, told(cpp(PLAIN)).model) == ("whisper.cpp", "ggml-base.en.bin")


def test_whisper_cpp_time_stamps_serve_where_offsets_are_missing(fit, lines) -> None:
    item = {key: value for key, value in PLAIN.items() if key != "offsets"}
    assert lines(fit(cpp(item), ONE_CHANNEL))[0][2:4] == (500, 2000)


def test_whisper_cpp_tokens_are_joined_to_words_and_its_own_left_out(fit) -> None:
    tokens = [
        token("[_BEG_]", 0, 0, 0.9),
        token(" For", 500, 700, 0.8),
        token("ty", 700, 900, 0.6),
        token(" pounds", 900, 1500, 0.9),
        token(".", 1500, 1600, 0.7),
        token("<|endoftext|>", 1600, 1600, 0.1),
        token("[_TT_100]", 2000, 2000, 0.1),
    ]
    found = fit(cpp(PLAIN | {"tokens": tokens}), ONE_CHANNEL)
    assert words(found) == [[("Forty", 500, 900, 0.7), ("pounds.", 900, 1600, 0.8)]]


def test_whisper_cpp_letters_split_over_two_tokens_meet_again(fit, lines) -> None:
    written = json.dumps(cpp(PLAIN | {"text": "POUND", "tokens": [token("ONE", 0, 100, 1), token("TWO", 100, 200, 1)]}))
    raw = written.encode().replace(b"POUND", b" \xc2\xa350").replace(b"ONE", b" \xc2").replace(b"TWO", b"\xa350")
    found = fit(raw, ONE_CHANNEL)
    assert (lines(found)[0][4], words(found)) == ("£50", [[("£50", 0, 200, 1.0)]])


def test_whisper_cpp_speakers_are_channels(fit, lines) -> None:
    items = [PLAIN | {"speaker": "1"}, PLAIN | {"speaker": "0"}, PLAIN | {"speaker": "?"}]
    assert [row[:2] for row in lines(fit(cpp(*items)))] == [(0, "caseworker"), (0, "unknown"), (1, "nrp")]


def test_the_table_of_openai_whisper_is_read_in_milliseconds(fit, lines) -> None:
    found = fit('start\tend\ttext\n0\t1000\tHe said "no"\twith a tab\n1000\t2500\tYes\n', ONE_CHANNEL)
    assert lines(found) == [(0, "unknown", 0, 1000, 'He said "no" with a tab'), (0, "unknown", 1000, 2500, "Yes")]


def test_the_table_of_whisper_cpp_has_backslashes_before_quotation_marks(fit, lines) -> None:
    found = fit('start,end,speaker,text\n0,1000,1," He said \\"no\\", twice"\n')
    assert lines(found) == [(1, "nrp", 0, 1000, 'He said "no", twice')]


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [("x\t1\ta", "start", "x"), ("0\ty\ta", "end", "y"), ("0\t1", None, "0\t1")],
)
def test_a_bad_row_is_refused_by_line_and_column(told, row: str, column: str | None, value: str) -> None:
    with pytest.raises(Unfit) as caught:
        told(f"start\tend\ttext\n0\t1\ta\n{row}\n")
    assert (caught.value.line, caught.value.column, caught.value.value) == (3, column, value)
