"""Speech models and engines in words, for the lists of the window and of the command line."""

from desktop.jobs.speech.add_model import Added
from desktop.jobs.speech.engine_memory import EngineTest
from desktop.jobs.speech.model_shelf import Place, ShelfModel
from desktop.tables.wording import spoken_length

PLACES = {Place.DEPARTMENT: "the administrator", Place.OWN: "you", Place.SHIPPED: "the program"}
DEMONSTRATION_TIME = (
    "That is the demonstration's model, a very small one. A model for real calls takes many times as long: add one, "
    "then test again."
)
WHAT_MODELS_ARE = (
    "Transcripts are made on this machine, by a model file of whisper.cpp. Nothing is downloaded and nothing leaves. "
    "The chosen model hears every call."
)
HOW_TO_GET_ONE = (
    "On a computer with internet access, fetch one of the official files from huggingface.co/ggerganov/whisper.cpp: "
    "ggml-base.en.bin (148 MB) is quick, ggml-small.en.bin (488 MB) hears telephone calls better, "
    "ggml-large-v3-turbo-q5_0.bin (574 MB) hears them best and takes longest.",
    "Copy it onto a USB stick or a network folder, and bring it here.",
    "Press “Add a model…” and choose it. It is checked against the list of the official files.",
)
OR_THE_ADMINISTRATOR = (
    "Or ask your administrator to lay models out for everybody: a folder named by speech_models_folder in the "
    "administrator's settings file."
)
WHAT_A_TEST_IS = "Hears half a minute of a shipped call with each engine, and tells how long an hour of calls takes."
CHOOSING = "Hears every call nobody names another model for"
NOT_FOR_EVERY_CALL = "Hears the demonstration's calls, and cannot be chosen for others"
MEGABYTE = 1_000_000


def size(size_bytes: int) -> str:
    """148 MB, 3.1 GB: as a file manager or a shop would say it."""
    whole = max(1, round(size_bytes / MEGABYTE))
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


def tone(test: EngineTest) -> str:
    """The sign an outcome stands under."""
    if not test.passed:
        return "bad"
    return "warn" if test.heard_few else "good"


def about(model: ShelfModel) -> str:
    """What a person should know of a model, in one line."""
    if model.demonstration:
        return f"{size(model.size_bytes)} · Demonstration only: it understands the demonstration's voices and no others"
    by = "" if model.place is Place.OWN else f" · Laid out by {PLACES[model.place]}"
    if model.known is None:
        return f"{size(model.size_bytes)} · Unknown file: nobody vouches for it{by}"
    language = "English" if model.known.english_only else "Many languages, English among them"
    return f"{size(model.size_bytes)} · Official file · {language}{by}"


def added(what: Added) -> tuple[str, str]:
    """What became of a file that was added, and the sign it stands under."""
    name = what.model.name
    begin = f"{name} is here already." if what.already else f"{name} was added."
    if what.warning:
        return f"{begin} {what.warning}", "warn"
    if what.model.demonstration:
        return f"{begin} It understands only the demonstration's voices.", "warn"
    return f"{begin} It is an official file of whisper.cpp, byte for byte.", "good"
