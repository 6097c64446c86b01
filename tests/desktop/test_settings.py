"""Settings: a person's, the administrator's that wins, and faulty values refused by key."""

from pathlib import Path

import pytest

from desktop.settings import Settings, load_settings, locked_keys, save_settings
from models.errors import InputRefused, OutputRefused


def test_nothing_written_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "a.toml", tmp_path / "b.toml") == Settings()


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    chosen = Settings(theme="dark", text_scale_pct=150, speed=1.5, worker="TL01")
    save_settings(chosen, tmp_path / "deep" / "settings.toml")
    assert load_settings(tmp_path / "deep" / "settings.toml", tmp_path / "none.toml") == chosen


def test_the_administrator_wins_and_locks(tmp_path: Path) -> None:
    person, administrator = tmp_path / "p.toml", tmp_path / "a.toml"
    person.write_text('theme = "dark"\nmatch_window_days = 3\n')
    administrator.write_text('theme = "light"\n')
    settings = load_settings(person, administrator)
    assert (settings.theme, settings.match_window_days) == ("light", 3)
    assert locked_keys(administrator) == {"theme"}


def test_a_person_cannot_allow_themselves_to_work_as_another(tmp_path: Path) -> None:
    person, administrator = tmp_path / "p.toml", tmp_path / "a.toml"
    person.write_text("staff_choice_allowed = true\n")
    assert not load_settings(person, administrator).staff_choice_allowed
    administrator.write_text("staff_choice_allowed = true\n")
    assert load_settings(person, administrator).staff_choice_allowed


def test_the_folder_of_the_departments_speech_models_is_the_administrators(tmp_path: Path) -> None:
    person, administrator = tmp_path / "p.toml", tmp_path / "a.toml"
    person.write_text('speech_models_folder = "/opt/mine"\n')
    administrator.write_text('speech_models_folder = "/srv/models"\nspeech_engine = "pywhispercpp"\n')
    assert load_settings(person, tmp_path / "none.toml").speech_models_folder == ""
    settings = load_settings(person, administrator)
    assert (settings.speech_models_folder, settings.speech_engine) == ("/srv/models", "pywhispercpp")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('theme = "pink"', "theme"),
        ("speed = 9.0", "speed"),
        ("speed = true", "speed"),
        ('step_ms = "5"', "step_ms"),
        ("text_scale_pct = 20", "text_scale_pct"),
        ("worker = 5", "worker"),
        ('speech_engine = "cloud"', "speech_engine"),
        ("speech_threads = -1", "speech_threads"),
        (f'speech_prompt = "{"a" * 601}"', "speech_prompt"),
    ],
)
def test_a_faulty_value_is_refused_by_file_and_key(tmp_path: Path, line: str, key: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(line + "\n")
    with pytest.raises(InputRefused, match=rf"settings\.toml: {key} ="):
        load_settings(path, tmp_path / "none.toml")


def test_a_whole_number_is_taken_for_a_speed(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("speed = 2\n")
    assert load_settings(tmp_path / "s.toml", tmp_path / "none.toml").speed == 2.0


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("theme = ")
    with pytest.raises(InputRefused, match=r"s\.toml is not a settings file"):
        load_settings(tmp_path / "s.toml", tmp_path / "none.toml")


def test_keys_of_a_newer_program_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text('colour_of_tomorrow = "blue"\n')
    save_settings(load_settings(path, tmp_path / "none.toml"), path)
    assert "colour_of_tomorrow" in path.read_text()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputRefused, match="could not be written"):
        save_settings(Settings(), tmp_path / "file" / "settings.toml")


def test_collections_targets_are_the_administrators_where_they_are_set(tmp_path: Path) -> None:
    person, administrator = tmp_path / "p.toml", tmp_path / "a.toml"
    person.write_text('[collections_targets."2008-04"]\nall = "12"\n')
    administrator.write_text('[collections_targets."2009-04"]\nall = "1080000000.00"\narrears = "220000000"\n')
    settings = load_settings(person, administrator)
    assert settings.targets.of_month("2008-04", "all") is None
    assert settings.targets.of_month("2009-04", "all") == 9_000_000_000
    assert "collections_targets" in locked_keys(administrator)


def test_collections_targets_are_kept_when_settings_are_saved(tmp_path: Path) -> None:
    chosen = Settings(collections_targets={"2008-04": {"all": "1080000000.00"}})
    save_settings(chosen, tmp_path / "settings.toml")
    assert load_settings(tmp_path / "settings.toml", tmp_path / "none.toml") == chosen


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("collections_targets = 5\n", "collections_targets = 5 cannot be used. Write a table a year"),
        ('[collections_targets."2008"]\nall = "1"\n', "collections_targets.2008 = {'all': '1'} cannot be used. Name a"),
        ('[collections_targets."2008-04"]\nall = 1.5\n', "collections_targets.2008-04.all = 1.5 cannot be used. Write"),
    ],
)
def test_a_faulty_collections_target_is_refused_by_file_and_key(tmp_path: Path, written: str, told: str) -> None:
    person = tmp_path / "p.toml"
    person.write_text(written)
    with pytest.raises(InputRefused) as raised:
        load_settings(person, tmp_path / "none.toml")
    assert raised.value.message.startswith(f"{person}: {told}")
