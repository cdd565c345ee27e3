"""One page to hand round: the call, who would take part, the verdict in words, and what is still open."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Final

from app.errors import Conflict
from app.exports import words
from app.exports.cells import legible
from app.exports.dossier import Dossier, Team
from rules.conditions import DECIDING
from rules.entries import Status
from rules.verdict import Judged

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

MOST_NAMED: Final = 5
"""So many open questions stand on the page; the others are counted. All of them are in the workbook."""

LONGEST: Final = 220
LONGEST_SOURCE: Final = 110
"""Characters of a question or a reason on the page, and of where it is written."""

PARTNERS_HEAD: Final = ("Organisation", "Country", "Role", "EU contribution", "Why")
WIDTHS_CM: Final = (4.2, 2.6, 2.2, 2.4, 6.0)


def concept_of(dossier: Dossier, proposal: int = 1) -> bytes:
    """The page (docx) about one consortium, the one of that number.

    Raises:
        Conflict: there is no such consortium in the answer.
    """
    team = next((team for team in dossier.teams if team.number == proposal), None)
    if team is None:
        raise Conflict("The answer holds no consortium that a page could be written about.")
    document = _blank(dossier)
    _write_head(document, dossier, team)
    _write_partners(document, team)
    _write_conditions(document, team)
    _write_foot(document, dossier, team)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _blank(dossier: Dossier) -> "Document":
    """An empty page of A4."""
    import docx  # only who writes a document loads what writes it
    from docx.shared import Cm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.5)
    plain = document.styles["Normal"]
    plain.font.size, plain.font.name = Pt(9.5), "Liberation Sans"
    plain.paragraph_format.space_after = Pt(3)
    made = datetime.combine(dossier.made_on, time(), UTC)
    properties = document.core_properties
    properties.title, properties.author = legible(dossier.subject.identifier)[:255], "Quorum"
    properties.comments, properties.created, properties.modified = "", made, made
    return document


def _write_head(document: "Document", dossier: Dossier, team: Team) -> None:
    subject = dossier.subject
    _heading(document, subject.title or subject.identifier, 14)
    told = [subject.identifier, " ".join(filter(None, (subject.programme, subject.type_of_action)))]
    _line(document, " · ".join(filter(None, told)))
    days = [words.deadline(due) for due in subject.deadlines]
    days += [words.day(subject.deadline_on)] if subject.deadline_on else []
    _line(document, "; ".join(days) or words.NOT_KNOWN, strong="Deadline: ")
    if subject.url:
        _line(document, subject.url)
    _line(document, team.verdict.summary, strong=f"{words.VERDICTS[team.verdict.status]}. ")


def _write_partners(document: "Document", team: Team) -> None:
    from docx.shared import Cm, Pt

    table = document.add_table(rows=1, cols=len(PARTNERS_HEAD))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS_CM, strict=True):
        column.width = Cm(width)
    titles = {condition.id: condition.title for condition in team.verdict.conditions}
    rows = [PARTNERS_HEAD]
    for seat in team.seats:
        money = seat.participant.eu_contribution
        serves = "; ".join(dict.fromkeys(titles.get(one, one) for one in seat.serves))
        rows.append((
            seat.name,
            words.country(seat.participant.organisation.country) or words.NOT_KNOWN,
            words.in_words(seat.participant.role),
            words.NOT_KNOWN if money is None else f"EUR {money:,.2f}",
            _short(seat.because or serves),
        ))  # fmt: skip
    for number, row in enumerate(rows):
        cells = table.rows[0].cells if number == 0 else table.add_row().cells
        for cell, text, width in zip(cells, row, WIDTHS_CM, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(legible(text))
            run.font.size, run.bold = Pt(8.5), number == 0


def _write_conditions(document: "Document", team: Team) -> None:
    deciding = [one for one in team.verdict.conditions if one.force in DECIDING]
    by_status = {status: [one for one in deciding if one.status is status] for status in Status}
    still_open = by_status[Status.UNKNOWN] + by_status[Status.NEEDS_HUMAN]
    _write_list(document, team, "Not met", by_status[Status.NOT_MET])
    _write_list(document, team, "Met on condition", by_status[Status.CONDITIONAL])
    _write_list(document, team, "Open questions", still_open)
    if all(one.status in {Status.MET, Status.NOT_APPLICABLE} for one in deciding):
        _line(document, "All that decides and is encoded was found to be met.")


def _write_list(document: "Document", team: Team, title: str, conditions: Sequence[Judged]) -> None:
    """The conditions of a sort, each with its source; of one on several participants it is said once of whom."""
    if not conditions:
        return
    _heading(document, f"{title} ({len(conditions)})", 11)
    together: dict[str, list[Judged]] = {}
    for one in conditions:
        together.setdefault(one.id, []).append(one)
    for group in list(together.values())[:MOST_NAMED]:
        paragraph = _line(document, _short(_told(group, team)), style="List Bullet")
        paragraph.add_run(f" [{_short(words.cited(group[0].source), LONGEST_SOURCE)}]").italic = True
    if len(together) > MOST_NAMED:
        left = sum(map(len, list(together.values())[MOST_NAMED:]))
        _line(document, f"and {left} more: see the workbook", style="List Bullet")


def _told(group: Sequence[Judged], team: Team) -> str:
    first = group[0]
    if len(group) > 1:
        return f"{first.title}: {', '.join(team.names.get(one.participant or '', '') for one in group)}"
    return (first.missing if first.status is Status.NOT_MET else first.question) or first.message


def _write_foot(document: "Document", dossier: Dossier, team: Team) -> None:
    from docx.shared import Pt

    verdict = team.verdict
    decided = f"{verdict.decided} of {verdict.total} deciding conditions decided"
    basis = f"{decided}; law and call as of {words.day(verdict.as_of)}, rules {verdict.ruleset}; made on "
    paragraph = _line(document, f"{basis}{words.day(dossier.made_on)}. {words.DISCLAIMER}")
    for run in paragraph.runs:
        run.font.size = Pt(8)


def _heading(document: "Document", text: str, size: float) -> None:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(4), Pt(2)
    run = paragraph.add_run(_short(text, 220))
    run.bold, run.font.size = True, Pt(size)


def _line(document: "Document", text: str, *, strong: str = "", style: str | None = None) -> "Paragraph":
    from docx.shared import Pt

    paragraph = document.add_paragraph(style=style)
    paragraph.paragraph_format.space_after = Pt(2)
    if strong:
        paragraph.add_run(strong).bold = True
    paragraph.add_run(legible(text))
    return paragraph


def _short(text: str, longest: int = LONGEST) -> str:
    plain = " ".join(legible(text).split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"
