"""Patterns over file names: what they tell, and that none of them can hold the import up."""

import pytest

from models.intake.name_pattern import MOST_OF_A_NAME, NamePattern

GROUPS = ("recording_id", "start", "leg")
LEGS = r"(?P<start>\d{8}-\d{6})_(?P<recording_id>.+?)(?:_(?P<leg>[ab]))?"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("20090914-101112_VR-1_a", {"start": "20090914-101112", "recording_id": "VR-1", "leg": "a"}),
        ("20090914-101112_VR-1", {"start": "20090914-101112", "recording_id": "VR-1"}),
        ("x20090914-101112_VR-1", None),
        ("20090914-101112_" + "V" * MOST_OF_A_NAME, None),
    ],
)
def test_the_whole_name_must_fit(name: str, told: dict[str, str] | None) -> None:
    assert NamePattern(LEGS, GROUPS).match(name) == told


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("(", "not a regular expression"),
        ("[", "not a regular expression"),
        ("a", "names no group"),
        ("(?P<who>a)", "'who' is not known; use recording_id, start, leg"),
        ("(?P<leg>a)" * 2, "not a regular expression"),
        ("(?P<leg>[[a]])", "not a regular expression"),
        ("(?P<leg>" + "a" * 600 + ")", "longer than"),
        ("(?P<leg>(a+)+)b", "inside of a repeat"),
        ("(?P<leg>(?:a*)*)b", "inside of a repeat"),
        ("(?P<leg>(a|aa)+)b", "inside of a repeat"),
        ("(?P<leg>(?:a?){20}a{20})", "inside of a repeat"),
        ("(?P<leg>(x(a{1,9})){3,})", "inside of a repeat"),
        (r"(?P<leg>a)\1", "refers back"),
        ("(?P<leg>a)(?P=leg)", "refers back"),
        ("(?P<leg>a)?(?(leg)b|c)", "refers back"),
        ("(?P<leg>.*.*.*.*.*)", "more than 4 repeats"),
        ("(?P<leg>.{0,99}.{0,99}.{0,99}.{0,99}.{0,99})", "more than 4 repeats"),
    ],
)
def test_an_unfit_pattern_is_refused_in_words(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        NamePattern(written, GROUPS)


@pytest.mark.parametrize(
    "written",
    [r"(?P<leg>[]a]+)\+*", r"(?P<leg>\(a\))+", "(?P<leg>a|b)", "(?P<leg>a*?b++)", "(?i)(?P<leg>A)", "(?P<leg>a{2})+"],
)
def test_a_sane_pattern_is_taken(written: str) -> None:
    assert NamePattern(written, GROUPS).groups == ("leg",)


def test_what_is_allowed_is_done_in_no_time_on_the_worst_of_names() -> None:
    """Four endless repeats over a name that fits none of them: a bounded number of steps, so the test ends."""
    pattern = NamePattern(r"(?P<leg>\d*\d*\d*\d*)x", GROUPS)
    assert pattern.match("1" * 100) is None
