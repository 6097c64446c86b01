"""The set-up's own decisions, with the machine's commands replaced by small scripts that note what was asked of them.

What the real commands do is shown by `make fresh`, which sets the project up from nothing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parent.parent / "packaging"
LISTED = (PACKAGING / "system_libraries.sh").read_text(encoding="utf-8").split('needed="')[1].split('"')[0].split()

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the set-up is for Debian")

APT = """#!/bin/sh
echo "$*" >>"$MACHINE/asked"
case " $* " in *" update "*) touch "$MACHINE/lists"; exit 0 ;; esac
[ -e "$MACHINE/lists" ] || exit 100
for word; do [ "$word" = "${UNKNOWN:-none}" ] && exit 100; done
for word; do
    case $word in lib*|fonts*|g++|xvfb|xdotool|pulse*) echo "installed $word " >>"$MACHINE/installed" ;; esac
done
"""


class Machine:
    """A Debian machine in a folder: what is installed, who is working, and what apt-get was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.commands = folder / "bin"
        self.commands.mkdir()
        for name in ("sh", "sed", "tr", "grep", "env", "cat", "touch"):
            (self.commands / name).symlink_to(shutil.which(name) or name)
        self.installed(*LISTED)
        self.lists_are_fresh()
        self.command("dpkg-query", '#!/bin/sh\ncat "$MACHINE/installed"\n')
        self.command("apt-get", APT)
        self.command("id", "#!/bin/sh\necho 0\n")

    def command(self, name: str, text: str) -> None:
        (self.commands / name).write_text(text)
        (self.commands / name).chmod(0o755)

    def installed(self, *packages: str) -> None:
        (self.folder / "installed").write_text("".join(f"installed {package} \n" for package in packages))

    def without(self, *packages: str) -> None:
        self.installed(*(package for package in LISTED if package not in packages))

    def lists_are_fresh(self, fresh: bool = True) -> None:
        (self.folder / "lists").touch() if fresh else (self.folder / "lists").unlink()

    def asked(self) -> list[list[str]]:
        """The words of each call of apt-get, options left out."""
        noted = self.folder / "asked"
        lines = noted.read_text().splitlines() if noted.exists() else []
        return [[word for word in line.split() if not word.startswith("-") and "::" not in word] for line in lines]

    def run(self, script: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        surroundings = {"PATH": str(self.commands), "MACHINE": str(self.folder), **variables}
        return subprocess.run(
            [str(PACKAGING / script), *arguments],
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_nothing_is_installed_when_nothing_is_missing(machine: Machine) -> None:
    done = machine.run("system_libraries.sh")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.asked() == []


def test_only_what_is_missing_is_installed(machine: Machine) -> None:
    machine.without("libegl1", "libpulse0")
    done = machine.run("system_libraries.sh")
    assert done.returncode == 0, done.stderr
    assert machine.asked() == [["install", "libegl1", "libpulse0"]]


def test_the_tests_bring_a_display_and_a_sound_server_in_memory(machine: Machine) -> None:
    assert machine.run("system_libraries.sh", "--for-tests").returncode == 0
    assert machine.asked() == [["install", "xvfb", "xdotool", "pulseaudio", "pulseaudio-utils"]]


def test_a_desktop_that_sounds_by_pipewire_keeps_it(machine: Machine) -> None:
    machine.command("pipewire", "#!/bin/sh\n")
    machine.run("system_libraries.sh", "--for-tests")
    assert machine.asked() == [["install", "xvfb", "xdotool"]]


def test_a_sound_server_that_cannot_be_had_is_named_and_no_failure(machine: Machine) -> None:
    done = machine.run("system_libraries.sh", "--for-tests", UNKNOWN="pulseaudio")
    assert done.returncode == 0
    assert "could not be installed: pulseaudio \n" in done.stderr
    assert "xvfb" in (machine.folder / "installed").read_text()


def test_without_root_a_missing_sound_server_is_named_and_no_failure(machine: Machine) -> None:
    machine.installed(*LISTED, "xvfb", "xdotool")
    machine.command("id", "#!/bin/sh\necho 1000\n")
    done = machine.run("system_libraries.sh", "--for-tests")
    assert done.returncode == 0
    assert "apt-get install --no-install-recommends pulseaudio pulseaudio-utils" in done.stderr


def test_a_package_under_a_new_name_that_provides_the_old_one_counts(machine: Machine) -> None:
    others = [package for package in LISTED if package != "libglib2.0-0"]
    machine.installed(*others, "libglib2.0-0t64 libglib2.0-0 (= 2.84.4-3), other")
    assert machine.run("system_libraries.sh").returncode == 0
    assert machine.asked() == []


def test_a_removed_package_counts_as_missing(machine: Machine) -> None:
    machine.without("libegl1")
    with (machine.folder / "installed").open("a") as listing:
        listing.write("config-files libegl1 \n")
    machine.run("system_libraries.sh")
    assert machine.asked() == [["install", "libegl1"]]


def test_package_lists_are_fetched_only_when_the_first_try_fails(machine: Machine) -> None:
    machine.without("libegl1")
    machine.lists_are_fresh(False)
    assert machine.run("system_libraries.sh").returncode == 0
    assert machine.asked() == [["install", "libegl1"], ["update"], ["install", "libegl1"]]


def test_one_unknown_package_does_not_keep_the_others_out(machine: Machine) -> None:
    machine.without("libegl1", "libpulse0")
    done = machine.run("system_libraries.sh", UNKNOWN="libegl1")
    assert done.returncode == 1
    assert "could not be installed: libegl1 \n" in done.stderr
    assert "libpulse0" in (machine.folder / "installed").read_text()


def test_without_root_the_command_a_person_has_to_type_is_named(machine: Machine) -> None:
    machine.without("libxcb-cursor0")
    machine.command("id", "#!/bin/sh\necho 1000\n")
    machine.command("sudo", "#!/bin/sh\nexit 1\n")
    done = machine.run("system_libraries.sh")
    assert done.returncode == 1
    assert "sudo apt-get update && sudo apt-get install --no-install-recommends libxcb-cursor0" in done.stderr
    assert machine.asked() == []


def test_sudo_without_a_password_is_used(machine: Machine) -> None:
    machine.without("libxcb-cursor0")
    machine.command("id", "#!/bin/sh\necho 1000\n")
    machine.command("sudo", '#!/bin/sh\n[ "$1" = -n ] && shift && exec "$@"\n')
    machine.command("true", "#!/bin/sh\n")
    assert machine.run("system_libraries.sh").returncode == 0
    assert machine.asked() == [["install", "libxcb-cursor0"]]


def test_another_system_is_left_alone(machine: Machine) -> None:
    (machine.commands / "dpkg-query").unlink()
    done = machine.run("system_libraries.sh")
    assert done.returncode == 0
    assert "steercheck doctor" in done.stdout
    assert machine.asked() == []


def fake_python(machine: Machine, name: str, *, fits: bool) -> None:
    machine.command(name, f"#!/bin/sh\nexit {0 if fits else 1}\n")


def test_the_plain_python3_is_taken_when_it_fits(machine: Machine) -> None:
    fake_python(machine, "python3", fits=True)
    fake_python(machine, "python3.13", fits=True)
    assert machine.run("choose_python.sh").stdout.strip() == str(machine.commands / "python3")


def test_a_python3_outside_the_range_is_passed_over(machine: Machine) -> None:
    fake_python(machine, "python3", fits=False)
    fake_python(machine, "python3.12", fits=True)
    assert machine.run("choose_python.sh").stdout.strip() == str(machine.commands / "python3.12")


def test_a_python_asked_for_that_does_not_fit_is_refused_by_name(machine: Machine) -> None:
    fake_python(machine, "python3", fits=True)
    done = machine.run("choose_python.sh", "python3.9")
    assert (done.returncode, done.stdout) == (1, "")
    assert "PYTHON=python3.9 is not a Python from 3.11 up to 3.13" in done.stderr


def test_this_python_is_one_that_fits(machine: Machine) -> None:
    done = machine.run("choose_python.sh", sys.executable, PATH=os.environ["PATH"])
    assert done.stdout.strip() == sys.executable
