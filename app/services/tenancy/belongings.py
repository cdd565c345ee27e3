"""What a tenant has here, in short: for the first page of somebody who has signed in."""

from collections.abc import Sequence

from sqlmodel import Session, col

from app.db.tables import Alert, Consortium, OwnCluster, SavedQuestion
from app.repositories.own import Own, whoever_asks
from app.services.catalogue.schemas import Public
from app.services.tenancy.keys import the_tenant

SHOWN = 20


class Thing(Public):
    """Something of a tenant's, by its name."""

    id: str
    name: str
    state: str | None = None


class Belongings(Public):
    """What a tenant has: the newest of each sort."""

    tenant: str
    clusters: Sequence[Thing]
    consortia: Sequence[Thing]
    questions: Sequence[Thing]
    unread: Sequence[str]


def belongings(session: Session) -> Belongings:
    """What the tenant has for whom the session works."""
    clusters = Own(session, OwnCluster).every()[-SHOWN:]
    consortia = Own(session, Consortium).every()[-SHOWN:]
    questions = Own(session, SavedQuestion).every()[-SHOWN:]
    unread = Own(session, Alert).every(col(Alert.read_at).is_(None))[-SHOWN:]
    return Belongings(
        tenant=the_tenant(session, whoever_asks(session).tenant_id).name,
        clusters=[Thing(id=one.id, name=one.name) for one in reversed(clusters)],
        consortia=[Thing(id=one.id, name=one.title, state=one.state) for one in reversed(consortia)],
        questions=[Thing(id=one.id, name=one.name) for one in reversed(questions)],
        unread=[one.sentence for one in reversed(unread)],
    )
