"""What would mend a consortium: small changes, each of them verified by judging again before it is offered.

`moves` proposes changes for a requirement that is not met: `adding` and `newcomers` say whom to add, `recasting` who
could take part otherwise, `budgets` moves money. `search` tries them, two in a row where one is not enough.
"""

from rules.mending.changes import Change, Repair
from rules.mending.search import repairs_for

__all__ = ["Change", "Repair", "repairs_for"]
