"""A dossier in each of the formats."""

from app.errors import invalid
from app.exports.dossier import Dossier
from app.exports.files import File, Format


def exported(dossier: Dossier, as_format: Format, proposal: int = 1) -> File:
    """The file. ``proposal`` is the number of the consortium that a page or a data sheet is about.

    Raises:
        Invalid: the answer has proposals, and none of that number.
        Conflict: it has none at all, and the file is about one.
    """
    if dossier.teams and not 1 <= proposal <= len(dossier.teams):
        raise invalid("/proposal", f"the answer holds {len(dossier.teams)}, counted from 1")
    return File(_content(dossier, as_format, proposal), as_format, f"{dossier.kind} {dossier.subject.identifier}")


def _content(dossier: Dossier, as_format: Format, proposal: int) -> bytes:
    """The bytes; each format loads what it is written with."""
    match as_format:
        case Format.XLSX:
            from app.exports.workbook import workbook_of

            return workbook_of(dossier, proposal)
        case Format.DOCX:
            from app.exports.concept import concept_of

            return concept_of(dossier, proposal)
        case Format.CSV:
            from app.exports import tables

            return tables.participants_table(dossier) if dossier.is_proposal else tables.conditions_table(dossier)
        case Format.ICS:
            from app.exports.deadlines import calendar_of_call

            return calendar_of_call(dossier.subject, dossier.made_on)
        case Format.JSON:
            return dossier.answer.model_dump_json().encode()
