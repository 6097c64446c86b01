"""What transcripts lost on the way in, as sentences: one a file, one for all files that lost the same."""

from models.intake.transcripts.told import Loss

NAMES_SHOWN = 3


class LossBook:
    """Collects what each file lost."""

    def __init__(self) -> None:
        self._files: dict[tuple[str, ...], list[str]] = {}
        self._losses: dict[tuple[str, ...], list[Loss]] = {}

    def note(self, name: str, form: str, losses: list[Loss]) -> None:
        """A file called `name`, read as `form`, lost this; nothing is kept when it lost nothing."""
        if not losses:
            return
        key = (form, *(loss.text for loss in losses))
        self._files.setdefault(key, []).append(name)
        before = self._losses.get(key, [Loss(loss.text, 0, loss.unit) for loss in losses])
        self._losses[key] = [
            Loss(loss.text, loss.count + more.count, loss.unit) for loss, more in zip(before, losses, strict=True)
        ]

    def sentences(self) -> list[str]:
        """One sentence for each group of files that lost the same, with what they lost added up."""
        return [
            f"{names_in_words(names)} ({key[0]}): {'; '.join(loss.in_words() for loss in self._losses[key])}."
            for key, names in self._files.items()
        ]


def names_in_words(names: list[str]) -> str:
    """ "a.vtt, b.vtt, c.vtt and 97 more"."""
    if len(names) == 1:
        return names[0]
    if len(names) <= NAMES_SHOWN:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{', '.join(names[:NAMES_SHOWN])} and {len(names) - NAMES_SHOWN:,} more"
