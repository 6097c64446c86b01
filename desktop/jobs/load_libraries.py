"""Loading the large libraries of other makers behind the window's back, before a page asks for them.

Only libraries are loaded here, never modules of ours: two threads that import one package from its two ends would get
in each other's way.
"""

from importlib import import_module

LIBRARIES = ("numpy", "numpy.typing")
"""What every opened call needs (its samples and its waveform): 80 ms at best, which would be felt in one piece."""


def load_libraries(_report: object, _check: object) -> None:
    """The job: in a lane of its own."""
    for name in LIBRARIES:
        import_module(name)
