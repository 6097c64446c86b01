"""Correcting the transcript: shown at once, stored as a layer, undone by one more correction, taken back if refused."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.state.transcript_edit import TranscriptEdit
from desktop.state.transcript_lines import lines_of, with_segment
from models.errors import OutputRefused
from models.store import Store
from models.store.staff import Person
from models.transcript import SegmentText, Speaker, SpokenSegment, WordText

CALL = "VR-88102"


def words(text: str, start_ms: int) -> tuple[WordText, ...]:
    return tuple(
        WordText(start_ms + at * 300, start_ms + at * 300 + 250, word, 0.5) for at, word in enumerate(text.split())
    )


@pytest.fixture
def leader(demo_store: Store) -> Person:
    found = demo_store.staff.get("TL01")
    assert found is not None
    return found


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def edit(demo_store: Store, runner: Runner, leader: Person, qtbot: QtBot) -> TranscriptEdit:
    """The corrections of a call with two lines."""
    spoken = [
        SpokenSegment(
            0, Speaker.CASEWORKER, 0, 2000, "can you pay for tea pounds", words("can you pay for tea pounds", 0)
        ),
        SpokenSegment(1, Speaker.NRP, 2000, 4000, "I think so", words("I think so", 2000)),
    ]
    demo_store.transcripts.add(CALL, spoken, "test")
    made = TranscriptEdit(demo_store, runner, leader)
    newest = demo_store.transcripts.newest(CALL)
    assert newest is not None
    made.open(lines_of(newest))
    return made


def stored(store: Store, edit: TranscriptEdit, qtbot: QtBot) -> list[tuple[str, Speaker]]:
    """What the database reads, once everything is written."""
    qtbot.waitUntil(lambda: not edit._waiting and not edit._runner.busy)
    newest = store.transcripts.newest(CALL)
    assert newest is not None
    return [(segment.text, segment.speaker) for segment in newest.segments]


def test_a_correction_is_shown_at_once_and_stored_behind(edit: TranscriptEdit, demo_store: Store, qtbot: QtBot) -> None:
    with qtbot.waitSignal(edit.changed) as told:
        assert edit.correct(0, "  can you pay\nforty   pounds ")
    assert told.args == [0]
    assert edit.lines.lines[0].text == "can you pay forty pounds"
    assert edit.lines.lines[0].recognised == "can you pay for tea pounds"
    assert stored(demo_store, edit, qtbot)[0] == ("can you pay forty pounds", Speaker.CASEWORKER)


def test_the_words_that_stay_keep_their_times_to_the_millisecond(edit: TranscriptEdit) -> None:
    before = {word.text: (word.start_ms, word.end_ms, word.probability) for word in edit.lines.words}
    edit.correct(0, "can you pay forty pounds")
    line = edit.lines.lines[0]
    after = edit.lines.words[line.first_word : line.end_word]
    for word in after:
        if word.text != "forty":
            assert (word.start_ms, word.end_ms, word.probability) == before[word.text]
    forty = next(word for word in after if word.text == "forty")
    assert forty.written
    assert before["for"][0] <= forty.start_ms < forty.end_ms <= before["pounds"][0]


def test_the_lines_below_move_by_the_words_that_went(edit: TranscriptEdit) -> None:
    edit.correct(0, "can you pay")
    second = edit.lines.lines[1]
    assert [word.text for word in edit.lines.words[second.first_word : second.end_word]] == ["I", "think", "so"]


def test_undo_brings_back_words_times_and_speaker_and_redo_the_change(
    edit: TranscriptEdit, demo_store: Store, qtbot: QtBot
) -> None:
    first = edit.lines
    edit.correct(0, "something else")
    edit.change_speaker(1)
    assert stored(demo_store, edit, qtbot) == [("something else", Speaker.CASEWORKER), ("I think so", Speaker.UNKNOWN)]
    assert [edit.steps.undo().place, edit.steps.undo().place] == [1, 0]
    assert edit.steps.undo() is None
    assert edit.lines == first
    assert stored(demo_store, edit, qtbot) == [
        ("can you pay for tea pounds", Speaker.CASEWORKER),
        ("I think so", Speaker.NRP),
    ]
    assert [edit.steps.redo().place, edit.steps.redo().place] == [0, 1]
    assert edit.steps.next_redo is None
    assert stored(demo_store, edit, qtbot) == [("something else", Speaker.CASEWORKER), ("I think so", Speaker.UNKNOWN)]


def test_every_change_is_kept_with_its_author_above_the_words_as_recognised(
    edit: TranscriptEdit, demo_store: Store, qtbot: QtBot
) -> None:
    edit.correct(0, "one")
    edit.correct(0, "two")
    stored(demo_store, edit, qtbot)
    newest = demo_store.transcripts.newest(CALL)
    assert newest is not None
    assert newest.segments[0].recognised_text == "can you pay for tea pounds"
    assert [word.text for word in newest.segments[0].words] == ["can", "you", "pay", "for", "tea", "pounds"]


def test_the_speaker_goes_round(edit: TranscriptEdit) -> None:
    seen = []
    for _ in range(3):
        edit.change_speaker(0)
        seen.append(edit.lines.lines[0].speaker)
    assert seen == [Speaker.NRP, Speaker.UNKNOWN, Speaker.CASEWORKER]


def test_what_reads_the_same_is_no_change(edit: TranscriptEdit) -> None:
    assert not edit.correct(1, " I  think so ")
    assert not edit.change_speaker(1, Speaker.NRP)
    assert edit.steps.next_undo is None


def test_a_line_may_be_emptied(edit: TranscriptEdit, demo_store: Store, qtbot: QtBot) -> None:
    edit.correct(1, "")
    assert edit.lines.lines[1].first_word == edit.lines.lines[1].end_word
    assert stored(demo_store, edit, qtbot)[1] == ("", Speaker.NRP)


def test_who_may_not_review_may_not_correct(edit: TranscriptEdit) -> None:
    edit.work_as(Person("os:somebody", None, None))
    assert not edit.correct(0, "other words")
    assert not edit.change_speaker(0)
    assert edit.steps.undo() is None


def test_what_cannot_be_stored_is_taken_back_and_said(
    edit: TranscriptEdit, demo_store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_segment: str, _text: str, _author: str) -> None:
        raise OutputRefused("The disk is full.")

    monkeypatch.setattr(demo_store.transcripts, "correct", full)
    first = edit.lines
    with qtbot.waitSignal(edit.failed) as told:
        edit.correct(0, "lost words")
    assert told.args == ["The transcript was not changed: The disk is full."]
    assert edit.lines == first
    assert edit.steps.next_undo is None


def test_what_waits_when_the_window_closes_is_stored_first(
    edit: TranscriptEdit, demo_store: Store, qtbot: QtBot
) -> None:
    edit._runner.close()  # from now on jobs are cancelled as they come
    edit.correct(0, "last words")
    edit.flush()
    assert demo_store.transcripts.newest(CALL).segments[0].text == "last words"


def test_another_transcript_forgets_what_could_be_undone(edit: TranscriptEdit) -> None:
    edit.correct(0, "other words")
    edit.open(None)
    assert edit.steps.next_undo is None
    assert not edit.correct(0, "nothing there")


def test_replacing_a_segment_leaves_the_transcript_it_was_made_from_as_it_is(edit: TranscriptEdit) -> None:
    before = edit.lines
    lines, said = list(before.lines), list(before.words)
    made = with_segment(before, 0, SegmentText("s", 0, 0, Speaker.NRP, 0, 2000, "a b c d e f g h", "", ()))
    assert (before.lines, before.words) == (lines, said)
    assert len(made.words) == 8 + 3


def test_a_change_shows_whose_it_is_and_when_and_an_undo_takes_that_back(
    edit: TranscriptEdit, demo_store: Store
) -> None:
    edit.correct(0, "something else")
    edit.change_speaker(1)
    first, second = edit.lines.lines[:2]
    assert (first.text_hand.author, first.speaker_hand) == ("TL01", None)
    assert first.text_hand.at.date() == demo_store.clock.today()
    assert (second.speaker_hand.author, second.text_hand) == ("TL01", None)
    edit.steps.undo()
    assert edit.lines.lines[1].speaker_hand is None
