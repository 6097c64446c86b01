"""Finding cues: over borders, at the right moment, in the words that were heard, by whom they were said."""

import pytest

from models.cue_phrases import ways_of
from models.cue_rules import CueRule, CueRules, Stage
from models.cues import CueHit, find_cues
from models.transcript import SegmentText, Speaker, WordText

CASEWORKER, NRP = Speaker.CASEWORKER, Speaker.NRP


def segment(
    text: str,
    start_ms: int = 0,
    end_ms: int = 1_000,
    channel: int = 0,
    speaker: Speaker = CASEWORKER,
    words: tuple[WordText, ...] = (),
) -> SegmentText:
    return SegmentText(f"{channel}-{start_ms}", 0, channel, speaker, start_ms, end_ms, text, text, words)


def rule(*phrases: str, name: str = "rule", stage: Stage = Stage.LUMP_SUM, **said: object) -> CueRule:
    ways = tuple(way for phrase in phrases for way in ways_of(phrase))
    barred = tuple(way for phrase in said.get("unless", ()) for way in ways_of(phrase))  # type: ignore[attr-defined]
    return CueRule(f"{name}/1", stage, said.get("speaker"), tuple(said.get("prompts", ())), ways, barred)  # type: ignore[arg-type]


def find(segments: list[SegmentText], *rules: CueRule) -> list[CueHit]:
    return find_cues(segments, CueRules(rules, {"sum": frozenset({"some"})}))


def texts(said: str, *phrases: str, **told: object) -> list[str]:
    return [hit.text for hit in find([segment(said)], rule(*phrases, **told))]  # type: ignore[arg-type]


def test_a_hit_tells_everything_about_itself() -> None:
    words = (WordText(100, 200, "A"), WordText(300, 450, "lump"), WordText(500, 700, "sum?"))
    told = [segment("A lump sum?", 0, 1_000, 1, NRP, words)]
    assert find(told, rule("lump sum", prompts=("LUMP_SOUGHT", "SOURCES_AGREE"))) == [
        CueHit(Stage.LUMP_SUM, 300, 700, 1, "lump sum?", "rule/1", "LUMP_SOUGHT", ("SOURCES_AGREE",), NRP)
    ]


def test_without_words_the_moment_is_shared_out_within_the_segment() -> None:
    (hit,) = find([segment("well lump sum then", 1_000, 3_000)], rule("lump sum"))
    assert 1_000 < hit.start_ms < hit.end_ms < 3_000


def test_a_corrected_word_is_found_and_the_recognised_one_no_more() -> None:
    told = (WordText(0, 200, "trump"), WordText(300, 450, "sum"))
    corrected = SegmentText("s", 0, 0, CASEWORKER, 0, 1_000, "lump sum", "trump sum", told)
    assert [(hit.text, hit.start_ms) for hit in find([corrected], rule("lump sum"))] == [("lump sum", 0)]
    assert find([corrected], rule("trump sum")) == []


def test_a_phrase_runs_over_the_end_of_a_segment_and_past_a_word_of_the_other_speaker() -> None:
    told = [
        segment("could you pay a lump", 0, 1_000),
        segment("yes", 900, 1_100, 1, NRP),
        segment("sum of £500", 1_200, 2_000),
    ]
    (hit,) = find(told, rule("pay [a] lump sum"))
    assert (hit.text, hit.channel) == ("pay a lump sum", 0)
    assert 1_200 < hit.end_ms < 2_000


def test_a_phrase_does_not_run_over_a_long_pause_nor_from_one_speaker_to_the_other() -> None:
    assert find([segment("a lump", 0, 1_000), segment("sum", 4_000, 5_000)], rule("lump sum")) == []
    assert find([segment("a lump", 0, 1_000), segment("sum", 1_000, 2_000, 0, NRP)], rule("lump sum")) == []


