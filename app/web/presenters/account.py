"""The page of somebody who has signed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.services.tenancy.belongings import Belongings, Thing
from app.web.presenters.blocks import Page, Row
from app.web.signing_in import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage(Page):
    """Who one is here, and what one's tenant has."""

    person: str
    tenant: str
    token: str
    unread: tuple[str, ...]
    lists: tuple[tuple[str, str, tuple[Row, ...]], ...]


def present_account(person: Person, found: Belongings) -> AccountPage:
    """The page model."""
    return AccountPage(
        title="My account",
        address="/account",
        person=person.name,
        tenant=found.tenant,
        token=person.token,
        unread=tuple(found.unread),
        lists=(
            ("consortia", "Consortia", _rows(found.consortia)),
            ("questions", "Saved questions", _rows(found.questions)),
            ("clusters", "Own clusters", _rows(found.clusters)),
        ),
    )


def _rows(things: Sequence[Thing]) -> tuple[Row, ...]:
    return tuple(Row(one.name, one.state or one.id) for one in things)
