"""``quorum drill``: one consortium, and what the loss of each member would do to it."""

from app.cli.asking import answer_in_json
from app.cli.terminal import AsJson, InputFile


def drill(file: InputFile, *, as_json: AsJson = False) -> None:  # noqa: ARG001 - it always answers in JSON
    """Drill drop-outs of a consortium: the request as JSON in, the answer as JSON out. Solves in this process.

    Ends with 0 whatever the answer is, with 1 when the request cannot be answered; then the problem is what comes out.
    """
    from app.services.proposals import drills
    from app.services.proposals.drills import DrillRequest

    answer_in_json(file, DrillRequest, drills.drill)
