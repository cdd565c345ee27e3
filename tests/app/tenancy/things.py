"""What the matrix of isolation asks for: a thing of a tenant for every name in a path, a body for every operation."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.app.tenancy.conftest import Tenant

Made = Mapping[str, str]
"""The ids of the things made so far, by the name in the path."""

OWN_CLUSTER = {"name": "Private", "facts": {"country": "DE"}}
CONTACT = {
    "name": "Ada",
    "email": "ada@example.org",
    "source": "their website",
    "legal_basis": "legitimate interest",
    "obtained_on": "2026-11-01",
}
KEY = {"name": "a key", "scopes": []}
WEBHOOK = {"url": "https://hook.example.org/quorum", "events": ["job.finished"], "is_active": True}


def _made(address: str, document: Mapping[str, Any]) -> Callable[[Tenant, Made], str]:
    def make(tenant: Tenant, made: Made) -> str:
        answer = tenant.post(address.format(**made), dict(document))
        assert answer.status_code in {200, 201, 202}, answer.text
        return str(answer.json()["id"])

    return make


THINGS: dict[str, Callable[[Tenant, Made], str]] = {
    "cluster_id": _made("/v1/own/clusters", OWN_CLUSTER),
    "contact_id": _made("/v1/contacts", CONTACT),
    "key_id": _made("/v1/keys", KEY),
    "webhook_id": _made("/v1/webhooks", WEBHOOK),
}
"""In an order in which what is inside another thing comes after it."""

BODIES: dict[str, Any] = {
    "create_key": KEY,
    "rotate_key": {},
    "create_own_cluster": OWN_CLUSTER,
    "replace_own_cluster": OWN_CLUSTER,
    "create_contact": CONTACT,
    "create_webhook": WEBHOOK,
    "replace_webhook": WEBHOOK,
}
"""By the name of the operation: something that would be accepted from whoever may."""
