"""The shipped profile of a recorder takes files in its form (the lists' ones: test_list_file)."""

from collections.abc import Callable

from models.intake.profile_folders import find_profile
from models.recording import Recording


def test_two_headerless_files_are_the_legs_of_one_call(taken: Callable, calls, held) -> None:
    folder = calls(
        {
            "20090914-103140_CW012_VR-88102_agent.ul": b"sound of the caseworker",
            "20090914-103140_CW012_VR-88102_customer.ul": b"sound of the other",
        }
    )
    report = taken(recordings=folder, profile=find_profile("raw-mulaw-legs"))
    assert report.refusals == []
    (call,) = held(Recording)
    assert (call.recording_id, call.caseworker_id, call.caseworker_channel) == ("VR-88102", "CW012", 0)
    assert call.started_at.isoformat() == "2009-09-14T09:31:40+00:00"
    assert call.path.endswith("_agent.ul")
    assert call.second_path.endswith("_customer.ul")
    assert call.reading == {"raw": {"codec": "mulaw", "rate_hz": 8000, "channels": 1}}
