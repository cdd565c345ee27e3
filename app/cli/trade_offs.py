"""``quorum trade-offs``: one request, and what one more of this costs of that."""

from app.cli.asking import answer_in_json
from app.cli.terminal import AsJson, InputFile


def trade_offs(file: InputFile, *, as_json: AsJson = False) -> None:  # noqa: ARG001 - it always answers in JSON
    """Trade two measures of a consortium off: the request as JSON in, the answer as JSON out. Solves in this process.

    Ends with 0 whatever the answer is, with 1 when the request cannot be answered; then the problem is what comes out.
    """
    from app.services.proposals import trade_offs
    from app.services.proposals.trade_offs import TradeOffsRequest

    answer_in_json(file, TradeOffsRequest, trade_offs.trade_offs)
