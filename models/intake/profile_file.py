"""Import profiles as TOML files: read with every fault named by its key, written so that they read back equal.

    schema = "steercheck.import-profile/1"
    title = "Arrears spreadsheet of the northern office"

    [sheets]                                 # also tasks, views, staff, index
    date_forms = ["%d/%m/%Y"]
    [sheets.columns]
    sheet_id = "PAG no"                      # our column = their heading
    net_income_weekly = { heading = "Net monthly", unit = "pounds_a_month" }
    scheme = { value = "CS2" }               # the same in every row
    segment = ""                             # not taken, though there may be such a heading
    [sheets.columns.method_agreed]
    heading = "Method"
    codes = { DD = "direct_debit", "none" = "" }

    [recorder]                               # models.intake.profile.RecorderProfile
    [transcripts]                            # models.intake.profile.TranscriptProfile

Between the file and `models.intake.profile`; a profile's name is its file's name.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli_w

from models.errors import InputRefused, Refusal
from models.intake.list_profile_keys import list_profile, list_values
from models.intake.lists import BY_PART
from models.intake.profile import Profile
from models.intake.profile_keys import Keys
from models.intake.recorder_profile_keys import (
    recorder_profile,
    recorder_values,
    transcript_profile,
    transcript_values,
)
from models.intake.table import shown
from models.toml_lines import toml_values

SCHEMA = "steercheck.import-profile/1"
MOST_BYTES = 1024 * 1024
KEYS = ("schema", "title", *BY_PART, "recorder", "transcripts")


def read_profile(path: Path) -> Profile:
    """Read a TOML file. Raises InputRefused; `details` are Refusals, one a faulty key (or the line that is no TOML)."""
    name = shown(path)
    try:
        if not path.is_file():
            raise InputRefused(f"{name} is not a file. Name an import profile, or its TOML file.")
        if path.stat().st_size > MOST_BYTES:
            raise InputRefused(f"{name} is too large for an import profile. Nothing was changed.")
        values = toml_values(path.read_bytes().decode("utf-8-sig"))
    except OSError as exc:
        raise InputRefused(f"{name} cannot be read ({exc.strerror}).") from exc
    except UnicodeDecodeError as exc:
        raise _no_toml(name, None, "is not UTF-8") from exc
    except ValueError as exc:
        raise _no_toml(name, _line_of(exc), str(exc)) from exc
    return profile_from(values, path.stem, name)


def profile_from(values: Mapping[str, Any], name: str, source: str) -> Profile:
    """The profile in plain `values`. Raises InputRefused; `details` are Refusals, one a faulty key."""
    keys = Keys(source, values)
    keys.known(KEYS)
    if values.get("schema") != SCHEMA:
        keys.fault("schema", f'must be "{SCHEMA}"')
    title = keys.text("title") or ""
    lists = {}
    for part, kind in BY_PART.items():
        inner = keys.inner(part)
        if inner is not None:
            lists[part] = list_profile(inner, kind)
    recorder, transcripts = keys.inner("recorder"), keys.inner("transcripts")
    profile = Profile(
        name,
        title,
        lists,
        None if recorder is None else recorder_profile(recorder),
        None if transcripts is None else transcript_profile(transcripts),
    )
    if keys.faults:
        first = keys.faults[0]
        more = f" ({len(keys.faults)} faults in all)" if len(keys.faults) > 1 else ""
        value = f" {first.value}:" if first.value is not None else ""
        raise InputRefused(
            f"{source} is not an import profile that can be used: {first.column}:{value} {first.reason}{more}. "
            "Nothing was changed.",
            keys.faults,
        )
    return profile


def write_profile(profile: Profile) -> str:
    """The TOML text of a profile; reading it gives an equal one."""
    values: dict[str, Any] = {"schema": SCHEMA}
    if profile.title:
        values["title"] = profile.title
    values |= {part: list_values(profile.lists[part]) for part in BY_PART if part in profile.lists}
    if profile.recorder is not None:
        values["recorder"] = recorder_values(profile.recorder)
    if profile.transcripts is not None:
        values["transcripts"] = transcript_values(profile.transcripts)
    return tomli_w.dumps(values)


def _no_toml(name: str, line: int | None, why: str) -> InputRefused:
    place = name if line is None else f"{name}, line {line}"
    return InputRefused(
        f"{place}: not a TOML file: {why}. Nothing was changed.", [Refusal(name, line, None, None, why)]
    )


def _line_of(exc: ValueError) -> int | None:
    """The line that is no TOML; the standard library tells it in words only until Python 3.14."""
    words = str(exc).rpartition("(at line ")[2]
    number = words.partition(",")[0]
    return int(number) if number.isdigit() else None
