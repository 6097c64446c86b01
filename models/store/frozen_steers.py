"""Reading back what a review keeps of its steer (`models.frozen_steer`), for the ladder panel and the exports."""

from models.database import Database
from models.errors import UnknownId
from models.frozen_steer import FrozenSteer
from models.review import Review


def steer_of(database: Database, review_id: str) -> FrozenSteer | None:
    """What was frozen with a review; None for a draft, and for one signed without a steer. Raises UnknownId."""
    with database.session() as session:
        review = session.get(Review, review_id)
        if review is None:
            raise UnknownId("review", review_id)
        return FrozenSteer.of_result(review.result)
