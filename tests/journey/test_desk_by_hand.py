"""The listening desk by hand: each gesture of keyboard, mouse and wheel in a real window, judged from outside.

What came of a gesture is read where another program would find it: the titles of the windows, the database, and the
files the program keeps. Where the play head stands is asked as a reviewer would: E ties the last ten seconds to the
prompt, the span ends at the play head, and Ctrl+Z takes it back.
"""

import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from models.clock import Clock
from models.database import open_database
from models.listening import SKIPPED
from models.review import EvidenceNote, ReviewForm, ReviewState
from models.store import Store

CALL, SHEET = "VR-88102", "PAG-088102"
DURATION_MS = 102_158
LEFT_PX, RIGHT_PX = 34, 1366
"""The waveform's lanes in a window of 1366 pixels, right of the speakers' names."""
LANES_Y = 150
STRIP_Y = 213
"""The strip of the whole call, below the lanes."""
LINE_X, LINE_Y = 140, 363
"""The words of some line of the transcript, wherever it has followed the play head to."""
ELSEWHERE = "usb-headset-3"
"""The sound device that was chosen on another day."""
LAST_MS = 10_000
"""What E takes when nothing is selected."""
OFF_MS = 500
"""Six pixels of the waveform: the names beside it are as wide as the font makes them."""

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(
        sys.platform != "linux" or not (shutil.which("Xvfb") and shutil.which("xdotool")),
        reason="needs Xvfb and xdotool",
    ),
]


