"""An answer as a workbook: what it is about, who takes part, each verdict, and a sheet for partners to fill in."""

from app.exports.data_sheet.writing import write_data_sheet
from app.exports.dossier import Dossier
from app.exports.workbook.book import Book
from app.exports.workbook.partners import write_about, write_matrix, write_verdict


def workbook_of(dossier: Dossier, proposal: int = 1) -> bytes:
    """The workbook (xlsx). The sheet to fill in is about one consortium, the one of that number."""
    book = Book(f"{dossier.kind.capitalize()} {dossier.subject.identifier}")
    write_about(book, dossier)
    write_matrix(book, dossier)
    for team in dossier.teams:
        write_verdict(book, dossier, team)
    asked = next((team for team in dossier.teams if team.number == proposal), None)
    if asked is not None and dossier.about is not None:
        write_data_sheet(book, dossier.about, asked)
    return book.done()
