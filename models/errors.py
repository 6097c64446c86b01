"""Every error this program raises on purpose, in one tree.

    SteercheckError
    ├── UserError              something a person can mend; message: what happened, what is safe, what to do next
    │   ├── WrongUsage         exit 2   the call itself makes no sense
    │   ├── InputRefused       exit 3   rows, ids, answers, audio that cannot be taken
    │   │   ├── RecordingUnreadable
    │   │   ├── UnknownId
    │   │   ├── ReviewIncomplete
    │   │   └── SpeechFailed
    │   ├── IntegrityBroken    exit 4   altered, not what was signed
    │   │   └── RedrawDiffers
    │   ├── DatabaseUnusable   exit 5   busy, newer, damaged or out of reach
    │   │   └── ChangedElsewhere   another window wrote first
    │   ├── NotAllowed         exit 6   not for this person
    │   └── OutputRefused      exit 7   the disk or the target would not take it
    ├── Cancelled              not a fault: the person asked for it; exit 130 on the command line
    └── Defect                 exit 1   ours; the log has the details
        └── ChildFailed        a child process died or hung without saying why

The exit codes and the `code` words are those of the command-line contract. `Refusal` is not an exception: it is one
refused row or file, collected while the good ones are kept.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

VALUE_SHOWN = 200
"""A refused value is shown up to this many characters."""


@dataclass(frozen=True)
class Refusal:
    """One row or file that was not taken: where, what stood there, and why.

    `line` counts physical lines from 1 and is None for a whole file; `column` is None when no single one is at fault.
    """

    file: str
    line: int | None
    column: str | None
    value: str | None
    reason: str

    def __post_init__(self) -> None:
        if self.value is not None and len(self.value) > VALUE_SHOWN:
            object.__setattr__(self, "value", self.value[:VALUE_SHOWN])

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    def __str__(self) -> str:
        """FILE:LINE: COLUMN: VALUE: reason, on one line and without anything a terminal would obey."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [part for part in (place, self.column, self.value, self.reason) if part is not None]
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in ": ".join(parts))


@dataclass(eq=False)
class SteercheckError(Exception):
    """The root. `message` is a sentence for people; `details` are the single findings, if there are several."""

    message: str
    details: Sequence[object] = field(default_factory=list)

    exit_code = 1
    code = "DEFECT"

    def __str__(self) -> str:
        return self.message


class UserError(SteercheckError):
    """Something the person at the screen can mend."""


class WrongUsage(UserError):
    exit_code = 2
    code = "USAGE"


class InputRefused(UserError):
    exit_code = 3
    code = "INPUT_REFUSED"


class RecordingUnreadable(InputRefused):
    """A file that cannot be decoded as a recording."""

    code = "RECORDING_UNREADABLE"

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(f"{Path(path).name} cannot be read as a recording: {reason}")
        self.path = Path(path)
        self.reason = reason


class UnknownId(InputRefused):
    """No record of that kind has this id."""

    code = "UNKNOWN_ID"

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"No {kind} has the id {key!r}. Nothing was changed.")
        self.kind = kind
        self.key = key


class ReviewIncomplete(InputRefused):
    """A review that cannot be signed yet; `details` lists what is missing."""

    code = "REVIEW_INCOMPLETE"


class SpeechFailed(InputRefused):
    """Speech recognition could not go on with this call: the model, the engine or the process that holds it. `reason`
    is a clause."""

    code = "SPEECH_FAILED"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The transcript could not be made: {reason}.")
        self.reason = reason


class IntegrityBroken(UserError):
    exit_code = 4
    code = "INTEGRITY"


class RedrawDiffers(IntegrityBroken):
    """A sample that comes out otherwise when it is drawn again; `details` list what differs."""

    code = "REDRAW_DIFFERS"


class DatabaseUnusable(UserError):
    exit_code = 5
    code = "DATABASE"


class ChangedElsewhere(DatabaseUnusable):
    """Somebody else (another window, another machine) wrote the same record first."""

    code = "CHANGED_ELSEWHERE"


class NotAllowed(UserError):
    exit_code = 6
    code = "NOT_ALLOWED"


class OutputRefused(UserError):
    exit_code = 7
    code = "OUTPUT_REFUSED"


class Cancelled(SteercheckError):
    """The person stopped the work. What was finished before is kept."""

    exit_code = 130
    code = "CANCELLED"

    def __init__(self, message: str = "Stopped. What was finished before is kept.") -> None:
        super().__init__(message)


class Defect(SteercheckError):
    """A fault of the program."""


class ChildFailed(Defect):
    """A child process ended, hung or spoke nonsense; `reason` says which."""

    code = "CHILD_FAILED"

    def __init__(self, reason: str) -> None:
        super().__init__(f"A background process of Steercheck failed: {reason}")
        self.reason = reason
