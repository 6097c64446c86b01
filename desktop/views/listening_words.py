"""The words of the listening controls: for each choice short ones for the bar, and whole ones for menus and readers."""

from desktop.jobs.mix import Listening
from desktop.jobs.route import SkipSilence
from desktop.tables.spoken import length

LISTENING: dict[Listening, tuple[str, str, str]] = {
    Listening.BOTH: ("Both", "Both speakers", "listen_both"),
    Listening.CASEWORKER: ("CW", "The caseworker only", "listen_caseworker"),
    Listening.PARENT: ("NRP", "The non-resident parent only", "listen_parent"),
    Listening.OWN_EARS: ("CW | NRP", "Each in an ear: caseworker left, parent right", "listen_apart"),
}
"""Whom to hear: on the bar (as the lanes of the waveform are named), in full, and the action that chooses it."""

SKIPPING: dict[SkipSilence, str] = {
    SkipSilence.OFF: "Skip nothing",
    SkipSilence.BOTH: "Skip where neither speaks",
    SkipSilence.CASEWORKER: "Skip all but the caseworker",
    SkipSilence.PARENT: "Skip all but the non-resident parent",
}

ONE_CHANNEL = "this recording has one channel for both"


def next_listening(listening: Listening) -> Listening:
    """The choice after this one, round and round."""
    order = list(LISTENING)
    return order[(order.index(listening) + 1) % len(order)]


def skipped_words(ms: int) -> str:
    """What is said after a silence was passed over: "Skipped 4.2 s"."""
    return f"Skipped {ms / 1000:.1f} s" if ms < 60_000 else f"Skipped {length(ms)}"