def test_other_words_are_passed_over_within_a_segment_only() -> None:
    assert texts("pay him his sum", "pay ... sum") == ["pay him his sum"]
    assert find([segment("pay him", 0, 900), segment("his sum", 1_000, 1_900)], rule("pay ... sum")) == []


def test_a_rule_of_one_speaker_finds_nothing_in_the_mouth_of_the_other() -> None:
    asked = rule("lump sum", speaker=CASEWORKER)
    assert find([segment("lump sum", speaker=NRP)], asked) == []
    assert len(find([segment("lump sum", speaker=Speaker.UNKNOWN)], asked)) == 1


@pytest.mark.parametrize(
    ("said", "phrase", "found"),
    [
        ("a lump some please", "lump sum", "lump some"),  # as it is often heard
        ("the areears are", "arrears <money>", None),
        ("the arreers of £40", "arrears of <money>", "arreers of £40"),  # a letter otherwise
        ("by direct deb it then", "direct debit", "direct deb it"),  # split
        ("by directdebit then", "direct debit", "directdebit"),  # run together
        ("can you, um, pay", "can you pay tax", None),
        ("pay the um full amount", "pay the full amount", "pay the um full amount"),  # hesitation
        ("pay full amount", "pay the full amount", "pay full amount"),  # a linking word missing
        ("pay a full amount", "pay the full amount", "pay a full amount"),  # or another
        ("pay the amount", "pay the full amount", None),  # but none that carries meaning
        ("do not pay the full amount", "pay the full amount", "pay the full amount"),  # a caller may say the opposite
        ("pay not the full amount", "pay the full amount", None),
        ("I can't pay", "can not pay", "can't pay"),
        ("thirty per cent of it", "<percent> of it all", None),
        ("a hundred and twenty pounds now", "<money> now", "a hundred and twenty pounds now"),
        ("£1,250.50 now", "<money> now", "£1,250.50 now"),
        ("within 18 months", "within <time>", "within 18 months"),
        ("30% off", "<percent> off", "30% off"),
    ],
)
def test_what_is_heard_of_a_phrase(said: str, phrase: str, found: str | None) -> None:
    assert texts(said, phrase) == ([] if found is None else [found])


def test_what_is_found_by_unless_too_is_no_cue() -> None:
    assert texts("put the phone down", "put ... down", unless=("put the phone down",)) == []
    assert texts("put something down", "put ... down", unless=("put the phone down",)) == ["put something down"]


def test_of_finds_of_one_stage_that_share_words_the_one_that_says_most_stands() -> None:
    told = [segment("offer a lump sum of £500")]
    found = find(told, rule("lump sum", name="short"), rule("offer [a] lump sum of <money>", name="long"))
    assert [(hit.rule, hit.text) for hit in found] == [("long/1", "offer a lump sum of £500")]


def test_finds_of_two_stages_stand_both_unless_one_holds_the_other() -> None:
    told = [segment("cannot afford £60 a week")]
    rate = rule("afford <money>", name="rate", stage=Stage.RATE)
    hardship = rule("can not afford", name="hard", stage=Stage.DISCRETION)
    within = rule("afford", name="within", stage=Stage.METHOD)
    assert [hit.rule for hit in find(told, rate, hardship, within)] == ["hard/1", "rate/1"]


def test_what_a_rule_finds_twice_in_one_segment_is_one_cue() -> None:
    assert texts("affordable and also sustainable", "(affordable|sustainable)") == ["affordable and also sustainable"]


def test_hits_come_in_order_of_time() -> None:
    told = [segment("direct debit", 5_000, 6_000), segment("lump sum", 0, 1_000, 1, NRP)]
    found = find(told, rule("direct debit", name="debit", stage=Stage.METHOD), rule("lump sum"))
    assert [hit.start_ms for hit in found] == sorted(hit.start_ms for hit in found)
    assert len(found) == 2


def test_an_empty_transcript_has_no_cues() -> None:
    assert find([], rule("lump sum")) == []
    assert find([segment("")], rule("lump sum")) == []
