"""The table of pages: by its name, what imports, builds and connects each when it is first wanted.

A new page is a module of its own beside this one with a function `make`, and three lines here. The imports stand inside
the functions: before its page is wanted no view, no state and no job of it is loaded.
"""

from collections.abc import Callable
from functools import partial

from desktop.views.page_stack import Placed
from desktop.wiring.parts import Parts


def offer_pages(parts: Parts) -> None:
    """Offer every page to the window. The order is that in which idle time makes them."""
    for name, make in MAKERS.items():
        parts.window.stack.offer(name, partial(make, parts))


def _worklist(parts: Parts) -> Placed:
    from desktop.wiring.worklist import make

    return make(parts)


def _review(parts: Parts) -> Placed:
    from desktop.wiring.review import make

    return make(parts)


def _sheets(parts: Parts) -> Placed:
    from desktop.wiring.sheets import make

    return make(parts)


def _search(parts: Parts) -> Placed:
    from desktop.wiring.search import make

    return make(parts)


def _matches(parts: Parts) -> Placed:
    from desktop.wiring.matches import make

    return make(parts)


def _transcribing(parts: Parts) -> Placed:
    from desktop.wiring.transcribing import make

    return make(parts)


def _imports(parts: Parts) -> Placed:
    from desktop.wiring.imports import make

    return make(parts)


def _mapping(parts: Parts) -> Placed:
    from desktop.wiring.mapping import make

    return make(parts)


def _export(parts: Parts) -> Placed:
    from desktop.wiring.export import make

    return make(parts)


def _settings(parts: Parts) -> Placed:
    from desktop.wiring.settings import make

    return make(parts)


def _welcome(parts: Parts) -> Placed:
    from desktop.wiring.welcome import make

    return make(parts)


def _keys(parts: Parts) -> Placed:
    from desktop.wiring.keys import make

    return make(parts)


MAKERS: dict[str, Callable[[Parts], Placed]] = {
    "worklist": _worklist,
    "review": _review,
    "sheets": _sheets,
    "search": _search,
    "matches": _matches,
    "transcribing": _transcribing,
    "import": _imports,
    "mapping": _mapping,
    "export": _export,
    "settings": _settings,
    "welcome": _welcome,
    "keys": _keys,
}
