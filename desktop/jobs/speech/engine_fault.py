"""Whether a speech engine can be loaded on this machine at all: the least that `steercheck doctor` asks.

The speech child is started as for a call, with the detector and the model that ships; nothing is heard. What it makes
of a call, and how long it takes, is `steercheck speech check`'s (jobs/speech/self_test).
"""

import resources
from desktop.jobs.child import Limits
from desktop.jobs.speech.listener import Listener, LoadedModel
from models.errors import SpeechFailed
from models.speech_models import demonstration_model

LIMITS = Limits(idle_s=30, whole_s=30, memory_bytes=1 << 30)


def engine_fault(engine: str) -> str | None:
    """What keeps an engine from working here, as a clause; None when it loads."""
    model = resources.path(f"speech/{demonstration_model().file}")
    try:
        with Listener(LoadedModel(engine, model), LIMITS) as listener:
            listener.load(lambda: None)
    except SpeechFailed as exc:
        return exc.reason
    return None
