"""A call that is checked blind, in words: what is hidden until signing, and why."""

SHORT = "Blind"
WORDS = "Blind: the steer, cues and earlier marks show once you have signed."
STEER = "Mark what you hear and what the sheet says: the steer shows once you have signed."
LISTED = "The call was drawn to be checked blind: what the steer says shows once the check is signed."
NO_CUES = "Blind: cues show once you have signed."
NO_CLASS = "The KPI class shows once you have signed: the steer decides it, too."
NOT_COMPARED = "Worked out by the steer, which shows once you have signed."


def why_blind(sample_id: str) -> str:
    """Why the desk shows less for a call of this sample."""
    return (
        f"The call was drawn for {sample_id}, which is checked blind, so that the marks rest on the call and the sheet "
        "alone. Everybody who opens it sees it so until it is signed; the steer is frozen with the signature as ever."
    )
