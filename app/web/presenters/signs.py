"""A sign and a word for every status, so that no meaning hangs on colour."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rules.language import N_


class Tone(StrEnum):
    """The colour a badge gets besides its sign and its word."""

    GOOD = "good"
    MAYBE = "maybe"
    BAD = "bad"
    OPEN = "open"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands in front of a thing that has a status; ``explained`` says in a sentence what the word means.

    Both are kept in English, and translated (by `_`) where they are said.
    """

    sign: str
    word: str
    tone: Tone
    explained: str


VERDICTS: Final = {
    "eligible": Badge(
        "✓", N_("No obstacle found"), Tone.GOOD, N_("Every condition that is encoded and decides was found to be met.")
    ),
    "eligible_on_condition": Badge(
        "◐", N_("Eligible on condition"), Tone.MAYBE, N_("It holds if something that is still pending comes true.")
    ),
    "ineligible": Badge("✕", N_("Not eligible"), Tone.BAD, N_("At least one condition that decides is not met.")),
    "undetermined": Badge(
        "?", N_("Open questions"), Tone.OPEN, N_("Nothing speaks against it so far, but a fact or a text is missing.")
    ),
    "out_of_scope": Badge("–", N_("Out of scope"), Tone.OFF, N_("This programme gives no grants to consortia.")),
}

CONDITIONS: Final = {
    "met": Badge("✓", N_("Met"), Tone.GOOD, N_("The facts satisfy the condition.")),
    "not_met": Badge("✕", N_("Not met"), Tone.BAD, N_("The facts contradict the condition.")),
    "conditional": Badge("◐", N_("Conditional"), Tone.MAYBE, N_("Met if something that is still pending comes true.")),
    "unknown": Badge("?", N_("Fact missing"), Tone.OPEN, N_("Nobody has stated the fact that decides.")),
    "needs_human": Badge("?", N_("For a person"), Tone.OPEN, N_("Only people can decide it.")),
    "not_applicable": Badge("–", N_("Does not apply"), Tone.OFF, N_("The condition does not concern this case.")),
}

TOPICS: Final = {
    "open": Badge("●", N_("Open"), Tone.GOOD, N_("Proposals can be submitted now.")),
    "forthcoming": Badge("○", N_("Forthcoming"), Tone.MAYBE, N_("Announced; it opens later.")),
    "closed": Badge("■", N_("Closed"), Tone.OFF, N_("The last deadline has passed.")),
}

FORMALISATIONS: Final = {
    "own": Badge("✓", N_("Legal entity"), Tone.GOOD, N_("An organisation of its own acts for the cluster.")),
    "hosted": Badge(
        "◐", N_("Run by a host"), Tone.MAYBE, N_("A host runs it, perhaps with others: together they count once.")
    ),
    "none": Badge(
        "✕", N_("No legal entity"), Tone.BAD, N_("A territory cannot take part; a body that represents it can.")
    ),
    "unknown": Badge(
        "?",
        N_("Legal entity not known"),
        Tone.OPEN,
        N_("Nobody has stated whether a legal entity acts for the cluster."),
    ),
}

CONFIDENCES: Final = {
    "verified": Badge("✓", N_("Verified"), Tone.GOOD, N_("A source that was read names it.")),
    "high": Badge("◐", N_("Unchecked"), Tone.MAYBE, N_("Compiled from general knowledge; no source was read.")),
    "medium": Badge("?", N_("May be outdated"), Tone.OPEN, N_("Name, seat or status may have changed.")),
}

RULE_CONFIDENCES: Final = {
    "sourced": Badge("✓", N_("Sourced"), Tone.GOOD, N_("Somebody read the primary text at that place.")),
    "secondary": Badge("◐", N_("Secondary"), Tone.MAYBE, N_("Taken from a copy, a summary or a repetition elsewhere.")),
    "recalled": Badge(
        "?", N_("Recalled"), Tone.OPEN, N_("From memory; nobody has checked it in the primary text yet.")
    ),
    "uncertain": Badge(
        "!", N_("Uncertain"), Tone.BAD, N_("Contradicted or unclear: where it decides, the answer stays open.")
    ),
}

ABSENT: Final = Badge("–", N_("Not in this call"), Tone.OFF, N_("The rule does not stand in this call."))

MEMBERSHIPS: Final = {
    "barred": Badge("✕", N_("Barred"), Tone.BAD, N_("A rule keeps the country out, whatever list it stands on.")),
    "in_force": Badge("✓", N_("In force"), Tone.GOOD, N_("The country belongs to the group on that day.")),
    "pending": Badge(
        "◐", N_("Pending"), Tone.MAYBE, N_("It counts if the agreement applies when the grant is signed.")
    ),
    "uncertain": Badge("?", N_("Uncertain"), Tone.OPEN, N_("The texts leave it open, or contradict each other.")),
    "announced": Badge("○", N_("From later on"), Tone.MAYBE, N_("It is settled, and begins after that day.")),
    "ended": Badge("■", N_("Ended"), Tone.OFF, N_("The country belonged to the group until an earlier day.")),
}

OPEN_QUESTION: Final = {"unknown", "needs_human"}