class Desk:
    """One call open in the window, and what can be seen of it."""

    def __init__(self, window: Any, database: Path) -> None:
        self.window = window
        self.store = Store(open_database(database), Clock())
        self.keys = window.keys
        self.until = window.until

    # seen

    @property
    def form(self) -> ReviewForm | None:
        """The draft as it is stored, None before the first change."""
        drafts = [one for one in self.store.reviews.listing(ReviewState.DRAFT) if one.recording_id == CALL]
        return self.store.reviews.get(drafts[0].review_id) if drafts else None

    @property
    def spans(self) -> list[EvidenceNote]:
        """The evidence of every answer."""
        form = self.form
        return [] if form is None else [note for answer in form.answers for note in answer.evidence]

    @property
    def heard_ms(self) -> int:
        form = self.form
        return 0 if form is None else sum(span.end_ms - span.start_ms for span in form.heard)

    @property
    def lines(self) -> list[str]:
        """The transcript as it reads now."""
        transcript = self.store.transcripts.newest(CALL)
        assert transcript is not None
        return [segment.text for segment in transcript.segments]

    def setting(self, name: str) -> Any:
        file = self._kept("settings.toml")
        return tomllib.loads(file.read_text()).get(name) if file else None

    def kept(self, name: str) -> str:
        """The text of one of the files the program keeps, empty while there is none."""
        file = self._kept(name)
        return file.read_text() if file else ""

    def _kept(self, name: str) -> Path | None:
        return next(self.window.home.glob(f".config/*/{name}"), None)

    # done

    def at(self, ms: float) -> int:
        """The pixel of a moment while the whole call is shown."""
        return round(LEFT_PX + ms / DURATION_MS * (RIGHT_PX - LEFT_PX))

    def mouse(self, x: int, y: int, *clicks: str) -> None:
        self.window.xdotool("mousemove", str(x), str(y), *clicks)

    def click(self, ms: int) -> None:
        """On the waveform."""
        self.mouse(self.at(ms), LANES_Y, "click", "1")

    def drag(self, start_ms: int, end_ms: int, y: int = LANES_Y) -> None:
        """Over the waveform, as it lies while the whole call is shown."""
        start, end = self.at(start_ms), self.at(end_ms)
        self.mouse(start, y, "mousedown", "1")
        for part in (1, 2, 3, 4):
            self.mouse(start + (end - start) * part // 4, y)
        self.window.xdotool("mouseup", "1")

    def wheel(self, ms: int, button: str, times: int, *held: str) -> None:
        """Turn the wheel over the waveform; button 4 is up. `held`: a key."""
        self.mouse(self.at(ms), LANES_Y)
        down, up = [word for key in held for word in ("keydown", key)], [w for key in held for w in ("keyup", key)]
        self.window.xdotool(*down, "click", "--repeat", str(times), "--delay", "60", button, *up)

    @property
    def middle(self) -> int:
        """What lies in the middle of the waveform, in ms: the play head goes there."""
        self.click(DURATION_MS // 2)
        return self.position()

    def evidence(self) -> tuple[int, int]:
        """Press E, see what was tied to the prompt, and take it back."""
        before = self.spans
        self.keys("e")
        self.until(lambda: len(self.spans) == len(before) + 1, "E ties a stretch to the prompt")
        (note,) = [one for one in self.spans if one not in before]
        self.keys("ctrl+z")
        self.until(lambda: self.spans == before, "the evidence is taken back")
        assert note.start_ms is not None
        assert note.end_ms is not None
        return note.start_ms, note.end_ms

    def position(self) -> int:
        """Where the play head stands; nothing may be selected, and it must be ten seconds into the call."""
        start, end = self.evidence()
        assert end - start == LAST_MS
        return end


@pytest.fixture(scope="module")
def _desk(
    open_window: Callable[..., Any], _demo_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    database = folder / "demo.db"
    shutil.copyfile(_demo_database, database)
    settings = folder / "home" / ".config" / "Steercheck" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'sound_device = "{ELSEWHERE}"\nsound_device_name = "Headset"\n')
    window = open_window(database, folder / "home", STEERCHECK_SOUND="silent")
    window.open_second_call(CALL)
    desk = Desk(window, database)
    desk.until(lambda: desk.keys("1") and desk.form, "the draft is begun")
    yield desk
    desk.store.close()
    window.quit()


@pytest.fixture
def desk(_desk: Desk) -> Desk:
    """The call at its 40th second, paused, nothing selected, the keyboard on the scorecard."""
    _desk.keys("ctrl+0", "ctrl+d", "alt+3")
    _desk.click(40_000)
    _desk.keys("alt+3")
    return _desk


def test_space_plays_and_space_again_pauses(desk: Desk) -> None:
    before = desk.heard_ms
    desk.keys("space")
    desk.until(lambda: desk.heard_ms >= before + 1500, "what is played counts as heard")
    desk.keys("space")
    stopped = desk.position()
    assert stopped > 41_000
    assert desk.position() == stopped


def test_a_click_on_the_waveform_goes_there(desk: Desk) -> None:
    desk.click(70_000)
    assert desk.position() == pytest.approx(70_000, abs=OFF_MS)
    desk.click(25_000)
    assert desk.position() == pytest.approx(25_000, abs=OFF_MS)


@pytest.mark.parametrize(("key", "by_ms"), [("l", 5000), ("j", -5000), ("shift+l", 1000), ("shift+j", -1000)])
def test_a_step_moves_the_play_head_by_its_length(desk: Desk, key: str, by_ms: int) -> None:
    before = desk.position()
    desk.keys(key)
    assert desk.position() - before == by_ms


def test_the_speed_that_was_chosen_is_the_speed_that_was_heard(desk: Desk) -> None:
    desk.click(60_000)
    desk.keys("bracketright", "bracketright", "bracketright", "space")
    desk.until(lambda: any(span.speed == 1.75 for span in desk.form.heard), "heard at 1.75 times")
    desk.keys("space", "backslash", "space")
    before = desk.heard_ms
    desk.until(lambda: desk.heard_ms > before, "playing goes on at the usual speed")
    desk.keys("space")
    fast = [span for span in desk.form.heard if span.speed == 1.75]
    assert all(span.start_ms >= 59_000 for span in fast)
    assert any(span.speed == 1.0 and span.start_ms >= 59_000 for span in desk.form.heard)


def test_silence_is_skipped_and_never_said_to_have_been_heard(desk: Desk) -> None:
    assert not [span for span in desk.form.heard if span.speed == SKIPPED]
    desk.keys("q")
    desk.until(lambda: desk.setting("skip_silence") == "both", "skipping is kept")
    desk.click(35_000)
    desk.keys("space")
    desk.until(lambda: [span for span in desk.form.heard if span.speed == SKIPPED], "a silence was skipped")
    desk.keys("space", "q")
    desk.until(lambda: desk.setting("skip_silence") == "off", "not skipping is kept")


def test_a_loop_takes_the_play_head_back_by_itself(desk: Desk) -> None:
    desk.keys("m")
    desk.drag(30_000, 32_000)
    desk.keys("r", "ctrl+d")
    seen = [desk.position()]
    desk.until(lambda: seen.append(desk.position()) or seen[-1] < seen[-2], "the loop begins again")
    desk.keys("space", "r", "m")
    assert min(seen) >= 30_000 - OFF_MS
    assert max(seen) <= 32_000 + OFF_MS


def test_a_stretch_dragged_on_the_waveform_becomes_evidence(desk: Desk) -> None:
    desk.keys("m")
    desk.until(lambda: desk.setting("snap_to_speech") is False, "not snapping is kept")
    desk.drag(50_000, 62_000)
    assert desk.evidence() == (pytest.approx(50_000, abs=OFF_MS), pytest.approx(62_000, abs=OFF_MS))
    desk.keys("m")
    desk.until(lambda: desk.setting("snap_to_speech") is True, "snapping is kept")


def test_a_drag_is_drawn_to_the_edges_of_speech(desk: Desk) -> None:
    taken = []
    for slip in (0, 200):
        desk.drag(18_300 + slip, 21_200 - slip)
        taken.append(desk.evidence())
    assert taken[0] == taken[1]


def test_a_backward_drag_takes_the_same_stretch(desk: Desk) -> None:
    desk.drag(50_000, 62_000)
    forward = desk.evidence()
    desk.drag(62_000, 50_000)
    assert desk.evidence() == forward


def test_the_wheel_zooms_around_the_pointer(desk: Desk) -> None:
    desk.keys("m")
    desk.wheel(50_000, "4", 4, "ctrl")
    desk.drag(50_000, 62_000)
    start, end = desk.evidence()
    assert start == pytest.approx(50_000, abs=OFF_MS)
    assert end - start == pytest.approx(12_000 / 1.5**4, rel=0.05)
    desk.wheel(50_000, "5", 4, "ctrl")
    desk.drag(50_000, 62_000)
    start, end = desk.evidence()
    assert end - start == pytest.approx(12_000, rel=0.05)
    desk.keys("m")


def test_zoomed_in_the_strip_of_the_whole_call_and_the_wheel_move_what_is_shown(desk: Desk) -> None:
    desk.wheel(50_000, "4", 4, "ctrl")
    desk.drag(50_000, 80_000, STRIP_Y)
    assert desk.middle == pytest.approx(80_000, abs=OFF_MS)
    turn_ms = 0.15 * DURATION_MS / 1.5**4
    desk.wheel(50_000, "4", 5)
    assert desk.middle == pytest.approx(80_000 - 5 * turn_ms, abs=OFF_MS)
    desk.wheel(50_000, "5", 2)
    assert desk.middle == pytest.approx(80_000 - 3 * turn_ms, abs=OFF_MS)


def test_either_edge_of_a_selection_is_dragged(desk: Desk) -> None:
    desk.keys("m")
    desk.drag(50_000, 62_000)
    desk.drag(62_000, 70_000)
    desk.drag(50_000, 55_000)
    assert desk.evidence() == (pytest.approx(55_000, abs=OFF_MS), pytest.approx(70_000, abs=OFF_MS))
    desk.keys("m")


def test_a_double_click_corrects_a_line_and_undo_takes_it_back(desk: Desk) -> None:
    before = desk.lines
    desk.mouse(LINE_X, LINE_Y, "click", "--repeat", "2", "--delay", "80", "1")
    desk.window.xdotool("type", "--delay", "60", "Yes, good morning.")
    desk.keys("Return")
    desk.until(lambda: "Yes, good morning." in desk.lines, "the line is corrected")
    assert [new for new, old in zip(desk.lines, before, strict=True) if new != old] == ["Yes, good morning."]
    desk.keys("ctrl+z")
    desk.until(lambda: desk.lines == before, "the line reads as before")
    desk.keys("space")  # the first click of the two plays the line


def test_f2_corrects_the_line_at_hand_and_escape_leaves_it(desk: Desk) -> None:
    before = desk.lines
    desk.keys("alt+1", "Home", "F2")
    desk.window.xdotool("type", "--delay", "60", "Never mind")
    desk.keys("Escape", "F2")
    desk.window.xdotool("type", "--delay", "60", "Said by hand")
    desk.keys("Return")
    desk.until(lambda: "Said by hand" in desk.lines, "the line is corrected")
    assert [new for new, old in zip(desk.lines, before, strict=True) if new != old] == ["Said by hand"]
    desk.keys("ctrl+z")
    desk.until(lambda: desk.lines == before, "the line reads as before")


def test_swapped_speakers_are_kept_for_this_recording_alone(desk: Desk) -> None:
    def channels() -> dict[str, int]:
        with desk.store.database.session() as session:
            rows = session.connection().exec_driver_sql("select recording_id, caseworker_channel from recording")
            return dict(map(tuple, rows))

    before = channels()
    desk.keys("x")
    desk.until(lambda: channels() == before | {CALL: 1 - before[CALL]}, "the swap is kept")
    desk.keys("x")
    desk.until(lambda: channels() == before, "swapping back is kept")


def test_evened_levels_are_kept(desk: Desk) -> None:
    desk.keys("v")
    desk.until(lambda: desk.setting("levelled") is True, "evening is kept")
    desk.keys("v")
    desk.until(lambda: desk.setting("levelled") is False, "not evening is kept")


def test_whom_to_hear_goes_round_and_is_kept(desk: Desk) -> None:
    seen = []
    for _press in range(4):
        before = desk.setting("listening") or "both"
        desk.keys("h")
        desk.until(lambda before=before: desk.setting("listening") not in (None, before), "whom to hear is kept")
        seen.append(desk.setting("listening"))
    assert sorted(seen) == ["both", "caseworker", "nrp", "own_ears"]
    assert seen[-1] == "both"


def test_each_way_of_hearing_has_a_key(desk: Desk) -> None:
    for key, wanted in (("alt+c", "caseworker"), ("alt+n", "nrp"), ("alt+e", "own_ears"), ("alt+b", "both")):
        desk.keys(key)
        desk.until(lambda wanted=wanted: desk.setting("listening") == wanted, f"{wanted} is kept")


def test_the_sound_device_is_chosen_by_menu(desk: Desk) -> None:
    """The one of another day is not connected, so there is only the system's own choice to go to."""
    assert desk.setting("sound_device") == ELSEWHERE
    desk.keys("alt+d", "Down", "Return")
    desk.until(lambda: not desk.setting("sound_device"), "the system's choice is kept")


@pytest.mark.parametrize(("key", "column"), [("1", "transcript"), ("2", "sheet"), ("3", "scorecard")])
def test_a_column_folds_and_is_remembered_folded(desk: Desk, key: str, column: str) -> None:
    def folded() -> bool:
        return f"folded={column}" in desk.kept("window.ini")

    desk.keys(f"alt+shift+{key}")
    desk.until(folded, "the fold is remembered")
    desk.keys(f"alt+shift+{key}")
    desk.until(lambda: not folded(), "the column is open again")


def test_the_sheet_goes_into_a_window_of_its_own_and_comes_back(desk: Desk) -> None:
    own = f"{SHEET} – Guide sheet – Steercheck"
    assert own not in desk.window.titles()
    desk.keys("alt+w")
    desk.until(lambda: own in desk.window.titles(), "the sheet has a window of its own")
    desk.keys("alt+w")
    desk.until(lambda: desk.window.titles() == [f"{CALL} – Steercheck"], "the sheet is back in its column")


def test_an_answer_is_undone_and_redone(desk: Desk) -> None:
    def values() -> dict[str, str]:
        return {answer.prompt: str(answer.value) for answer in desk.form.answers if answer.value is not None}

    before = values()
    desk.keys("n", "2")
    desk.until(lambda: len(values()) == len(before) + 1, "the answer is stored")
    answered = values()
    assert [value for prompt, value in answered.items() if prompt not in before] == ["N"]
    desk.keys("ctrl+z")
    desk.until(lambda: values() == before, "the answer is undone")
    desk.keys("ctrl+shift+z")
    desk.until(lambda: values() == answered, "the answer is there again")
    desk.keys("ctrl+z")
    desk.until(lambda: values() == before, "the answer is undone again")


def test_an_answer_and_a_correction_are_undone_in_the_order_of_time(desk: Desk) -> None:
    def answers() -> set[str]:
        return {answer.prompt for answer in desk.form.answers if answer.value is not None}

    lines, answered = desk.lines, answers()
    desk.keys("alt+1", "Home", "F2")
    desk.window.xdotool("type", "--delay", "60", "Said by hand")
    desk.keys("Return")
    desk.until(lambda: "Said by hand" in desk.lines, "the line is corrected")
    desk.keys("alt+3", "n", "1")
    desk.until(lambda: len(answers()) == len(answered) + 1, "the answer is stored")
    desk.keys("alt+1", "ctrl+z")
    desk.until(lambda: answers() == answered, "the answer is undone from the transcript")
    assert "Said by hand" in desk.lines
    desk.keys("alt+3", "ctrl+z")
    desk.until(lambda: desk.lines == lines, "the correction is undone from the scorecard")
    desk.keys("ctrl+shift+z", "ctrl+shift+z")
    desk.until(lambda: "Said by hand" in desk.lines and len(answers()) == len(answered) + 1, "both are done again")
    desk.keys("ctrl+z", "ctrl+z")
    desk.until(lambda: desk.lines == lines and answers() == answered, "both are undone again")


def test_a_comment_is_undone_and_redone(desk: Desk) -> None:
    def comments() -> list[str]:
        return [answer.comment for answer in desk.form.answers if answer.comment]

    desk.keys("c")
    desk.window.xdotool("type", "--delay", "60", "Every figure was named.")
    desk.keys("Escape")
    desk.until(lambda: comments() == ["Every figure was named."], "the comment is stored")
    desk.keys("ctrl+z")
    desk.until(lambda: not comments(), "the comment is undone")
    desk.keys("ctrl+shift+z")
    desk.until(lambda: comments() == ["Every figure was named."], "the comment is there again")
    desk.keys("ctrl+z")
    desk.until(lambda: not comments(), "the comment is undone again")


def test_a_key_is_changed_by_keyboard_exported_and_put_back(desk: Desk) -> None:
    exported = desk.window.home / "keys.toml"
    desk.keys("question", "Tab")
    desk.window.xdotool("type", "--delay", "60", "even the speakers")
    desk.keys("Tab", "Tab", "Tab", "space", "F9")  # past taking keys from a file, and back; nothing is changed yet
    desk.until(lambda: 'level = "F9"' in desk.kept("keys.toml"), "the key is kept")
    desk.keys("Escape", "F9")
    desk.until(lambda: desk.setting("levelled") is True, "the new key works")
    desk.keys("v", "F9")
    desk.until(lambda: desk.setting("levelled") is False, "the old key does nothing")

    desk.keys("question", "Tab", "Tab", "Tab", "space")
    desk.until(lambda: desk.keys("Return") and exported.exists(), "the keys are exported")
    assert tomllib.loads(exported.read_text())["keys"] == {"level": "F9"}
    desk.window.focus()  # a display without a window manager leaves nobody the keyboard when a dialog closes
    desk.keys("Tab", "space")
    desk.until(lambda: "F9" not in desk.kept("keys.toml"), "the program's own keys are in force")
    desk.keys("Escape", "v")
    desk.until(lambda: desk.setting("levelled") is True, "the old key works again")
    desk.keys("v")
    desk.until(lambda: desk.setting("levelled") is False, "not evening is kept")


def test_the_text_grows_and_shrinks_by_keys_and_is_kept(desk: Desk) -> None:
    desk.keys("ctrl+shift+equal")
    desk.until(lambda: desk.setting("text_scale_pct") == 110, "the larger text is kept")
    desk.keys("ctrl+shift+minus")
    desk.until(lambda: desk.setting("text_scale_pct") == 100, "the usual text is kept")


def test_the_colours_change_by_key_and_are_kept(desk: Desk) -> None:
    seen = []
    for _press in range(3):
        before = desk.setting("theme")
        desk.keys("ctrl+shift+l")
        desk.until(lambda before=before: desk.setting("theme") != before, "the colours are kept")
        seen.append(desk.setting("theme"))
    assert sorted(seen) == ["contrast", "dark", "light"]
