"""Policies as dated, immutable data: which one judges a day, what is refused, and when a used one was changed."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest

import resources
from models.errors import InputRefused, Refusal
from models.policy import (
    UNDATED,
    Policy,
    Touches,
    changed_since_used,
    last_day,
    policy_for,
    read_all,
    read_policies,
    read_policy,
    shipped,
)
from models.policy_file import PARTS, policy_from

ANNEX_A = resources.path("policy/2009-10-annex-a-1.toml")


def own(folder: Path, *changes: tuple[str, str], name: str = "own.toml") -> Path:
    """Annex A with these texts put in the place of others, each of which must be there."""
    text = ANNEX_A.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


RENAMED = ('id = "2009-10/AnnexA/1"', 'id = "2010-11/Own/1"')
FROM_2010 = ("effective_from = 2009-04-01", "effective_from = 2010-04-01")
REPLACING = ("approver =", 'replaces = "2009-10/AnnexA/1"\napprover =')


def refusals(path: Path) -> list[Refusal]:
    with pytest.raises(InputRefused) as refused:
        read_policy(path)
    return [detail for detail in refused.value.details if isinstance(detail, Refusal)]


# the shipped policies


def test_every_scheme_has_a_shipped_policy_also_for_sheets_without_a_date() -> None:
    assert [policy.id for policy in shipped()] == ["2009-10/AnnexA/1", "2012/CMS/1"]
    for scheme, wanted in UNDATED.items():
        found = policy_for(shipped(), scheme, None)
        assert found is not None
        assert (found.id, scheme in found.schemes) == (wanted, True)


@pytest.mark.parametrize(
    ("scheme", "day", "wanted"),
    [
        ("CS2", date(2009, 3, 31), None),
        ("CS2", date(2009, 4, 1), "2009-10/AnnexA/1"),
        ("CSCS", date(2015, 1, 1), "2009-10/AnnexA/1"),
        ("CMS", date(2012, 12, 9), None),
        ("CMS", date(2012, 12, 10), "2012/CMS/1"),
        (None, date(2010, 1, 1), None),
        (None, None, None),
    ],
)
def test_the_decision_date_picks_the_policy(scheme: str | None, day: date | None, wanted: str | None) -> None:
    found = policy_for(shipped(), scheme, day)
    assert (None if found is None else found.id) == wanted


def test_annex_a_is_quoted_to_the_letter() -> None:
    source = Path(__file__).parents[1] / "expected" / "annex-a.txt"
    letter = " ".join(source.read_text(encoding="utf-8").split())
    policy = read_policy(ANNEX_A)
    for paragraph in policy.paragraphs:
        for line in paragraph.text.split("\n- "):
            assert " ".join(line.split()) in letter


@pytest.mark.parametrize("policy", shipped(), ids=lambda policy: policy.id)
def test_every_part_of_the_ladder_has_a_paragraph_behind_it(policy: Policy) -> None:
    without = {"3"} if policy.id == "2012/CMS/1" else set()
    assert {part for part in PARTS if not policy.paragraphs_behind(part)} == without


def test_the_rivals_come_in_the_order_of_the_contract() -> None:
    annex_a, cms = shipped()
    assert [rival.id for rival in annex_a.rivals] == [
        "105_INSTALMENTS",
        "EXCLUSIVE_30",
        "CSCS_33_OF_MAINTENANCE",
        "ONLY_FLOOR_IS_RUNG2",
        "FLOOR_NOT_BINDING",
        "LO_ON_RESIDUAL",
        "NEAR_CAP",
    ]
    assert [rival.id for rival in cms.rivals] == ["105_INSTALMENTS", "LO_ON_RESIDUAL", "NEAR_CAP"]
    assert all(rival.words for policy in shipped() for rival in policy.rivals)


def test_what_a_rival_touches_is_told_by_what_it_changes() -> None:
    touched = {rival.id: rival.touches for rival in shipped()[0].rival_readings["CSCS"]}
    assert touched == {
        "105_INSTALMENTS": Touches.MORE,
        "EXCLUSIVE_30": Touches.FLOOR,
        "CSCS_33_OF_MAINTENANCE": Touches.FLOOR,
        "ONLY_FLOOR_IS_RUNG2": Touches.FLOOR,
        "FLOOR_NOT_BINDING": Touches.FLOOR,
        "LO_ON_RESIDUAL": Touches.ORDER,
        "NEAR_CAP": Touches.CAP_TOLERANCE,
    }


def test_a_rival_that_reads_nothing_otherwise_for_a_scheme_is_none_there() -> None:
    assert "CSCS_33_OF_MAINTENANCE" not in [rival.id for rival in shipped()[0].rival_readings["CS2"]]


def test_a_policy_cannot_be_changed_in_the_program() -> None:
    policy = shipped()[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        policy.settings.cap_pct = 5_000  # type: ignore[misc]
    with pytest.raises(TypeError):
        policy.settings.horizon["W"] = 105  # type: ignore[index]


def test_a_rival_is_found_by_its_id() -> None:
    assert shipped()[0].rival("NEAR_CAP").settings.cap_tolerance_pence == 100
    with pytest.raises(KeyError):
        shipped()[0].rival("NOBODY")


# a department's own


def test_an_own_policy_that_replaces_ends_the_older_the_day_before(tmp_path: Path) -> None:
    own(tmp_path, RENAMED, FROM_2010, REPLACING)
    policies = read_policies([tmp_path])
    annex_a = policies[0]
    assert last_day(annex_a, policies) == date(2010, 3, 31)
    before, after = (policy_for(policies, "CS2", day) for day in (date(2010, 3, 31), date(2010, 4, 1)))
    assert (before.id, after.id) == ("2009-10/AnnexA/1", "2010-11/Own/1")


def test_two_policies_for_one_scheme_on_one_day_are_refused(tmp_path: Path) -> None:
    own(tmp_path, RENAMED, FROM_2010)
    with pytest.raises(InputRefused) as refused:
        read_policies([tmp_path])
    refusal = refused.value.details[0]
    assert (refusal.file, refusal.line, refusal.column, refusal.value) == (
        "own.toml",
        11,
        "effective_from",
        "2010-04-01",
    )
    assert "in force for CSCS, CS2 from 2010-04-01" in refusal.reason


def test_policies_that_follow_each_other_stand_side_by_side(tmp_path: Path) -> None:
    first = ("effective_from = 2009-04-01", "effective_from = 2008-04-01\neffective_to = 2009-03-31")
    own(tmp_path, RENAMED, first)
    assert read_policies([tmp_path])[0].id == "2010-11/Own/1"
    own(tmp_path, RENAMED, (first[0], first[1].replace("2009-03-31", "2009-04-01")))
    with pytest.raises(InputRefused):
        read_policies([tmp_path])


def test_an_end_is_the_last_day_a_policy_holds(tmp_path: Path) -> None:
    bounded = ("effective_from = 2009-04-01", "effective_from = 2008-04-01\neffective_to = 2008-05-01")
    policies = read_policies([own(tmp_path, RENAMED, bounded).parent])
    assert policy_for(policies, "CS2", date(2008, 5, 1)).id == "2010-11/Own/1"
    assert policy_for(policies, "CS2", date(2008, 5, 2)) is None


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    own(
        tmp_path, ('schemes = ["CSCS", "CS2"]', 'schemes = ["CSCS"]'), ("[settings.floor.CS2]", "[settings.floor.CSCS]")
    )
    refused = refusals(tmp_path / "own.toml")
    assert refused
    own(tmp_path)
    assert [refusal.column for refusal in read_all([tmp_path])[1]] == ["id"]


def test_replacing_a_stranger_is_refused(tmp_path: Path) -> None:
    own(tmp_path, RENAMED, FROM_2010, ("approver =", 'replaces = "nobody/1"\napprover ='))
    assert [refusal.column for refusal in read_all([tmp_path])[1]] == ["replaces", "effective_from"]


def test_a_faulty_file_is_left_out_and_told_while_the_rest_is_read(tmp_path: Path) -> None:
    own(tmp_path, ('cap_pct = "40"', "cap_pct = 40"))
    policies, refused = read_all([tmp_path, tmp_path / "is not there"])
    assert policies == shipped()
    assert [str(refusal) for refusal in refused] == [
        'own.toml:17: settings.cap_pct: 40: must be text, like "40" or "33.5"'
    ]
    with pytest.raises(InputRefused, match="nothing was judged"):
        read_policies([tmp_path])


# fingerprints


def test_the_fingerprint_is_of_the_content_and_not_of_the_layout(tmp_path: Path) -> None:
    policy = read_policy(ANNEX_A)
    head, settings, rest = ANNEX_A.read_text(encoding="utf-8").partition("[settings]\n")
    turned = "\n".join(reversed(head.splitlines()))
    path = tmp_path / "turned.toml"
    path.write_text(f"{turned}\n{settings}{rest}", encoding="utf-8")
    assert read_policy(path).sha256 == policy.sha256
    changed = read_policy(own(tmp_path, ('lo_threshold = "1000.00"', 'lo_threshold = "1000.01"')))
    assert changed.sha256 != policy.sha256


def test_a_used_policy_that_says_otherwise_now_is_told(tmp_path: Path) -> None:
    used = {policy.id: policy.sha256 for policy in shipped()}
    assert changed_since_used(shipped(), used) == []
    assert changed_since_used(shipped(), {}) == []
    changed = read_policy(own(tmp_path, ('lo_threshold = "1000.00"', 'lo_threshold = "500.00"')))
    (refusal,) = changed_since_used([changed], used)
    assert (refusal.file, refusal.column, refusal.value) == ("own.toml", "id", "2009-10/AnnexA/1")
    assert "cannot be changed" in refusal.reason


def test_a_policy_comes_back_from_its_plain_values() -> None:
    for policy in shipped():
        again = policy_from(policy.values, policy.id)
        assert again == policy
        assert (again.sha256, again.origin) == (policy.sha256, None)


# faults of a file


FAULTS = [
    (('schema = "steercheck.policy/1"', 'schema = "other/1"'), "schema", "other/1"),
    (('id = "2009-10/AnnexA/1"', 'id = "no version"'), "id", "no version"),
    (('id = "2009-10/AnnexA/1"', "id = 7"), "id", "7"),
    (('title = "Debt steer 2009/10, Annex A"', 'title = " "'), "title", " "),
    (('schemes = ["CSCS", "CS2"]', 'schemes = ["CS2", "CSX", "CSCS"]'), "schemes", "CSX"),
    (('schemes = ["CSCS", "CS2"]', 'schemes = ["CS2", "CS2", "CSCS"]'), "schemes", "['CS2', 'CS2', 'CSCS']"),
    (("effective_from = 2009-04-01", 'effective_from = "2009-04-01"'), "effective_from", "2009-04-01"),
    (
        ("effective_from = 2009-04-01", "effective_from = 2009-04-01\neffective_to = 2009-03-31"),
        "effective_to",
        "2009-03-31",
    ),
    (("approver =", 'replaces = "2009-10/AnnexA/1"\napprover ='), "replaces", "2009-10/AnnexA/1"),
    (('author = "Steercheck"\n', ""), "author", None),
    (("approver =", "colour = 3\napprover ="), "colour", "3"),
    (("W = 104", "W = 0"), "settings.horizon_instalments.W", "0"),
    (("W = 104", "W = true"), "settings.horizon_instalments.W", "True"),
    (("W = 104, ", ""), "settings.horizon_instalments.W", None),
    (('cap_pct = "40"', 'cap_pct = "140"'), "settings.cap_pct", "140"),
    (('cap_pct = "40"', 'cap_pct = "40.123"'), "settings.cap_pct", "40.123"),
    (('cap_pct = "40"', 'cap_pct = "41"'), "settings.assurance_trigger_pct", "40"),
    (('rung2_rate = "AT_LEAST"', 'rung2_rate = "ABOUT"'), "settings.rung2_rate", "ABOUT"),
    (("floor_binds = true", 'floor_binds = "yes"'), "settings.floor_binds", "yes"),
    (('lo_threshold = "1000.00"', 'lo_threshold = "1000"'), "settings.lo_threshold", "1000"),
    (('lo_threshold = "1000.00"', 'lo_threshold = "-5.00"'), "settings.lo_threshold", "-5.00"),
    (("floor_tolerance", "floor_slack"), "settings.floor_slack", "0.00"),
    (("[settings.floor.CS2]", "[settings.floor.CMS]"), "settings.floor.CMS", None),
    (('basis = "NET_INCOME"', 'basis = "GROSS"'), "settings.floor.CS2.basis", "GROSS"),
    (('id = "EXCLUSIVE_30"', 'id = "105_INSTALMENTS"'), "rival[2].id", "105_INSTALMENTS"),
    (('id = "EXCLUSIVE_30"', 'id = "exclusive"'), "rival[2].id", "exclusive"),
    (('contribution_basis = "EXCLUSIVE"', ""), "rival[2].settings", None),
    (
        ('contribution_basis = "EXCLUSIVE"', 'contribution_basis = "NONE"'),
        "rival[2].settings.contribution_basis",
        "NONE",
    ),
    (('contribution_basis = "EXCLUSIVE"', "floor = 3"), "rival[2].settings.floor", "3"),
    (("[rival.settings.floor.CSCS]", "[rival.settings.floor.CSX]"), "rival[3].settings.floor.CSX", None),
    (('behind = ["1"]', 'behind = ["4"]'), "paragraph[1].behind", "['4']"),
    (('behind = ["1"]', ""), "paragraph[1].behind", None),
]


@pytest.mark.parametrize(("change", "key", "value"), FAULTS, ids=[f"{key}-{value}" for _, key, value in FAULTS])
def test_a_fault_is_named_by_key_line_and_value(
    tmp_path: Path, change: tuple[str, str], key: str, value: str | None
) -> None:
    path = own(tmp_path, change)
    found = [(refusal.column, refusal.value) for refusal in refusals(path)]
    assert (key, value) in found
    lines = path.read_text(encoding="utf-8").splitlines()
    for refusal in refusals(path):
        assert refusal.file == "own.toml"
        assert refusal.reason
        if refusal.value is not None and refusal.line is not None:
            assert refusal.value.split("'")[-1].strip("[]").lower() in lines[refusal.line - 1].lower()


def test_a_fault_of_the_main_reading_is_told_once_and_not_for_each_rival(tmp_path: Path) -> None:
    assert len(refusals(own(tmp_path, ('lo_basis = "OUTSTANDING"', 'lo_basis = "X"')))) == 1


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = own(tmp_path, ('cap_pct = "40"', 'cap_pct = "x"'), ("floor_binds = true", "floor_binds = 1"))
    assert {refusal.column for refusal in refusals(path)} == {"settings.cap_pct", "settings.floor_binds"}


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"id = \n", 1, "not TOML"),
        (b"a = 1\nb ==\n", 2, "not TOML"),
        ("title = 'Käse'".encode("latin-1"), None, "not text in UTF-8"),
        (b"", None, "is missing"),
    ],
)
def test_what_is_no_policy_file_is_refused_with_its_place(
    tmp_path: Path, content: bytes, line: int | None, reason: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    first = refusals(path)[0]
    assert (first.file, first.line) == ("own.toml", line)
    assert reason in first.reason


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (refusal,) = refusals(tmp_path / "own.toml")
    assert "cannot be read" in refusal.reason


@pytest.mark.parametrize(("key", "written"), [("rival", 3), ("paragraph", [1])])
def test_a_list_of_tables_must_be_one(key: str, written: object) -> None:
    values = {**shipped()[0].values, key: written}
    with pytest.raises(InputRefused) as refused:
        policy_from(values, "plain")
    assert refused.value.details[0].column == key


def test_a_department_may_read_annex_a_another_way(tmp_path: Path) -> None:
    """A reading of its own is data: the rival becomes the rule, and the old rule a rival."""
    changes = [RENAMED, FROM_2010, REPLACING, ('contribution_basis = "INCLUSIVE"', 'contribution_basis = "EXCLUSIVE"')]
    policy = read_policy(own(tmp_path, *changes, ('words = "The minimum', 'words = "(now the rule) The minimum')))
    assert policy.settings.exclusive
    assert "EXCLUSIVE_30" not in [rival.id for rival in policy.rival_readings["CS2"]]
