"""What the matrix of isolation asks for: a thing of a tenant for every name in a path, a body for every operation."""

from collections.abc import Callable, Mapping
from typing import Any

from app.db import Asker, writing
from app.services.alerts.raising import AlertKind, News, raise_alert
from tests.app.asking import FRENCH_POLE, call, consortium
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
CONSORTIUM = {"title": "Looms of tomorrow", "call": call(), "participants": consortium()}
APPROACH = {"organisation": FRENCH_POLE}
QUESTION = {"name": "Ours", "question": {"kind": "eligible_calls", "organisation": "fr-aerospace-valley"}}
WEBHOOK = {"url": "https://hook.example.org/quorum", "events": ["job.finished"], "is_active": True}


def _made(address: str, document: Mapping[str, Any]) -> Callable[[Tenant, Made], str]:
    def make(tenant: Tenant, made: Made) -> str:
        answer = tenant.post(address.format(**made), dict(document))
        assert answer.status_code in {200, 201, 202}, answer.text
        return str(answer.json()["id"])

    return make


def _alert(tenant: Tenant, made: Made) -> str:
    """Alerts are raised by what changes, not by whoever asks."""
    news = News(kind=AlertKind.NEW_MATCH, sentence="A call")
    with writing(tenant.client.app.state.engine, Asker(tenant_id=tenant.id)) as session:  # type: ignore[attr-defined]
        return str(raise_alert(session, news, question_id=made.get("question_id")).id)


THINGS: dict[str, Callable[[Tenant, Made], str]] = {
    "cluster_id": _made("/v1/own/clusters", OWN_CLUSTER),
    "contact_id": _made("/v1/contacts", CONTACT),
    "key_id": _made("/v1/keys", KEY),
    "question_id": _made("/v1/saved-questions", QUESTION),
    "alert_id": _alert,
    "webhook_id": _made("/v1/webhooks", WEBHOOK),
    "consortium_id": _made("/v1/consortia", CONSORTIUM),
    "approach_id": _made("/v1/consortia/{consortium_id}/approaches", APPROACH),
    "format": lambda _tenant, _made: "json",
    "number": lambda _tenant, _made: "1",
}
"""In an order in which what is inside another thing comes after it."""

BODIES: dict[str, Any] = {
    "create_key": KEY,
    "rotate_key": {},
    "create_own_cluster": OWN_CLUSTER,
    "replace_own_cluster": OWN_CLUSTER,
    "create_contact": CONTACT,
    "save_question": QUESTION,
    "replace_saved_question": QUESTION,
    "create_webhook": WEBHOOK,
    "replace_webhook": WEBHOOK,
    "create_consortium": CONSORTIUM,
    "replace_consortium": CONSORTIUM,
    "move_consortium": {"state": "forming"},
    "adopt_proposal": {"job": "none"},
    "create_approach": APPROACH,
    "replace_approach": APPROACH,
    "complete_consortium": {},
    "drill_consortium": {},
}
"""By the name of the operation: something that would be accepted from whoever may."""
