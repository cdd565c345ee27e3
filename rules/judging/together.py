"""Several findings as one: all of them have to hold."""

from collections.abc import Sequence

from rules.context import Context
from rules.facts import Participant
from rules.judging.finding import Finding, asks_together, counting, ids_together
from rules.sentences import Text, questions_about
from rules.sentences.asking import THE_PROPOSAL
from rules.sentences.composed import together
from rules.truth import Truth


def all_of(parts: Sequence[Sequence[Finding]], participants: Sequence[Participant], context: Context) -> Finding:
    """One finding for the consortium: met where all are, not met where one is not; what does not apply is left out."""
    everything = [finding for found in parts for finding in found]
    findings = [finding for finding in everything if finding.applies]
    for_a_minimum = any(finding.for_a_minimum for finding in everything)
    those = counting(findings, for_a_minimum)
    truth = conjunction_of(findings)
    still_open = [finding for finding in findings if finding.truth is Truth.UNKNOWN]
    deciding = [finding for finding in findings if finding.truth is truth]

    def tell() -> Text:
        told = together([finding.text for finding in findings])
        lacks = together([finding.text for finding in deciding])
        return told._replace(
            found=lacks.found,
            missing="" if truth is Truth.TRUE else lacks.missing,
            is_clause=lacks.is_clause,
            change="" if truth is Truth.TRUE else lacks.change,
            question=_question(still_open, participants, context) if truth is Truth.UNKNOWN else None,
        )

    return Finding(
        truth,
        tell,
        counted=ids_together(finding.counted for finding in those),
        may_count=ids_together(finding.may_count for finding in those),
        witnesses=ids_together(finding.witnesses for finding in findings),
        asks=asks_together(still_open) if truth is Truth.UNKNOWN else (),
        applies=bool(findings),
        for_a_minimum=for_a_minimum,
        only_people_decide=bool(still_open) and all(finding.only_people_decide for finding in still_open),
    )


def conjunction_of(findings: Sequence[Finding]) -> Truth:
    """Kleene's and."""
    truths = {finding.truth for finding in findings}
    return Truth.FALSE if Truth.FALSE in truths else Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.TRUE


def _question(still_open: Sequence[Finding], participants: Sequence[Participant], context: Context) -> str | None:
    """All that is asked in words, where a part has words of its own; else the missing facts make the question."""
    if not any(finding.question for finding in still_open):
        return None
    labels = {participant.id: participant.organisation.label for participant in participants}
    own = [finding.question for finding in still_open if finding.question]
    asks = [
        (labels.get(who or "", THE_PROPOSAL), sorted(facts))
        for one in still_open
        if not one.question
        for who, facts in one.asks
    ]
    return " ".join(dict.fromkeys([*own, *filter(None, [questions_about(asks, context.words)])]))
