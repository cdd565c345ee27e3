"""A sign and a word for every status, so that no meaning hangs on colour."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Tone(StrEnum):
    """The colour a badge gets besides its sign and its word."""

    GOOD = "good"
    MAYBE = "maybe"
    BAD = "bad"
    OPEN = "open"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands in front of a thing that has a status; ``explained`` says in a sentence what the word means."""

    sign: str
    word: str
    tone: Tone
    explained: str


VERDICTS: Final = {
    "eligible": Badge(
        "✓", "No obstacle found", Tone.GOOD, "Every condition that is encoded and decides was found to be met."
    ),
    "eligible_on_condition": Badge(
        "◐", "Eligible on condition", Tone.MAYBE, "It holds if something that is still pending comes true."
    ),
    "ineligible": Badge("✕", "Not eligible", Tone.BAD, "At least one condition that decides is not met."),
    "undetermined": Badge(
        "?", "Open questions", Tone.OPEN, "Nothing speaks against it so far, but a fact or a text is missing."
    ),
    "out_of_scope": Badge(
        "–", "Out of scope", Tone.OFF, "This programme gives no grants to consortia."
    ),
}  # fmt: skip

CONDITIONS: Final = {
    "met": Badge("✓", "Met", Tone.GOOD, "The facts satisfy the condition."),
    "not_met": Badge("✕", "Not met", Tone.BAD, "The facts contradict the condition."),
    "conditional": Badge("◐", "Conditional", Tone.MAYBE, "Met if something that is still pending comes true."),
    "unknown": Badge("?", "Fact missing", Tone.OPEN, "Nobody has stated the fact that decides."),
    "needs_human": Badge("?", "For a person", Tone.OPEN, "Only people can decide it."),
    "not_applicable": Badge("–", "Does not apply", Tone.OFF, "The condition does not concern this case."),
}

TOPICS: Final = {
    "open": Badge("●", "Open", Tone.GOOD, "Proposals can be submitted now."),
    "forthcoming": Badge("○", "Forthcoming", Tone.MAYBE, "Announced; it opens later."),
    "closed": Badge("■", "Closed", Tone.OFF, "The last deadline has passed."),
}

FORMALISATIONS: Final = {
    "own": Badge("✓", "Legal entity", Tone.GOOD, "An organisation of its own acts for the cluster."),
    "hosted": Badge("◐", "Run by a host", Tone.MAYBE, "A host runs it, perhaps with others: together they count once."),
    "none": Badge("✕", "No legal entity", Tone.BAD, "A territory cannot take part; a body that represents it can."),
    "unknown": Badge(
        "?", "Legal entity not known", Tone.OPEN, "Nobody has stated whether a legal entity acts for the cluster."
    ),
}

CONFIDENCES: Final = {
    "verified": Badge("✓", "Verified", Tone.GOOD, "A source that was read names it."),
    "high": Badge("◐", "Unchecked", Tone.MAYBE, "Compiled from general knowledge; no source was read."),
    "medium": Badge("?", "May be outdated", Tone.OPEN, "Name, seat or status may have changed."),
}

RULE_CONFIDENCES: Final = {
    "sourced": Badge("✓", "Sourced", Tone.GOOD, "Somebody read the primary text at that place."),
    "secondary": Badge("◐", "Secondary", Tone.MAYBE, "Taken from a copy, a summary or a repetition elsewhere."),
    "recalled": Badge("?", "Recalled", Tone.OPEN, "From memory; nobody has checked it in the primary text yet."),
    "uncertain": Badge("!", "Uncertain", Tone.BAD, "Contradicted or unclear: where it decides, the answer stays open."),
}

ABSENT: Final = Badge("–", "Not in this call", Tone.OFF, "The rule does not stand in this call.")

MEMBERSHIPS: Final = {
    "barred": Badge("✕", "Barred", Tone.BAD, "A rule keeps the country out, whatever list it stands on."),
    "in_force": Badge("✓", "In force", Tone.GOOD, "The country belongs to the group on that day."),
    "pending": Badge("◐", "Pending", Tone.MAYBE, "It counts if the agreement applies when the grant is signed."),
    "uncertain": Badge("?", "Uncertain", Tone.OPEN, "The texts leave it open, or contradict each other."),
    "announced": Badge("○", "From later on", Tone.MAYBE, "It is settled, and begins after that day."),
    "ended": Badge("■", "Ended", Tone.OFF, "The country belonged to the group until an earlier day."),
}

OPEN_QUESTION: Final = {"unknown", "needs_human"}
