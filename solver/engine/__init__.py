"""From a model to seats that are proven best."""

from solver.engine.descending import maximise
from solver.engine.outcome import Outcome
from solver.engine.restricting import whole
from solver.engine.series import Series

__all__ = ["Outcome", "Series", "maximise", "whole"]
