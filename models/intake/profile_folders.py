"""Finding an import profile by its name: the person's own, the administrator's, those that are shipped.

The folders of a person and an administrator depend on the machine and are handed in (desktop.paths); the shipped ones
lie in resources/import-profiles. An own profile of a name goes before a shipped one of the same name.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import resources
from models.errors import InputRefused, OutputRefused
from models.intake.profile import Profile
from models.intake.profile_file import read_profile, write_profile

ENDING = ".toml"
NAME = re.compile(r"\w[\w .-]{0,79}(?<![ .])")


def shipped() -> dict[str, Path]:
    """The shipped profiles by name, in order of name."""
    return profiles_in([resources.path("import-profiles")])


def profiles_in(folders: Sequence[Path]) -> dict[str, Path]:
    """Every profile of these folders by name, in order of name; of two with one name, that of the first folder."""
    found: dict[str, Path] = {}
    for folder in folders:
        try:
            files = [path for path in folder.iterdir() if path.suffix == ENDING and path.is_file()]
        except OSError:
            continue
        for path in files:
            found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def find_profile(name_or_path: str, folders: Sequence[Path] = ()) -> Profile:
    """The profile of this name in `folders` or among the shipped ones, else the one in this TOML file.

    Raises InputRefused, with the names there are, or with each faulty key.
    """
    known = profiles_in([*folders, resources.path("import-profiles")])
    if name_or_path in known:
        return read_profile(known[name_or_path])
    path = Path(name_or_path)
    if path.suffix == ENDING or path.is_file():
        return read_profile(path)
    raise InputRefused(
        f"There is no import profile called {name_or_path!r}. Known are {', '.join(known)}; or name a {ENDING} file."
    )


def save_profile(profile: Profile, folder: Path) -> Path:
    """Write a profile into a folder under its name, by a temporary file and a rename.

    Raises InputRefused for a name that is no name of a file, OutputRefused when the folder would not take it.
    """
    if not NAME.fullmatch(profile.name):
        raise InputRefused(
            "A profile's name has letters, digits, blanks, dots, hyphens and underscores, no more than 80."
        )
    target = folder / f"{profile.name}{ENDING}"
    temporary = target.with_name(target.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_text(write_profile(profile), encoding="utf-8", newline="\n")
        temporary.replace(target)
    except OSError as exc:
        raise OutputRefused(f"The profile could not be written to {target} ({exc.strerror}).") from exc
    return target
