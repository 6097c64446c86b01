"""What differs between a certificate and its redraw, in words for people: the page's form of `models.sample_redraw`.

There each difference carries the certificate's own key ("draws[0].recording_id"), which a program finds it by.
"""

import re

from models.sample_redraw import Difference

_KEY = re.compile(r"(?P<part>[a-z]+)(?:\[(?P<number>\d+)\])?(?:\.(?P<name>[a-z0-9_]+))?")
_PARTS = {
    "frame": "The frame",
    "strata": "Caseworkers",
    "draws": "Draws",
    "replacements": "Replacements",
    "excluded": "Excluded calls",
}
_ONE = {"strata": "Caseworker line", "draws": "Draw", "replacements": "Replacement"}
_NAMES = {
    "size": "calls",
    "sha256": "hash",
    "frame": "calls in the frame",
    "drawn": "calls drawn",
    "weight": "calls each stands for",
    "position": "position",
    "recording_id": "call",
    "sheet_id": "guide sheet",
    "caseworker_id": "caseworker",
    "replaced_by": "call that came",
    "reason": "reason",
}


def difference_in_words(each: Difference) -> str:
    """A sentence: where it is, what the certificate has, what drawing again gives, and why as far as it is known."""
    if each.key == "draws" and each.certificate is None and each.redrawn is not None:
        return f"{each.redrawn} is missing from the certificate: {each.reason}."
    if each.key.endswith(".recording_id") and each.redrawn is None and each.certificate is not None:
        where = _where(each.key.removesuffix(".recording_id"))
        return f"{where}: the certificate has {each.certificate}, which {each.reason}."
    told, again = each.certificate or "nothing", each.redrawn or "nothing"
    return f"{_where(each.key)}: the certificate has {told}, drawing again gives {again} ({each.reason})."


def _where(key: str) -> str:
    """ "draws[0].position" as "Draw 1, position"; what is not known stays as it is."""
    found = _KEY.fullmatch(key)
    if found is None or found["part"] not in _PARTS:
        return key
    part, number, name = found["part"], found["number"], found["name"]
    place = _PARTS[part] if number is None else f"{_ONE.get(part, _PARTS[part])} {int(number) + 1}"
    return place if name is None else f"{place}, {_NAMES.get(name, name)}"
