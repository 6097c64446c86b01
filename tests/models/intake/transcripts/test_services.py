"""The JSON of the cloud services: AWS, Azure, Google, Deepgram, AssemblyAI."""

from typing import Any

import pytest

from models.intake.transcripts.fit import Recorded
from models.intake.transcripts.told import Unfit

ONE_CHANNEL = Recorded(1, 60_000)


def spoken(start: str, end: str, content: str, **more: Any) -> dict[str, Any]:
    alternatives = [{"confidence": "0.9", "content": content}]
    return {"type": "pronunciation", "start_time": start, "end_time": end, "alternatives": alternatives} | more


def mark(content: str) -> dict[str, Any]:
    return {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": content}]}


def words(found) -> list[list[tuple[str, int, int, float | None]]]:
    return [[(w.text, w.start_ms, w.end_ms, w.probability) for w in one.words] for one in found.segments]


def aws(results: dict[str, Any]) -> dict[str, Any]:
    return {"jobName": "a", "status": "COMPLETED", "results": {"transcripts": [{"transcript": "x"}]} | results}


def test_aws_channels_become_channels_and_punctuation_joins_its_word(fit, lines) -> None:
    channels = [
        {"channel_label": "ch_0", "items": [spoken("4.86", "5.01", "I've"), spoken("5.01", "5.5", "been"), mark(".")]},
        {"channel_label": "ch_1", "items": [spoken("8.5", "8.9", "Sorry"), mark(","), spoken("9.0", "9.5", "yes")]},
    ]
    found = fit(aws({"channel_labels": {"number_of_channels": 2, "channels": channels}, "items": []}))
    assert lines(found) == [(0, "caseworker", 4860, 5500, "I've been."), (1, "nrp", 8500, 9500, "Sorry, yes")]
    assert words(found)[0] == [("I've", 4860, 5010, 0.9), ("been.", 5010, 5500, 0.9)]


@pytest.mark.parametrize("on_items", [True, False])
def test_aws_speakers_are_parted_and_named_by_the_profile(fit, lines, on_items: bool) -> None:
    label = (lambda name: {"speaker_label": name}) if on_items else (lambda name: {})
    items = [spoken("1.0", "1.5", "Hello", **label("spk_0")), spoken("1.6", "2.0", "Yes", **label("spk_1"))]
    segments = [
        {"speaker_label": "spk_0", "items": [{"start_time": "1.0", "speaker_label": "spk_0"}]},
        {"speaker_label": "spk_1", "items": [{"start_time": "1.6", "speaker_label": "spk_1"}]},
    ]
    document = aws({"items": items, "speaker_labels": {"speakers": 2, "segments": segments}})
    assert [row[1] for row in lines(fit(document, ONE_CHANNEL))] == ["unknown", "unknown"]
    named = fit(document, ONE_CHANNEL, {"spk_0": "caseworker", "SPK 1": "nrp"})
    assert [row[1] for row in lines(named)] == ["caseworker", "nrp"]


def test_aws_stretches_end_at_sentences_and_pauses(fit, lines) -> None:
    items = [spoken("1", "2", "One"), mark("."), spoken("2", "3", "Two"), spoken("4", "5", "Three")]
    assert [row[4] for row in lines(fit(aws({"items": items})))] == ["One.", "Two", "Three"]


def test_aws_other_wordings_are_counted(fit, losses) -> None:
    item = spoken("1", "2", "One")
    item["alternatives"].append({"confidence": "0.1", "content": "Won"})
    assert "left out: other wordings than the first, for 1 word" in losses(fit(aws({"items": [item]})))


TURN = {
    "ParticipantRole": "AGENT",
    "BeginOffsetMillis": 440,
    "EndOffsetMillis": 2000,
    "Content": "Hello.",
    "Sentiment": "NEUTRAL",
    "LoudnessScores": [70.1],
    "Items": [
        {
            "Type": "pronunciation",
            "Content": "Hello",
            "Confidence": "0.99",
            "BeginOffsetMillis": 440,
            "EndOffsetMillis": 900,
        },
        {"Type": "punctuation", "Content": ".", "Confidence": "0.0"},
    ],
}


def test_call_analytics_turns_carry_their_role(fit, lines, losses) -> None:
    customer = {"ParticipantRole": "CUSTOMER", "BeginOffsetMillis": 3000, "EndOffsetMillis": 4000, "Content": "Hi."}
    found = fit({"JobStatus": "COMPLETED", "Transcript": [TURN, customer], "Categories": {"MatchedCategories": []}})
    assert lines(found) == [(0, "caseworker", 440, 2000, "Hello."), (1, "nrp", 3000, 4000, "Hi.")]
    assert words(found)[0] == [("Hello.", 440, 900, 0.99)]
    assert "left out: categories, loudness, sentiment" in losses(found)


def test_the_role_of_an_agent_on_the_second_channel_is_followed(fit, lines) -> None:
    found = fit({"JobStatus": "COMPLETED", "Transcript": [TURN]}, Recorded(2, 60_000, caseworker_channel=1))
    assert lines(found)[0][:2] == (1, "caseworker")


def test_contact_lens_wraps_each_turn_and_names_participants_by_id(fit, lines) -> None:
    turn = TURN | {"ParticipantId": "p-1"}
    del turn["ParticipantRole"]
    document = {
        "Participants": [{"ParticipantId": "p-1", "ParticipantRole": "AGENT"}],
        "Segments": [{"Categories": {}}, {"Transcript": turn}],
    }
    assert lines(fit(document)) == [(0, "caseworker", 440, 2000, "Hello.")]


PHRASE = {
    "recognitionStatus": "Success",
    "channel": 1,
    "offset": "PT0.76S",
    "duration": "PT1M1.32S",
    "offsetInTicks": 7600000.0,
    "durationInTicks": 13200000.0,
    "nBest": [
        {
            "confidence": 0.8,
            "lexical": "fifty pounds please",
            "display": "£50, please.",
            "words": [
                {"word": "fifty", "offsetInTicks": 7600000, "durationInTicks": 2000000, "confidence": 0.5},
                {"word": "pounds", "offsetInTicks": 9600000, "durationInTicks": 2000000, "confidence": 0.9},
                {"word": "please", "offsetInTicks": 12000000, "durationInTicks": 2000000, "confidence": 0.95},
            ],
            "displayWords": [
                {"displayText": "£50,", "offsetInTicks": 7600000, "durationInTicks": 4000000},
                {"displayText": "please.", "offsetInTicks": 12000000, "durationInTicks": 2000000},
            ],
        },
        {"display": "£15, please."},
    ],
}
COMBINED = [{"channel": 0, "display": ""}, {"channel": 1, "display": "£50, please."}]


def test_azure_counts_in_ticks_and_shows_words_as_they_read(fit, lines, losses) -> None:
    found = fit(
        {"combinedRecognizedPhrases": COMBINED, "recognizedPhrases": [PHRASE, {"recognitionStatus": "Failure"}]}
    )
    assert lines(found) == [(1, "nrp", 760, 2080, "£50, please.")]
    assert words(found) == [[("£50,", 760, 1160, 0.5), ("please.", 1200, 1400, 0.95)]]
    assert "left out: 1 stretch that the service did not recognise" in losses(found)
    assert "other wordings than the first, for 1 stretch" in losses(found)


def test_azure_lengths_in_iso_8601_are_read_where_there_are_no_ticks(told) -> None:
    phrase = {key: value for key, value in PHRASE.items() if not key.endswith("Ticks")}
    (stretch,) = told({"combinedRecognizedPhrases": COMBINED, "recognizedPhrases": [phrase]}).stretches
    assert (stretch.start_ms, stretch.end_ms) == (760.0, 62_080.0)


def test_a_mixed_call_of_azure_has_no_channel(told) -> None:
    mixed = PHRASE | {"channel": 0, "speaker": 2}
    (stretch,) = told({"combinedRecognizedPhrases": COMBINED[:1], "recognizedPhrases": [mixed]}).stretches
    assert (stretch.channel, stretch.speaker) == (None, "2")


def test_azure_fast_transcription_counts_in_milliseconds(fit, lines) -> None:
    word = {"text": "Hi.", "offsetMilliseconds": 100, "durationMilliseconds": 400}
    phrase = {"channel": 1, "offsetMilliseconds": 100, "durationMilliseconds": 900, "text": "Hi.", "words": [word]}
    found = fit(
        {"durationMilliseconds": 1000, "combinedPhrases": [{"channel": 0}, {"channel": 1}], "phrases": [phrase]}
    )
    assert lines(found) == [(1, "nrp", 100, 1000, "Hi.")]
    assert words(found) == [[("Hi.", 100, 500, None)]]


def test_an_azure_length_that_is_none_is_refused_by_its_place(told) -> None:
    with pytest.raises(Unfit) as caught:
        told({"recognizedPhrases": [{"offset": "soon", "nBest": [{"display": "x"}]}]})
    assert (caught.value.column, caught.value.value) == ("recognizedPhrases[0].offset", "soon")


def google(*names: str, channel: str = "channelTag") -> dict[str, Any]:
    start, end, until = names
    words = [{end: "0.4s", "word": "Forty"}, {start: "0.400s", end: "1.2s", "word": "pounds"}]
    first = {
        "alternatives": [{"transcript": "Forty pounds", "confidence": 0.9, "words": words}],
        channel: 1,
        until: "2s",
    }
    return {"results": [first, {"alternatives": [{"transcript": " Yes. "}], channel: 2, until: "3.500s"}]}


@pytest.mark.parametrize(
    "document",
    [
        google("startTime", "endTime", "resultEndTime"),
        google("startOffset", "endOffset", "resultEndOffset"),
        google("start_time", "end_time", "result_end_time", channel="channel_tag"),
        {"name": "1", "done": True, "response": google("startTime", "endTime", "resultEndTime")},
        {"results": {"gs://b/a.wav": {"transcript": google("startOffset", "endOffset", "resultEndOffset")}}},
        {"results": {"a": {"inlineResult": {"transcript": google("startOffset", "endOffset", "resultEndOffset")}}}},
    ],
)
def test_google_counts_channels_from_one_and_times_with_an_s(fit, lines, document: dict) -> None:
    found = fit(document)
    assert lines(found) == [(0, "caseworker", 0, 1200, "Forty pounds"), (1, "nrp", 0, 3500, "Yes.")]
    assert words(found)[0] == [("Forty", 0, 400, None), ("pounds", 400, 1200, None)]


def test_google_times_as_seconds_and_nanos_are_read(fit, lines) -> None:
    word = {"startTime": {"seconds": "1", "nanos": 300_000_000}, "endTime": {"seconds": 2}, "word": "Yes"}
    assert lines(fit({"results": [{"alternatives": [{"transcript": "Yes", "words": [word]}]}]}))[0][2:4] == (1300, 2000)


def test_google_repeats_all_words_with_their_speakers_and_only_these_are_taken(fit, lines) -> None:
    def tagged(tag: int) -> dict[str, Any]:
        return {"startTime": f"{tag}s", "endTime": f"{tag}.5s", "word": f"w{tag}", "speakerTag": tag}

    plain = {"alternatives": [{"transcript": "w1 w2", "words": [tagged(1), tagged(2)]}]}
    last = {"alternatives": [{"words": [tagged(1), tagged(2)]}]}
    found = fit({"results": [plain, last]}, ONE_CHANNEL, {"1": "caseworker", "2": "nrp"})
    assert lines(found) == [(0, "caseworker", 1000, 1500, "w1"), (0, "nrp", 2000, 2500, "w2")]


def test_google_answers_for_several_recordings_are_refused(told) -> None:
    with pytest.raises(Unfit, match="holds the transcripts of 2 recordings"):
        told({"results": {"a": {"transcript": {}}, "b": {"error": {}}}})


def heard(word: str, start: float, **more: Any) -> dict[str, Any]:
    return {
        "word": word,
        "punctuated_word": f"{word.title()}.",
        "start": start,
        "end": start + 0.4,
        "confidence": 0.9,
    } | more


def deepgram(*channels: dict[str, Any], **results: Any) -> dict[str, Any]:
    listed = [{"alternatives": [channel]} for channel in channels]
    return {"metadata": {"model_info": {"u": {"name": "nova"}}}, "results": {"channels": listed} | results}


def test_deepgram_channels_give_their_punctuated_words(fit, lines, told) -> None:
    document = deepgram({"words": [heard("hi", 1)]}, {"words": [heard("yes", 2)]})
    assert lines(fit(document)) == [(0, "caseworker", 1000, 1400, "Hi."), (1, "nrp", 2000, 2400, "Yes.")]
    assert (told(document).engine, told(document).model) == ("deepgram", "nova")


def test_deepgram_utterances_come_first_and_their_channel_counts_only_when_there_are_several(fit, lines) -> None:
    utterance = {"start": 1, "end": 1.4, "channel": 0, "speaker": 1, "transcript": "Hi.", "words": [heard("hi", 1)]}
    both = deepgram({"words": []}, {"words": []}, utterances=[utterance, utterance | {"channel": 1, "start": 1.1}])
    assert [row[:2] for row in lines(fit(both))] == [(0, "caseworker"), (1, "nrp")]
    assert lines(fit(deepgram({"words": []}, utterances=[utterance])))[0][:2] == (0, "unknown")


def test_deepgram_paragraphs_give_sentences_with_the_words_within(fit, lines) -> None:
    sentences = [{"text": "Hi.", "start": 1, "end": 1.4}, {"text": "Yes.", "start": 2, "end": 2.4}]
    paragraphs = {"paragraphs": [{"speaker": 0, "start": 1, "end": 2.4, "sentences": sentences}]}
    found = fit(deepgram({"words": [heard("hi", 1), heard("yes", 2)], "paragraphs": paragraphs}))
    assert [(row[4], len(one.words)) for row, one in zip(lines(found), found.segments, strict=True)] == [
        ("Hi.", 1),
        ("Yes.", 1),
    ]


def test_assemblyai_counts_channels_from_one_and_times_in_milliseconds(fit, lines, losses) -> None:
    word = {"text": "Hi.", "start": 100, "end": 900, "confidence": 0.9, "channel": "2", "speaker": "2"}
    document = {"id": "1", "status": "completed", "audio_duration": 60, "audio_channels": 2, "summary": "short"}
    found = fit(document | {"utterances": [word | {"words": [word]}], "words": [word]})
    assert lines(found) == [(1, "nrp", 100, 900, "Hi.")]
    assert words(found) == [[("Hi.", 100, 900, 0.9)]]
    assert "left out: the summary" in losses(found)


def test_assemblyai_without_utterances_is_made_of_its_words(fit, lines) -> None:
    listed = [
        {"text": "Hi.", "start": 100, "end": 900, "confidence": 0.9, "speaker": "A"},
        {"text": "Yes", "start": 1000, "end": 1200, "confidence": 0.9, "speaker": "B"},
    ]
    found = fit({"status": "completed", "audio_duration": 60, "words": listed}, ONE_CHANNEL, {"A": "caseworker"})
    assert [(row[1], row[4]) for row in lines(found)] == [("caseworker", "Hi."), ("unknown", "Yes")]


@pytest.mark.parametrize("status", ["queued", "processing", "error"])
def test_assemblyai_not_finished_is_refused(told, status: str) -> None:
    with pytest.raises(Unfit, match="no transcript yet") as caught:
        told({"status": status, "audio_url": "x", "error": "no sound" if status == "error" else None})
    assert (caught.value.column, caught.value.value) == ("status", status)
