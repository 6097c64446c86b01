"""Making figures: a count with its way within a tile."""

from models.board.query import Behind, Figure, TileKey


def figure(tile: TileKey, *way: str, count: int) -> Figure:
    """A count, and the way by which its list is found again."""
    return Figure(count, Behind(tile, way))
