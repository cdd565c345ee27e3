"""``quorum tenants``, ``keys``, ``audit``, ``contacts``: what an operator does beside the service."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.terminal import FAILURE, AsJson, database, explained, read_settings

if TYPE_CHECKING:
    from pydantic import BaseModel
    from sqlmodel import Session

    from app.services.tenancy.contacts import StillThere

tenants = typer.Typer(help="Those who use the service with a key of their own.", no_args_is_help=True)
keys = typer.Typer(help="The keys of a tenant.", no_args_is_help=True)
audit = typer.Typer(help="What was done with keys, and here.", no_args_is_help=True)
contacts = typer.Typer(help="People of whom something is kept: tell or erase it.", no_args_is_help=True)

TenantName = Annotated[str, typer.Argument(metavar="TENANT", help="Name or id of a tenant.")]
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The person's address.")]


@contextmanager
def _transaction(tenant: str | None = None) -> "Iterator[Session]":
    """One transaction, for a tenant where one is named."""
    from app.db import Asker, bind, writing
    from app.services.tenancy.keys import the_tenant

    with database(read_settings()) as engine, explained(), writing(engine) as session:
        if tenant is not None:
            bind(session, Asker(tenant_id=the_tenant(session, tenant).id))
        yield session


def _tell(answer: "BaseModel", sentence: str, *, as_json: bool) -> None:
    typer.echo(answer.model_dump_json() if as_json else sentence)


@tenants.command("create")
def create_tenant(
    name: Annotated[str, typer.Argument(help="How it is called.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Make a tenant; then give it a first key with `quorum keys create`."""
    from app.services.tenancy.keys import create_tenant

    with _transaction() as session:
        made = create_tenant(session, name)
    _tell(made, f"{made.name} is there: {made.id}", as_json=as_json)


@tenants.command("list")
def list_tenants(*, as_json: AsJson = False) -> None:
    """All tenants, by name."""
    from app.services.tenancy.keys import list_tenants

    with _transaction() as session:
        found = list_tenants(session)
    for one in found:
        _tell(one, f"{one.name}  {one.id}", as_json=as_json)


@keys.command("create")
def create_key(
    tenant: TenantName,
    *,
    name: Annotated[str, typer.Option(help="What the key is for.")] = "first key",
    scope: Annotated[
        list[str] | None, typer.Option(help="What it may do beside reading; without any: admin, which is everything.")
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="It may read, and nothing else.")] = False,
    days: Annotated[int | None, typer.Option(help="After so many days it ends.", min=1)] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key. It is printed this once: only its hash is kept."""
    from app.services.strict_json import validated
    from app.services.tenancy.keys import KeyRequest, create_key

    if read_only and scope:
        raise typer.BadParameter("a key that may only read has no scope", param_hint="--read-only")
    scopes = [] if read_only else scope or ["admin"]
    with _transaction(tenant) as session:
        asked = validated(KeyRequest, {"name": name, "scopes": scopes, "expires_in_days": days})
        made = create_key(session, asked)
    _tell(made, made.key, as_json=as_json)


@keys.command("list")
def list_keys(tenant: TenantName, *, as_json: AsJson = False) -> None:
    """The keys of a tenant, the newest first, also those that are over."""
    from app.services.catalogue.listing import Query
    from app.services.tenancy.keys import list_keys

    with _transaction(tenant) as session:
        page = list_keys(session, Query(limit=200))
    for one in page.items:
        end = f"revoked {one.revoked_at:%Y-%m-%d}" if one.revoked_at else f"until {one.expires_at or 'revoked'}"
        _tell(one, f"{one.id}  qk_{one.prefix}_…  {one.name}  {' '.join(one.scopes)}  {end}", as_json=as_json)


@keys.command("revoke")
def revoke_key(
    tenant: TenantName, key_id: Annotated[str, typer.Argument(help="Its id.")], *, as_json: AsJson = False
) -> None:
    """End a key at once."""
    from app.services.tenancy.keys import revoke_key

    with _transaction(tenant) as session:
        revoked = revoke_key(session, key_id)
    _tell(revoked, f"{revoked.id} is revoked", as_json=as_json)


@audit.command("check")
def check_audit() -> None:
    """Whether the audit log is as it was written: no entry changed, none taken out."""
    from app.services.tenancy.audit import first_break

    with _transaction() as session:
        broken = first_break(session)
    if broken is not None:
        typer.echo(f"The log is broken at entry {broken}: it does not follow from the one before it.")
        raise typer.Exit(FAILURE)
    typer.echo("Every entry follows from the one before it.")


@contacts.command("export")
def export_contact(email: Email) -> None:
    """Everything that is kept about a person, as JSON lines: contacts, then notes and all else that has the address."""
    from app.services.tenancy.contacts import export

    with _transaction() as session:
        for one in export(session, email):
            typer.echo(one.model_dump_json())


@contacts.command("erase")
def erase_contact(email: Email, *, as_json: AsJson = False) -> None:
    """Erase a person at all tenants, from notes too, and from the free space of the database.

    Titles, names and kept verdicts are not touched: where the address stands in these is told.
    """
    from app.db import writing
    from app.services.tenancy.contacts import erase, forget_deleted

    with database(read_settings()) as engine, explained():
        with writing(engine) as session:
            erased = erase(session, email)
        forget_deleted(engine)
    said = f"{erased.contacts} contacts and the address in {erased.notes} notes are erased"
    _tell(erased, "\n".join([said, *_still_in(erased.still_in)]), as_json=as_json)


def _still_in(found: "Sequence[StillThere]") -> "Iterator[str]":
    """By place, with the tenants who can change or remove what is there."""
    if found:
        yield f"It still stands in {len(found)} other places, which nobody but the tenant can change or remove:"
    for place in dict.fromkeys(one.place for one in found):
        there = [f"{one.tenant}: {one.id}" for one in found if one.place == place]
        yield f"{place}: {len(there)} ({', '.join(there)})"
