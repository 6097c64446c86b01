"""Our own CSV, taken in again."""

import pytest

from models.intake.transcripts.told import Unfit

HEAD = "channel,speaker,start,end,text,probability\n"
GOOD = '0,caseworker,24.350,26.710,"He said ""no"", twice",0.750\n1,nrp,27.000,28.000,Yes.,\n'


@pytest.mark.parametrize(
    "written",
    [
        HEAD + GOOD,
        "\ufeff" + HEAD + GOOD,
        (HEAD + GOOD).replace("\n", "\r\n"),
        (HEAD + GOOD).encode("utf-16"),
        'text,end,start,speaker,channel\n"He said ""no"", twice",26.71,24.35,caseworker,0\nYes.,28,27,nrp,1\n',
        'channel;speaker;start;end;text\n0;caseworker;24.35;26.71;"He said ""no"", twice"\n1;nrp;27;28;Yes.\n',
    ],
)
def test_rows_are_segments(fit, lines, written) -> None:
    assert lines(fit(written)) == [
        (0, "caseworker", 24_350, 26_710, 'He said "no", twice'),
        (1, "nrp", 27_000, 28_000, "Yes."),
    ]


def test_the_probability_is_kept_on_one_word_that_is_the_whole_stretch(fit) -> None:
    first, second = fit(HEAD + GOOD).segments
    assert [(word.text, word.probability) for word in first.words] == [(first.text, 0.75)]
    assert second.words == ()


@pytest.mark.parametrize(("cell", "text"), [("'=1+1", "=1+1"), ("''=1", "'=1"), ("'tis", "'tis"), ("-", "-")])
def test_the_apostrophe_before_a_formula_is_taken_off(fit, cell: str, text: str) -> None:
    assert fit(f"{HEAD}0,nrp,1,2,{cell},\n").segments[0].text == text


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("left,nrp,1,2,a,", "channel", "left"),
        ("2,nrp,1,2,a,", "channel", 2),
        ("0,agent,1,2,a,", "speaker", "agent"),
        ("0,nrp,x,2,a,", "start", "x"),
        ("0,nrp,-1,2,a,", "start", "-1"),
        ("0,nrp,nan,2,a,", "start", "nan"),
        ("0,nrp,,2,a,", "start", ""),
        ("0,nrp,3,2,a,", "end", "2"),
        ("0,nrp,1,99,a,", "end", 99.0),
        ("0,nrp,1,2,a,1.5", "probability", "1.5"),
        ("0,nrp,1,2,a\0b,", "text", "a\0b"),
        ("0,nrp,1,2,a", None, None),
        ('0,nrp,1,2,"a,', None, None),
    ],
)
def test_a_bad_row_is_refused_by_line_column_and_value(fit, row: str, column: str | None, value) -> None:
    with pytest.raises(Unfit) as caught:
        fit(f"{HEAD}0,nrp,1,2,a,\n{row}\n")
    assert (caught.value.line, caught.value.column, caught.value.value) == (3, column, value)
