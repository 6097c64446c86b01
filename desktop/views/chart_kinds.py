"""Which drawing a chart has: each is imported when the first of its kind is drawn."""

from desktop.tables.chart import Bars, Chart, Nothing, Pareto, Rates, Stack, Tile, Trend
from desktop.views.chart_drawing import Drawing
from desktop.views.chart_look import ChartLook


def drawing_of(chart: Chart, look: ChartLook) -> Drawing:
    """The drawing of this chart in this look."""
    match chart:
        case Rates():
            from desktop.views.chart_rates import RatesDrawing

            return RatesDrawing(look, chart)
        case Trend():
            from desktop.views.chart_trend import TrendDrawing

            return TrendDrawing(look, chart)
        case Bars():
            from desktop.views.chart_bars import BarsDrawing

            return BarsDrawing(look, chart)
        case Pareto():
            from desktop.views.chart_pareto import ParetoDrawing

            return ParetoDrawing(look, chart)
        case Stack():
            from desktop.views.chart_stack import StackDrawing

            return StackDrawing(look, chart)
        case Nothing():
            from desktop.views.chart_table import NothingDrawing

            return NothingDrawing(look, chart)


def table_of_tile(tile: Tile, look: ChartLook) -> Drawing:
    """The same figures as a table."""
    from desktop.views.chart_table import NothingDrawing, TableDrawing

    if isinstance(tile.chart, Nothing) and not tile.figures.rows:
        return NothingDrawing(look, tile.chart)
    return TableDrawing(look, tile.figures, tile.parts)
