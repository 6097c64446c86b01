"""A playback in a process of its own, on the sound server its environment names; run by test_real_sound.

Argument: a folder with `sound.npy` (int16, channels x frames, 8000 Hz) and `steps.json`: a list of
[seconds after the start, method, arguments] for the playback; "end" ends it, with None for the seconds once the sound
is over; as does a file `stop` in the folder.
Writes `told.json`: the positions told as [monotonic seconds, ms], the notes of the device, what was skipped, and what
was heard at which speed.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QTimer

from desktop.jobs.activity import Activity
from desktop.jobs.mix import Listening
from desktop.jobs.route import SkipSilence
from desktop.jobs.samples import Samples
from desktop.state.playback import Playback

RATE_HZ = 8000
DRAINED_MS = 300
"""What still lies in the sound server's buffers when the last sample was handed over."""
MEANT = {"set_listening": Listening, "set_skip_silence": SkipSilence}


def main(folder: Path) -> None:
    app = QCoreApplication([])
    samples = Samples(RATE_HZ, 2)
    samples.append(np.load(folder / "sound.npy"))
    samples.finish()
    activity = Activity(samples)
    activity.update()
    playback = Playback()
    told: dict[str, list[object]] = {"positions": [], "notes": [], "skipped": [], "heard": [], "devices": []}
    playback.position_changed.connect(lambda ms: told["positions"].append([time.monotonic(), ms]))
    playback.device_changed.connect(told["notes"].append)
    playback.skipped.connect(lambda start, end: told["skipped"].append([start, end]))
    playback.load(samples, activity=activity)

    def do(method: str, arguments: list[object]) -> None:
        if method == "end":
            told["heard"] = [list(span) for span in playback.heard_at_speed()]
            told["devices"] = [list(device) for device in playback.devices()]
            playback.unload()
            (folder / "told.json").write_text(json.dumps(told))
            app.quit()
            return
        if method in MEANT:
            arguments = [MEANT[method](*arguments)]
        getattr(playback, method)(*arguments)

    for seconds, method, *arguments in json.loads((folder / "steps.json").read_text()):
        if seconds is None:
            playback.ended.connect(lambda m=method: QTimer.singleShot(DRAINED_MS, lambda: do(m, [])))
            continue
        QTimer.singleShot(round(seconds * 1000), lambda m=method, a=arguments: do(m, a))
    look = QTimer()
    look.timeout.connect(lambda: do("end", []) if (folder / "stop").exists() else None)
    look.start(50)
    app.exec()


main(Path(sys.argv[1]))
