"""Optimal values that are known, by number of organisations, size of the topic and seed of both.

Of 1,500 and 10,000 organisations HiGHS comes to the same on the whole matrix; of 100,000 the bound alone proves them.
"""

from collections.abc import Mapping

from benchmarks.pools.topics import SizeOfTopic

KNOWN: Mapping[tuple[int, SizeOfTopic, int], int] = {
    (1_500, "S", 0): 2734,
    (1_500, "S", 1): 2882,
    (1_500, "S", 2): 2928,
    (1_500, "S", 3): 2604,
    (1_500, "M", 0): 4491,
    (1_500, "M", 1): 4203,
    (1_500, "M", 2): 4730,
    (1_500, "M", 3): 4697,
    (1_500, "L", 0): 5989,
    (1_500, "L", 1): 5648,
    (1_500, "L", 2): 6319,
    (1_500, "L", 3): 6429,
    (10_000, "M", 0): 4767,
    (10_000, "M", 1): 5134,
    (100_000, "S", 0): 3689,
    (100_000, "M", 0): 6033,
    (100_000, "L", 0): 8417,
}
