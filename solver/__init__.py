"""Consortia that are proven valid and proven best, from a call's conditions and a pool of organisations."""

from solver.instance import Candidate, Goal, History, Instance, Size, Tie, Weights, Wishes
from solver.proposing import propose
from solver.solution import Solution

__all__ = ["Candidate", "Goal", "History", "Instance", "Size", "Solution", "Tie", "Weights", "Wishes", "propose"]
