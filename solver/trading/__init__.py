"""What one more of this costs of that: the consortia between two measures that no other one beats in both."""

from solver.trading.answer import Point, Step, TradeOffs
from solver.trading.measures import Measure, Measures, MostPoints, Question
from solver.trading.weighing_up import trade_offs

__all__ = ["Measure", "Measures", "MostPoints", "Point", "Question", "Step", "TradeOffs", "trade_offs"]
