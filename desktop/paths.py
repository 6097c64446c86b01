"""Where this person's files lie: data and logs local to the machine, settings with the profile."""

from pathlib import Path

import platformdirs

APP = "Steercheck"
PROFILES = "import-profiles"
CUES = "cues"
COMPETENCIES = "competencies"
POLICIES = "policies"
SPEECH_MODELS = "speech-models"


def data_folder() -> Path:
    """The local, non-roaming data folder (database, peaks); not created here."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False, roaming=False))


def default_database() -> Path:
    """The database opened when nothing else is asked for."""
    return data_folder() / "steercheck.db"


def peaks_folder() -> Path:
    """Where the peaks of calls opened before are kept for drawing; may be emptied at any time."""
    return Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "peaks"


def speech_models_folder() -> Path:
    """Where this person's speech models lie: local to the machine, since they are large; not created here."""
    return data_folder() / SPEECH_MODELS


def speech_cache_folder() -> Path:
    """What was found out about speech models and engines here; may be emptied at any time."""
    return Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "speech"


def log_folder() -> Path:
    return Path(platformdirs.user_log_dir(APP, appauthor=False))


def settings_file() -> Path:
    """This person's settings."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "settings.toml"


def administrator_file() -> Path:
    """The administrator's settings, which win over a person's."""
    return Path(platformdirs.site_config_dir(APP, appauthor=False)) / "settings.toml"


def profile_folder() -> Path:
    """This person's own import profiles."""
    return settings_file().parent / PROFILES


def administrator_profile_folder() -> Path:
    """The department's import profiles, laid out by the administrator."""
    return administrator_file().parent / PROFILES


def policy_folders(database: str | None = None) -> tuple[Path, ...]:
    """The department's own steer policies: the administrator's, and those beside the database.

    `database` is a path or an address as the command line takes it, None for the default one; beside a server's
    database there is no folder, so it is the one beside the default.
    """
    file = default_database() if database is None or "://" in database else Path(database)
    return administrator_file().parent / POLICIES, file.parent / POLICIES


def cue_folders() -> tuple[Path, ...]:
    """Own cue rules: this person's, then the department's, laid out by the administrator."""
    return settings_file().parent / CUES, administrator_file().parent / CUES


def competency_folders(database: str | None = None) -> tuple[Path, ...]:
    """The department's own competencies by grade: the administrator's, and those beside the database, as policies."""
    return tuple(folder.with_name(COMPETENCIES) for folder in policy_folders(database))
