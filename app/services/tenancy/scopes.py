"""What a key may do."""

from enum import StrEnum


class Scope(StrEnum):
    """Every key may read what is its tenant's; for each of these it has to be told so."""

    CLUSTERS_WRITE = "clusters:write"
    CONSORTIA_WRITE = "consortia:write"
    QUESTIONS_WRITE = "questions:write"
    WEBHOOKS_WRITE = "webhooks:write"
    CONTACTS_WRITE = "contacts:write"
    JOBS_RUN = "jobs:run"
    ADMIN = "admin"
    """Keys and audit log of its own tenant."""
    OPERATOR = "operator"
    """Work on the installation as a whole, such as a run over all calls."""


OF_A_TENANT = frozenset(Scope) - {Scope.OPERATOR}
"""What the administrator of a tenant may hand on."""
