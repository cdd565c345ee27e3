"""The sheets that are read: what it is about, who takes part and why, and each verdict with its conditions."""

from collections.abc import Iterator
from typing import Final

from app.exports import words
from app.exports.dossier import Dossier, Seat, Team
from app.exports.workbook.book import HEAD, MONEY, NUMBER, TEXT, TITLE, Book, Value
from app.services.proposals.answers import ProposalAnswer
from rules.conditions import Source
from rules.verdict import Judged

ABOUT: Final = "About"
MATRIX: Final = "Partner matrix"

MATRIX_HEAD: Final = (
    "Proposal", "Organisation", "Id", "Country", "Role", "Serves", "EU contribution (EUR)", "Total cost (EUR)",
    "Because", "May take part", "Counts", "Funded", "Rate",
)  # fmt: skip
VERDICT_HEAD: Final = (
    "Status", "Condition", "About", "Needed", "Found", "Missing", "Question", "Weight", "Document", "Place",
    "Address", "Quote", "Checked on", "How sure", "Id",
)  # fmt: skip


def name_of(team: Team, dossier: Dossier) -> str:
    """What the sheet of a verdict is called."""
    return f"Verdict {team.number}" if dossier.is_proposal else "Verdict"


def write_about(book: Book, dossier: Dossier) -> None:
    """The call, the answer in short, and what it does not promise."""
    sheet = book.sheet(ABOUT, (24, 110))
    sheet.put(0, 0, dossier.subject.title or dossier.subject.identifier, TITLE)
    for row, (name, value) in enumerate(_lines(dossier), start=2):
        sheet.put(row, 0, name, HEAD)
        sheet.put(row, 1, value, TEXT)


def _lines(dossier: Dossier) -> Iterator[tuple[str, Value]]:
    subject = dossier.subject
    yield "Call", subject.identifier
    yield "Programme", ", ".join(filter(None, (subject.programme, subject.type_of_action)))
    yield from (("Deadline", words.deadline(due)) for due in subject.deadlines)
    if subject.deadline_on:
        yield "Deadline", words.day(subject.deadline_on)
    yield "Page of the call", subject.url
    if isinstance(dossier.answer, ProposalAnswer):
        yield "Answer", words.ANSWERS[dossier.answer.status]
    for team in dossier.teams:
        yield name_of(team, dossier), f"{words.VERDICTS[team.verdict.status]}. {team.verdict.summary}"
    if isinstance(dossier.answer, ProposalAnswer):
        yield from (("In conflict", one.message) for one in dossier.answer.conflict)
        yield from (("Repair", one.message) for one in dossier.answer.repairs)
        yield from (
            ("Left out", f"{dossier.others.get(one.id, one.id)}: {one.because}") for one in dossier.answer.left_out
        )
    if dossier.lost:
        yield "Not found", f"{'; '.join(dossier.lost)}: no more is told of them than the request and the answer say"
    yield "Law and call as of", "; ".join(dict.fromkeys(words.day(team.verdict.as_of) for team in dossier.teams))
    yield "Rules", "; ".join(dict.fromkeys(team.verdict.ruleset for team in dossier.teams))
    yield "Made on", words.day(dossier.made_on)
    yield "What it means", words.DISCLAIMER


def write_matrix(book: Book, dossier: Dossier) -> None:
    """Who takes part in each proposal, in which role, and what for."""
    sheet = book.sheet(MATRIX, (9, 34, 28, 18, 16, 48, 16, 16, 60, 12, 10, 10, 8))
    sheet.head(0, MATRIX_HEAD)
    row = 0
    for team in dossier.teams:
        for seat in team.seats:
            row += 1
            for column, value in enumerate(_seat(team, seat)):
                is_money = MATRIX_HEAD[column].endswith("(EUR)")
                look = MONEY if is_money else TEXT if isinstance(value, str) else NUMBER
                sheet.put(row, column, value, look)
    sheet.sheet.autofilter(0, 0, max(row, 1), len(MATRIX_HEAD) - 1)


def _seat(team: Team, seat: Seat) -> tuple[Value, ...]:
    titles = {condition.id: condition.title for condition in team.verdict.conditions}
    standing = next((one for one in team.verdict.participants if one.id == seat.id), None)
    return (
        team.number,
        seat.name,
        seat.id,
        words.country(seat.participant.organisation.country) or words.NOT_KNOWN,
        words.in_words(seat.participant.role),
        "; ".join(dict.fromkeys(titles.get(one, one) for one in seat.serves)),
        seat.participant.eu_contribution,
        seat.participant.total_cost,
        seat.because,
        words.yes_or_no(standing.may_take_part if standing else None),
        words.yes_or_no(standing.counts if standing else None),
        words.yes_or_no(standing.funded if standing else None),
        standing.rate if standing else None,
    )


def write_verdict(book: Book, dossier: Dossier, team: Team) -> None:
    """One verdict: the sentence, then each condition with its source, and what would repair it."""
    verdict, widths = team.verdict, (14, 44, 26, 44, 44, 36, 44, 14, 40, 22, 40, 50, 12, 24, 32)
    sheet = book.sheet(name_of(team, dossier), widths)
    sheet.put(0, 0, words.VERDICTS[verdict.status], TITLE)
    sheet.put(1, 0, verdict.summary, {"num_format": "@"})
    decided = f"{verdict.decided} of {verdict.total} conditions decided; law and call as of {words.day(verdict.as_of)}"
    sheet.put(2, 0, f"{decided}, rules {verdict.ruleset}; {verdict.determination_id}", {"num_format": "@"})
    sheet.head(4, VERDICT_HEAD)
    row = 4
    for row, condition in enumerate(verdict.conditions, start=5):
        sheet.row(row, condition_row(condition, team))
    sheet.sheet.autofilter(4, 0, max(row, 5), len(VERDICT_HEAD) - 1)
    for repair in verdict.repairs:
        row += 1
        sheet.row(row + 1, ("Repair", repair.message))


def condition_row(condition: Judged, team: Team) -> tuple[str, ...]:
    """A condition as a line of a table."""
    who = team.names.get(condition.participant or "", condition.participant)
    return (
        words.CONDITIONS[condition.status],
        condition.title,
        who or f"the {condition.scope}",
        condition.needed,
        condition.found,
        condition.missing,
        condition.question or "",
        words.FORCES[condition.force],
        *_cited(condition.source),
        condition.id,
    )


def _cited(source: Source) -> tuple[str, ...]:
    return (
        source.document,
        words.place(source),
        source.url or "",
        source.quote or "",
        source.checked_on.isoformat() if source.checked_on else "",
        words.CONFIDENCES[source.confidence],
    )
