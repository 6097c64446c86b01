"""Which recording a transcript belongs to: by the id inside it, else by its file's name.

The name of a transcript says its recording in the way writers of transcripts name their files: like the recording's id
or its file ("VR-1.json", "call.wav.vtt", "call.transcript.vtt"), or as the import profile's pattern tells.
"""

import re
from collections.abc import Callable, Collection, Mapping
from pathlib import PurePosixPath

from models.intake.transcripts.told import Unfit

NAMES_SHOWN = 5
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9-]{0,11}")


class Belonging:
    """Finds recordings. `is_known`: whether a recording has this id; `by_file_name`: the ids of the recordings whose
    file is called so, with or without its ending, lower case; asked for once, when the first name needs it."""

    def __init__(
        self,
        is_known: Callable[[str], bool],
        by_file_name: Callable[[], Mapping[str, Collection[str]]],
        name_pattern: str | None = None,
    ) -> None:
        self._is_known = is_known
        self._by_file_name = by_file_name
        self._named: Mapping[str, Collection[str]] | None = None
        self._pattern = None if name_pattern is None else re.compile(name_pattern)

    def of(self, name: str, told_id: str | None) -> str:
        """The recording of the transcript whose file is called `name` (below the folder, with `/`). Raises Unfit."""
        if told_id is not None:
            if not self._is_known(told_id):
                raise Unfit("recording_id", told_id, "no recording has this id")
            return told_id
        whole = PurePosixPath(name)
        found = self._pattern.fullmatch(whole.stem) if self._pattern is not None else None
        if found is not None:
            recording_id = found["recording_id"]
            if not self._is_known(recording_id):
                raise Unfit("recording_id", recording_id, "no recording has this id, which the file's name tells")
            return recording_id
        return self._by_name(whole)

    def _by_name(self, whole: PurePosixPath) -> str:
        below = str(whole.with_suffix(""))
        if self._is_known(below):
            return below
        for stem in stems_of(whole.name):
            ids = set(self._called(stem))
            if self._is_known(stem):
                ids.add(stem)
            if len(ids) == 1:
                return ids.pop()
            if ids:
                names = sorted(ids)
                more = " and more" if len(names) > NAMES_SHOWN else ""
                reason = f"several recordings are called so: {', '.join(names[:NAMES_SHOWN])}{more}"
                raise Unfit("recording_id", stem, reason)
        raise Unfit("recording_id", whole.name, "no recording_id inside, and no recording is called like the file")

    def _called(self, stem: str) -> Collection[str]:
        if self._named is None:
            self._named = self._by_file_name()
        return self._named.get(stem.casefold(), ())


def stems_of(name: str) -> list[str]:
    """The name without its ending, and without a second one made of letters ("call.wav.json" -> "call.wav", "call")."""
    stem = PurePosixPath(name).stem
    ending = PurePosixPath(stem).suffix
    return [stem, stem.removesuffix(ending)] if _ENDING.fullmatch(ending) else [stem]
