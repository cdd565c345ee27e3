"""What is wrong in the cells of a data sheet, collected: it is refused once, with every cell named."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.errors import Fault, Invalid
from app.exports.data_sheet.form import COLLECTION, QUESTIONS
from app.services.strict_json import escaped

ORDER: Sequence[str] = (COLLECTION, QUESTIONS)


@dataclass
class Faults:
    """Cells with the reason why they are wrong; rows and columns are counted from 1."""

    found: list[tuple[tuple[int, int, int], Fault]] = field(default_factory=list)

    def add(self, sheet: str, row: int, column: int, reason: str) -> None:
        """Note one."""
        from openpyxl.utils.cell import get_column_letter  # only who has read a workbook has faults in one

        cell = f"{get_column_letter(column)}{row}"
        fault = Fault(pointer=f"/{escaped(sheet)}/{cell}", detail=f"{sheet}, cell {cell}: {reason}")
        self.found.append(((ORDER.index(sheet), row, column), fault))

    def refuse(self) -> None:
        """Raise what was found, if anything was, in the order of the cells.

        Raises:
            Invalid: ``errors`` names sheet, cell and reason of each.
        """
        if self.found:
            faults = [fault for _, fault in sorted(self.found, key=lambda one: one[0])]
            more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
            raise Invalid(faults[0].detail + more, errors=faults)
