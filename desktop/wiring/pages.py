"""The table of pages: by its name, what imports each, and gives the function that builds and connects it.

A new page is a module of its own beside this one with a function `make`, and some lines here. The imports stand inside
the functions: before its page is wanted no view, no state and no job of it is loaded.
"""

from collections.abc import Callable

from desktop.views.page_stack import Making, Placed
from desktop.wiring.parts import Parts

Make = Callable[[Parts], Placed | Making]


def offer_pages(parts: Parts) -> None:
    """Offer every page to the window. The order is that in which idle time makes them."""

    def offer(name: str, load: Callable[[], Make]) -> None:
        parts.window.stack.offer(name, lambda: load()(parts))

    for name, load in PAGES.items():
        offer(name, load)


def _worklist() -> Make:
    from desktop.wiring.worklist import make

    return make


def _review() -> Make:
    from desktop.wiring.review import make

    return make


def _reviews() -> Make:
    from desktop.wiring.reviews import make

    return make


def _reports() -> Make:
    from desktop.wiring.reports import make

    return make


def _samples() -> Make:
    from desktop.wiring.samples import make

    return make


def _dashboard() -> Make:
    from desktop.wiring.board import make

    return make


def _sheets() -> Make:
    from desktop.wiring.sheets import make

    return make


def _search() -> Make:
    from desktop.wiring.search import make

    return make


def _matches() -> Make:
    from desktop.wiring.matches import make

    return make


def _transcribing() -> Make:
    from desktop.wiring.transcribing import make

    return make


def _people() -> Make:
    from desktop.wiring.people import make

    return make


def _scorecards() -> Make:
    from desktop.wiring.scorecards import make

    return make


def _imports() -> Make:
    from desktop.wiring.imports import make

    return make


def _mapping() -> Make:
    from desktop.wiring.mapping import make

    return make


def _export() -> Make:
    from desktop.wiring.export import make

    return make


def _settings() -> Make:
    from desktop.wiring.settings import make

    return make


def _welcome() -> Make:
    from desktop.wiring.welcome import make

    return make


def _keys() -> Make:
    from desktop.wiring.keys import make

    return make


PAGES: dict[str, Callable[[], Make]] = {
    "worklist": _worklist,
    "review": _review,
    "reviews": _reviews,
    "reports": _reports,
    "samples": _samples,
    "dashboard": _dashboard,
    "sheets": _sheets,
    "search": _search,
    "matches": _matches,
    "transcribing": _transcribing,
    "people": _people,
    "scorecards": _scorecards,
    "import": _imports,
    "mapping": _mapping,
    "export": _export,
    "settings": _settings,
    "welcome": _welcome,
    "keys": _keys,
}
