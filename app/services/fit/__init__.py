"""How well a topic suits an organisation, 0 to 100, with reasons. It ranks, and never decides who may take part.

`phrases` finds words in texts, `vocabulary` hears what they speak of, `subjects` what a topic speaks of and where,
`scoring` gives the points; `docs/fit.md` has the formula.
"""

from app.services.fit.scoring import (
    COMPETENCE_LEVEL,
    FULL,
    OTHER_ECOSYSTEM,
    POINTS,
    Fit,
    Suited,
    ecosystems_of,
    fit,
)
from app.services.fit.subjects import Spoken, Subject, spoken_of, subject_of

__all__ = [
    "COMPETENCE_LEVEL",
    "FULL",
    "OTHER_ECOSYSTEM",
    "POINTS",
    "Fit",
    "Spoken",
    "Subject",
    "Suited",
    "ecosystems_of",
    "fit",
    "spoken_of",
    "subject_of",
]
