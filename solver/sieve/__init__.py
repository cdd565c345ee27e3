"""Which of many organisations could take part in which of many calls, by the conditions on one organisation alone.

What is asked of each organisation is compiled to expressions over packed bitmaps, one bit an organisation; calls share
what they have in common. What counts over several members is no business of the sieve.
"""

from solver.sieve.passing import Passed, Sieve

__all__ = ["Passed", "Sieve"]
