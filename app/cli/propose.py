"""``quorum propose``: one request, and the consortia that answer it."""

from app.cli.asking import answer_in_json
from app.cli.terminal import AsJson, InputFile


def propose(file: InputFile, *, as_json: AsJson = False) -> None:  # noqa: ARG001 - it always answers in JSON
    """Propose consortia: the request as JSON in, the answer as JSON out. Solves in this process.

    Ends with 0 whatever the answer is, with 1 when the request cannot be answered; then the problem is what comes out.
    """
    from app.services.proposals import proposing
    from app.services.proposals.requests import ProposalRequest

    answer_in_json(file, ProposalRequest, proposing.propose)
