"""The doctor's findings: what is named, how bad it is, and what mends it."""

import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from desktop import doctor
from desktop.doctor import Check, DatabaseFacts, Library
from desktop.jobs.speech.engine_fault import engine_fault
from models.errors import DatabaseUnusable

ROOT = Path(__file__).resolve().parents[2]
DiskUsage = namedtuple("DiskUsage", "total used free")


def whole(address: str) -> DatabaseFacts:
    return DatabaseFacts(revision="0001")


def loads(_engine: str) -> str | None:
    """Every engine works."""
    return None


def test_every_check_has_its_own_name_and_says_how_to_mend_what_is_wrong(tmp_path: Path) -> None:
    checks = doctor.run_checks(str(tmp_path / "steercheck.db"), tmp_path, whole, loads)
    assert len({check.name for check in checks}) == len(checks) >= 9
    assert all((check.mend is None) == (check.state == "ok") for check in checks)


def test_a_finding_has_the_four_keys_of_the_contract() -> None:
    assert Check("PyAV", "ok", "18").as_dict() == {"name": "PyAV", "state": "ok", "detail": "18", "mend": None}


def test_a_warning_leaves_the_machine_fit_and_a_failure_does_not() -> None:
    assert doctor.is_fit([Check("sound device", "warn", "none", "connect one")])
    assert not doctor.is_fit([Check("Python", "ok", "3.11"), Check("PyAV", "fail", "gone", "set up")])


def test_the_doctor_imports_no_qt() -> None:
    code = (
        "import sys; from pathlib import Path; from desktop.doctor import DatabaseFacts, run_checks;"
        "run_checks('x.db', Path('.'), lambda address: DatabaseFacts(None), lambda engine: None);"
        "sys.exit(any(name.startswith(('PySide6', 'shiboken6')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=120).returncode == 0


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 14, 0)])
def test_a_python_outside_the_range_fails(version: tuple[int, int, int]) -> None:
    assert doctor.check_python(version).state == "fail"


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 9)])
def test_a_python_inside_the_range_is_fit(version: tuple[int, int, int]) -> None:
    assert doctor.check_python(version).state == "ok"


def test_the_qt_of_the_tested_line_loads_here() -> None:
    found = doctor.check_pyside()
    assert found.state == "ok", found
    assert found.detail.startswith("6.11.")


def test_a_missing_library_is_named_with_its_package() -> None:
    found = doctor.check_libraries([Library("libnot-there.so.7", "libnot-there7", "warn"), doctor.LIBRARIES[0]])
    assert found.state == "warn"
    assert found.detail == "missing: libnot-there.so.7"
    assert found.mend == "On Debian: sudo apt-get install libnot-there7"


def test_a_missing_library_that_qt_is_linked_against_fails() -> None:
    found = doctor.check_libraries([Library("libgone.so.1", "libgone1", "fail"), Library("libx.so.9", "libx9", "warn")])
    assert found.state == "fail"


def test_the_doctor_and_the_set_up_know_the_same_packages() -> None:
    script = (ROOT / "packaging" / "system_libraries.sh").read_text(encoding="utf-8")
    listed = set(script.split('needed="')[1].split('"')[0].split())
    assert {library.package for library in doctor.LIBRARIES} == listed - {"fonts-dejavu-core", "g++"}


def test_every_decoder_that_recorders_need_is_there() -> None:
    assert doctor.check_decoders().state == "ok"


def test_a_decoder_that_is_not_there_is_named() -> None:
    found = doctor.check_decoders(["pcm_mulaw", "no_such_codec"])
    assert found.state == "fail"
    assert "no_such_codec" in found.detail
    assert "pcm_mulaw" not in found.detail


def test_a_whole_database_is_shown_with_its_schema() -> None:
    found = doctor.check_database("site.db", whole)
    assert (found.state, found.detail) == ("ok", "site.db, schema 0001, whole")


def test_a_database_not_made_yet_is_no_fault() -> None:
    assert doctor.check_database("new.db", lambda address: DatabaseFacts(revision=None)).state == "ok"


