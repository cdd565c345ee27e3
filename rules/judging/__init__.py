"""The first reading of a condition: is it met? One module for each kind."""

from rules.judging.dispatch import judge_requirement
from rules.judging.finding import Finding

__all__ = ["Finding", "judge_requirement"]
