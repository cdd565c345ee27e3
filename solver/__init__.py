"""Consortia that are proven valid and proven best, from a call's conditions and a pool of organisations."""

from solver.instance import Candidate, Goal, Instance, Size, Weights, Wishes
from solver.proposing import propose
from solver.solution import Solution

__all__ = ["Candidate", "Goal", "Instance", "Size", "Solution", "Weights", "Wishes", "propose"]
