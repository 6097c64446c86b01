"""The reply form file: what a caseworker fills in comes back whole, and every fault is named by its place."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InputRefused, Refusal
from models.reply_file import AskedPrompt, ReplyForm, blank_reply, parse_reply, read_reply
from models.review_life import DisputeNote, Reply, ReplyAnswer

HEAD = 'schema = "steercheck.reply/1"\nreview_id = "R-1"\n'
DISPUTED = HEAD + 'caseworker_id = "CW014"\nday = 2009-10-12\nanswer = "disputed"\n'
LUMP = '[[dispute]]\nprompt = "LUMP_SOUGHT"\ncomment = "at 0:41"\n'


def faults(text: str) -> list[Refusal]:
    with pytest.raises(InputRefused) as caught:
        parse_reply(text, "reply.toml")
    return [each for each in caught.value.details if isinstance(each, Refusal)]


def test_a_dispute_is_read_with_its_day_and_each_prompt() -> None:
    form = parse_reply(DISPUTED + LUMP, "reply.toml")
    reply = Reply(ReplyAnswer.DISPUTED, "", (DisputeNote("LUMP_SOUGHT", "at 0:41"),), date(2009, 10, 12))
    assert form == ReplyForm("R-1", "CW014", reply)


def test_an_acknowledgement_may_leave_open_who_and_when() -> None:
    form = parse_reply(HEAD + 'day = ""\nanswer = "acknowledged"\ncomment = "thank you"\n', "reply.toml")
    assert form == ReplyForm("R-1", None, Reply(ReplyAnswer.ACKNOWLEDGED, "thank you"))


def test_a_file_as_an_editor_of_windows_writes_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "reply.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (DISPUTED + LUMP).replace("\n", "\r\n").encode())
    assert read_reply(path).reply.disputes == (DisputeNote("LUMP_SOUGHT", "at 0:41"),)


@pytest.mark.parametrize(
    ("text", "line", "key", "reason"),
    [
        ("", None, "schema", "must be 'steercheck.reply/1'"),
        (HEAD.replace("/1", "/2"), 1, "schema", "must be"),
        (HEAD, None, "answer", "must be"),
        (HEAD + 'answer = ""\n', 3, "answer", "acknowledged"),
        (HEAD + "answer = 1\n", 3, "answer", "acknowledged"),
        (HEAD.replace("R-1", " ") + 'answer = "acknowledged"\n', 2, "review_id", "must name the review"),
        (HEAD + 'answer = "acknowledged"\nday = "12.10.2009"\n', 4, "day", "2009-10-12"),
        (HEAD + 'answer = "acknowledged"\nday = 2009-10-12T10:00:00\n', 4, "day", "2009-10-12"),
        (HEAD + 'answer = "acknowledged"\nday = "2009-02-30"\n', 4, "day", "2009-10-12"),
        (HEAD + 'answer = "acknowledged"\n' + LUMP, 3, "answer", "prompts are disputed below"),
        (HEAD + 'answer = "disputed"\n', 3, "answer", "no prompt is disputed"),
        (HEAD + 'answer = "acknowledged"\nmood = "fine"\n', 4, "mood", "is not a key"),
        (DISPUTED + LUMP.replace("at 0:41", " "), 8, "dispute[1].comment", "must say why"),
        (DISPUTED + LUMP.replace("LUMP_SOUGHT", ""), 7, "dispute[1].prompt", "must name the prompt"),
        (DISPUTED + LUMP + LUMP, 10, "dispute[2].prompt", "twice"),
        (DISPUTED + LUMP + 'colour = "red"\n', 9, "dispute[1].colour", "is not a key"),
        (DISPUTED + LUMP.replace("at 0:41", "x" * 4001), 8, "dispute[1].comment", "longer than 4,000"),
        (DISPUTED + LUMP.replace("at 0:41", "\\u001b[2J"), 8, "dispute[1].comment", "cannot be shown"),
        (DISPUTED + "dispute = 3\n", 6, "dispute", "[[dispute]]"),
        (HEAD + "comment = x\n", 3, None, "is not TOML"),
    ],
)
def test_every_fault_is_named_by_line_key_and_reason(text: str, line: int | None, key: str | None, reason: str) -> None:
    found = faults(text)[0]
    assert (found.file, found.line, found.column) == ("reply.toml", line, key)
    assert reason in found.reason


@pytest.mark.parametrize(
    "comment", ["I asked\u00a0at 0:41", "over\u00adpaid", "so \N{SMILING FACE WITH OPEN MOUTH}\u200d", "a\n\tb"]
)
def test_what_a_word_processor_writes_is_taken(comment: str) -> None:
    text = HEAD + f'answer = "acknowledged"\ncomment = """{comment}"""\n'
    assert parse_reply(text, "reply.toml").reply.comment == comment


@pytest.mark.parametrize("sign", ["\\u202e", "\\u0007", "\\uffff", "\\u0085"])
def test_what_hides_or_turns_a_text_is_refused(sign: str) -> None:
    assert "cannot be shown" in faults(HEAD + f'answer = "acknowledged"\ncomment = "a{sign}b"\n')[0].reason


def test_a_file_that_would_exhaust_its_reader_is_refused() -> None:
    assert "nested far too deeply" in faults(HEAD + "answer = " + "[" * 100_000)[0].reason
    assert "number that is far too long" in faults(HEAD + "answer = " + "9" * 5000)[0].reason


def test_all_faults_of_a_file_are_told_at_once() -> None:
    assert [each.column for each in faults(HEAD + 'day = 3\nanswer = "no"\n')] == ["day", "answer"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\xff\xfe" + HEAD.encode("utf-16-le"), "UTF-8"), (b"#" * 300_000, "far too large"), (None, "cannot be read")],
)
def test_a_file_that_is_no_reply_is_refused_by_its_name(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "reply.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputRefused, match=reason) as caught:
        read_reply(path)
    (found,) = caught.value.details
    assert isinstance(found, Refusal)
    assert found.file == str(path)


ASKED = [AskedPrompt("FULL_FIRST", "Full payment sought first?", "yes"), AskedPrompt("LUMP", "Lump sum?", "no")]


def test_a_blank_form_says_what_is_missing_until_it_is_filled_in() -> None:
    blank = blank_reply("R-1", "CW014", date(2009, 10, 19), ASKED)
    assert "until 19 Oct 2009" in blank
    assert [each.column for each in faults(blank)] == ["answer"]
    assert parse_reply(blank.replace('answer = ""', 'answer = "acknowledged"'), "f").caseworker_id == "CW014"


def test_a_prompt_is_disputed_by_taking_the_marks_of_a_comment_away() -> None:
    blank = blank_reply("R-1", "CW014", None, ASKED).replace('answer = ""', 'answer = "disputed"')
    asked = '#[[dispute]]\n#prompt = "LUMP"\n#comment = ""'
    filled = blank.replace(asked, '[[dispute]]\nprompt = "LUMP"\ncomment = "no"')
    assert parse_reply(filled, "f").reply.disputes == (DisputeNote("LUMP", "no"),)


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_a_prompt_says_the_blank_form_stays_one_that_can_be_read(words: str, answer: str) -> None:
    blank = blank_reply("R-1", None, None, [AskedPrompt("FULL_FIRST", words, answer)])
    form = parse_reply(blank.replace('answer = ""\n', 'answer = "acknowledged"\n'), "f")
    assert form == ReplyForm("R-1", None, Reply(ReplyAnswer.ACKNOWLEDGED))
