"""Speech models and engines in words, for the lists of the window and of the command line."""

from desktop.jobs.speech.engine_memory import EngineTest
from desktop.jobs.speech.model_shelf import Place, ShelfModel
from desktop.tables.wording import spoken_length

PLACES = {Place.DEPARTMENT: "the administrator", Place.OWN: "you", Place.SHIPPED: "the program"}
DEMONSTRATION_TIME = (
    "That is the demonstration's model, a very small one. A model for real calls takes many times as long: add one, "
    "then test again."
)
MEGABYTE = 1_000_000


def size(size_bytes: int) -> str:
    """148 MB, 3.1 GB: as a file manager or a shop would say it."""
    whole = round(size_bytes / MEGABYTE)
    return f"{whole} MB" if whole < 1000 else f"{size_bytes / MEGABYTE / 1000:.1f} GB"


def standing(model: ShelfModel) -> str:
    """Whether anybody vouches for a file."""
    if model.demonstration:
        return "demonstration only"
    return "official" if model.known else "unknown"


def outcome(test: EngineTest) -> str:
    """What came of a test, in a sentence or two without the engine's name."""
    if not test.passed:
        return f"does not work: {test.why}. {test.mend}".rstrip()
    if test.minutes_an_hour is None:
        return "works."
    words = f"works; an hour of calls takes about {spoken_length(test.minutes_an_hour * 60)}."
    if test.heard_few:
        words += " It heard few of the words of the test call: try another model."
    return words