def test_a_damaged_database_fails_with_the_finding_of_its_check() -> None:
    found = doctor.check_database("old.db", lambda address: DatabaseFacts("0001", "row 7 missing from index"))
    assert found.state == "fail"
    assert "row 7 missing from index" in found.detail


def test_an_unusable_database_fails_with_its_own_sentence() -> None:
    def newer(address: str) -> DatabaseFacts:
        raise DatabaseUnusable(f"{address} was written by a newer Steercheck.")

    found = doctor.check_database("old.db", newer)
    assert (found.state, found.detail) == ("fail", "old.db was written by a newer Steercheck.")


def test_the_password_of_a_database_is_never_shown() -> None:
    def refuses(address: str) -> DatabaseFacts:
        raise DatabaseUnusable(f"{address} is out of reach.")

    address = "postgresql+psycopg://checker:secret@site/steercheck"
    for look in (whole, refuses):
        shown = doctor.check_database(address, look).detail
        assert "secret" not in shown
        assert "checker:***@site" in shown


def test_a_data_folder_not_made_yet_is_fit_and_stays_unmade(tmp_path: Path) -> None:
    folder = tmp_path / "share" / "Steercheck"
    assert doctor.check_data_folder(folder).state == "ok"
    assert not folder.parent.exists()


def test_a_data_folder_that_cannot_be_written_to_fails(tmp_path: Path) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.touch()
    assert doctor.check_data_folder(in_the_way / "Steercheck").state == "fail"


@pytest.mark.parametrize(("free_mb", "state"), [(50, "fail"), (500, "warn"), (5000, "ok")])
def test_little_disk_space_warns_and_hardly_any_fails(
    free_mb: int, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: DiskUsage(10**12, 0, free_mb * 1024**2))
    assert doctor.check_disk_space(tmp_path).state == state


def test_no_sound_device_is_only_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_sound_device", lambda: None)
    assert doctor.check_sound_device().state == "warn"


def test_a_sound_card_is_read_from_the_list_of_alsa(tmp_path: Path) -> None:
    listing = tmp_path / "cards"
    listing.write_text(" 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      at 0xf7210000 irq 31\n")
    assert doctor._sound_card(listing) == "HDA-Intel - HDA Intel PCH"


def test_an_empty_list_of_alsa_is_no_device(tmp_path: Path) -> None:
    listing = tmp_path / "cards"
    listing.write_text("--- no soundcards ---\n")
    assert doctor._sound_card(listing) is None


@pytest.mark.parametrize("engine", doctor.ENGINE_PACKAGES)
def test_both_speech_engines_load_the_shipped_model_in_a_child(engine: str) -> None:
    assert engine_fault(engine) is None


def states(**faults: str) -> list[str]:
    found = doctor.check_engines(lambda name: faults.get(name.replace("-", "_")))
    assert [check.name for check in found] == ["pywhispercpp", "whisper-cpp-python"]
    return [check.state for check in found]


def test_one_engine_that_does_not_load_is_a_warning_and_none_at_all_a_failure() -> None:
    assert states() == ["ok", "ok"]
    assert states(whisper_cpp_python="gone") == ["ok", "warn"]
    assert states(pywhispercpp="illegal instruction") == ["warn", "ok"]
    assert states(pywhispercpp="gone", whisper_cpp_python="gone") == ["fail", "warn"]


def test_an_engine_that_is_not_installed_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_version_of", lambda _name: None)
    first, second = doctor.check_engines(lambda name: pytest.fail(f"{name} was tried"))
    assert (first.state, second.state) == ("fail", "warn")
    assert first.detail == "not installed; no transcript can be made on this machine"


def test_a_fault_of_an_engine_is_told_in_its_words() -> None:
    assert engine_fault("whisper-9") == "no speech engine is called 'whisper-9'"


def test_what_another_process_complains_of_is_told_in_its_last_line() -> None:
    assert doctor._asked_outside("import no_such_module_at_all") == (
        "ModuleNotFoundError: No module named 'no_such_module_at_all'"
    )


def test_london_has_summer_time() -> None:
    assert doctor.check_time_zones().state == "ok"
