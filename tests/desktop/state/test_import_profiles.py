"""Import profiles: which there are, which is in force, and that it is remembered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.jobs.runner import Runner
from desktop.state.import_profiles import MEMORY_KEY, ImportProfiles, Origin, ProfileFolders, ProfileLine
from models.intake.profile import ColumnMap, ListProfile, Profile
from models.intake.profile_folders import save_profile, shipped

NORTH = Profile("north", "Northern office", {"tasks": ListProfile(columns={"task_id": ColumnMap("Task no")})})


class Kept(dict[str, object]):
    """What the window remembers, in memory."""

    def value(self, key: str) -> object:
        return self.get(key)

    def setValue(self, key: str, value: object) -> None:
        self[key] = value


@pytest.fixture
def runner(qapp) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def folders(tmp_path: Path) -> ProfileFolders:
    return ProfileFolders(tmp_path / "own", tmp_path / "department")


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def profiles(runner: Runner, folders: ProfileFolders, kept: Kept) -> ImportProfiles:
    return ImportProfiles(runner, folders, kept)


def listed(profiles: ImportProfiles, qtbot: QtBot) -> dict[str, ProfileLine]:
    with qtbot.waitSignal(profiles.known) as told:
        profiles.refresh()
    return {line.key: line for line in told.args[0]}


def test_shipped_departmental_and_own_profiles_are_listed(
    profiles: ImportProfiles, folders: ProfileFolders, qtbot: QtBot
) -> None:
    save_profile(NORTH, folders.own)
    save_profile(Profile("south", "Southern office"), folders.administrator)
    lines = listed(profiles, qtbot)
    assert lines.keys() == {*shipped(), "north", "south"}
    assert lines["north"] == ProfileLine("north", "Northern office", Origin.OWN)
    assert lines["south"].origin is Origin.ADMINISTRATOR
    assert all(lines[name].origin is Origin.SHIPPED for name in shipped())


def test_an_own_profile_goes_before_another_of_its_name(
    profiles: ImportProfiles, folders: ProfileFolders, qtbot: QtBot
) -> None:
    save_profile(Profile("north", "The department's"), folders.administrator)
    save_profile(NORTH, folders.own)
    assert listed(profiles, qtbot)["north"].origin is Origin.OWN
    with qtbot.waitSignal(profiles.chosen):
        profiles.choose("north")
    assert profiles.profile == NORTH


def test_the_choice_is_remembered_by_name(
    profiles: ImportProfiles, folders: ProfileFolders, runner: Runner, kept: Kept, qtbot: QtBot
) -> None:
    save_profile(NORTH, folders.own)
    with qtbot.waitSignal(profiles.chosen):
        profiles.choose("north")
    assert kept[MEMORY_KEY] == "north"
    later = ImportProfiles(runner, folders, kept)
    with qtbot.waitSignal(later.chosen):
        later.refresh()
    assert later.profile == NORTH


def test_a_file_elsewhere_is_taken_and_remembered_by_its_path(
    profiles: ImportProfiles, kept: Kept, tmp_path: Path, qtbot: QtBot
) -> None:
    path = save_profile(NORTH, tmp_path / "stick")
    with qtbot.waitSignal(profiles.chosen) as told:
        profiles.choose(str(path))
    assert told.args == [ProfileLine(str(path), "Northern office", Origin.FILE)]
    assert kept[MEMORY_KEY] == str(path)


def test_none_is_remembered_too(profiles: ImportProfiles, folders: ProfileFolders, kept: Kept, qtbot: QtBot) -> None:
    save_profile(NORTH, folders.own)
    with qtbot.waitSignal(profiles.chosen):
        profiles.choose("north")
    profiles.choose(None)
    assert profiles.profile is None
    assert kept[MEMORY_KEY] == ""


def test_a_faulty_profile_is_refused_by_key_and_the_one_before_stays(
    profiles: ImportProfiles, folders: ProfileFolders, qtbot: QtBot
) -> None:
    save_profile(NORTH, folders.own)
    with qtbot.waitSignal(profiles.chosen):
        profiles.choose("north")
    faulty = folders.own / "faulty.toml"
    faulty.write_text('schema = "steercheck.import-profile/1"\n[tasks]\ncolour = "red"\n')
    assert listed(profiles, qtbot)["faulty"].title == "faulty"
    with qtbot.waitSignal(profiles.failed) as told:
        profiles.choose("faulty")
    assert "colour" in told.args[0]
    assert profiles.profile == NORTH


def test_one_that_is_gone_since_is_told_and_not_in_force(profiles: ImportProfiles, kept: Kept, qtbot: QtBot) -> None:
    kept[MEMORY_KEY] = "long-gone"
    with qtbot.waitSignal(profiles.failed) as told:
        profiles.refresh()
    assert "long-gone" in told.args[0]
    assert profiles.profile is None


def test_a_saved_profile_is_in_force_and_listed(
    profiles: ImportProfiles, folders: ProfileFolders, qtbot: QtBot
) -> None:
    with qtbot.waitSignals([profiles.saved, profiles.known]):
        profiles.save(NORTH)
    assert profiles.profile == NORTH
    assert (folders.own / "north.toml").is_file()


def test_a_folder_that_cannot_be_written_is_told(runner: Runner, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_text("")
    profiles = ImportProfiles(runner, ProfileFolders(tmp_path / "file" / "own", tmp_path / "none"))
    with qtbot.waitSignal(profiles.failed) as told:
        profiles.save(NORTH)
    assert "could not be written" in told.args[0]
    assert profiles.profile is None
