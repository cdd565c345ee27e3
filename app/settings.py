"""Every setting of the program, read from environment variables with the prefix ``QUORUM_``."""

from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.clock import Moment


def _without_zone(value: time) -> time:
    """The day of the law is that of Brussels: no other zone could be meant."""
    if value.tzinfo is not None:
        raise ValueError("give the time of day in Brussels, without a zone")
    return value


ClusterAddress = Annotated[str, StringConstraints(pattern=r"^(tcp|tls|ws|wss|ucx)://[^/?#]+$")]
TimeOfDay = Annotated[time, AfterValidator(_without_zone)]
Origin = Annotated[str, StringConstraints(pattern=r"^(\*|https?://[^/?#\s]+)$")]
Origins = Annotated[
    tuple[Origin, ...],
    NoDecode,
    BeforeValidator(lambda given: tuple(given.replace(",", " ").split()) if isinstance(given, str) else given),
]
Ports = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,5}(,[0-9]{1,5})*$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^/?#]+(/[^?#]*)?$")]


class Settings(BaseSettings):
    """What an operator may change. A setting that is not given has the default stated here."""

    model_config = SettingsConfigDict(env_prefix="QUORUM_", frozen=True, env_ignore_empty=True)

    data_dir: Annotated[Path, Field(description="Folder of the SQLite file and of the kept captures.")] = Path("var")
    database_url: Annotated[
        str | None,
        Field(description="SQLAlchemy address of the database; without it a SQLite file in the data folder."),
    ] = None
    database_connections: Annotated[
        int, Field(ge=2, description="Connections to the database that one process has at most.")
    ] = 30
    today: Annotated[
        Moment | None,
        Field(description="Fixes the clock of the whole program: a day, or an instant (Brussels time without a zone)."),
    ] = None
    portal_url: Annotated[
        WebAddress | None,
        Field(description="One base that stands in for both hosts of the Commission, paths unchanged (an emulator)."),
    ] = None
    portal_requests_per_second: Annotated[float, Field(gt=0, description="Pace towards the portal.")] = 2.0
    portal_timeout_seconds: Annotated[
        float, Field(gt=0, description="For one answer of the portal, all retries included.")
    ] = 90.0
    portal_minimum_topics: Annotated[
        int, Field(ge=0, description="A run that finds fewer is refused. Not asked of an emulator.")
    ] = 500
    fit_meaning: Annotated[
        bool, Field(description="Fit counts nearness of meaning too; needs the extra `semantic`.")
    ] = False
    solver_cluster: Annotated[
        ClusterAddress | None,
        Field(description="Address of a Dask scheduler (tcp://…) that solves; else processes here."),
    ] = None
    workers: Annotated[
        int, Field(ge=0, le=64, description="Solves at a time in one `quorum serve`; 0 leaves all to `quorum worker`.")
    ] = 2
    lease_seconds: Annotated[
        float, Field(ge=1, description="How long nothing may be heard of a worker before its job is taken up again.")
    ] = 30.0
    solver_memory_mb: Annotated[
        int,
        Field(ge=0, description="Address space of a process that solves, where the platform bounds it; 0: no bound."),
    ] = 4096
    solver_jobs: Annotated[int, Field(ge=1, description="Jobs after which a process that solves is renewed.")] = 50
    queue_jobs: Annotated[int, Field(ge=1, description="Jobs that may wait, in all.")] = 100
    queue_jobs_without_key: Annotated[int, Field(ge=0, description="Of those, jobs of callers without a key.")] = 80
    queue_jobs_per_tenant: Annotated[int, Field(ge=0, description="Of those, jobs of one tenant.")] = 20
    running_jobs_per_tenant: Annotated[
        int, Field(ge=1, description="Jobs of one tenant that are worked on at a time; the others wait.")
    ] = 5
    idempotency_hours: Annotated[
        int, Field(ge=1, description="For how long a repeated `Idempotency-Key` finds its job.")
    ] = 24
    jobs_kept_days: Annotated[int, Field(ge=1, description="After which a job that is over is deleted.")] = 30
    job_listeners: Annotated[
        int, Field(ge=0, description="Connections of one process that follow jobs by server-sent events.")
    ] = 200
    saved_questions_per_tenant: Annotated[int, Field(ge=0, description="Questions that one tenant may save.")] = 100
    alerts_kept_days: Annotated[int, Field(ge=1, description="After which an alert is deleted.")] = 365
    webhooks_per_tenant: Annotated[int, Field(ge=0, description="Webhooks that one tenant may have.")] = 20
    webhook_senders: Annotated[
        int, Field(ge=0, le=32, description="Deliveries to webhooks that one process sends at a time; 0: none.")
    ] = 4
    webhook_ports: Annotated[Ports, Field(description="Ports to which webhooks may be sent, by commas.")] = "443"
    webhook_loopback: Annotated[
        bool, Field(description="Webhooks may go to this machine, also by http: for tests and demonstrations only.")
    ] = False
    webhook_timeout_seconds: Annotated[
        float, Field(gt=0, le=60, description="For one delivery, from the name of the host to the answer's status.")
    ] = 10.0
    webhook_retry_seconds: Annotated[
        float, Field(gt=0, description="Before the second attempt; each further pause is three times as long.")
    ] = 5.0
    webhook_retry_hours: Annotated[
        float, Field(gt=0, description="How long a delivery is attempted before it is given up.")
    ] = 24.0
    webhook_deliveries_kept_days: Annotated[
        int, Field(ge=1, description="After which a delivery is deleted, whatever came of it.")
    ] = 30
    nightly_at: Annotated[
        TimeOfDay | None,
        Field(description="Brussels time at which every cluster is judged for every call; unset: never."),
    ] = None
    standings_width: Annotated[
        int, Field(ge=1, description="Portions of that which are worked on at a time, by processes or on the cluster.")
    ] = 2
    standings_kept: Annotated[int, Field(ge=2, description="How many results of that are kept.")] = 3
    kept_answers_mib: Annotated[
        int, Field(ge=0, description="Room in each process for answers to public reads that may be asked again.")
    ] = 16
    request_seconds: Annotated[
        float, Field(gt=0, description="Time in which an answer has to begin; waiting for a job is not counted.")
    ] = 10.0
    requests_in_flight: Annotated[
        int,
        Field(
            ge=1,
            validate_default=True,
            description="Requests that one process works on at a time; those beyond are turned away.",
        ),
    ] = 24
    requests_per_minute: Annotated[
        int | None, Field(ge=1, description="For each address without a key; unset: no limit.")
    ] = None
    requests_per_minute_with_key: Annotated[int | None, Field(ge=1, description="For each key; unset: no limit.")] = (
        None
    )
    cors_origins: Annotated[
        Origins, Field(description="Origins whose pages may call the API from a browser, by commas; * is all.")
    ] = ()
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="From which level on is logged.")
    ] = "info"
    metrics_token: Annotated[
        SecretStr | None, Field(description="Opens `/metrics` to other machines; without it only this one may look.")
    ] = None
    telemetry: Annotated[
        bool, Field(description="Traces by OpenTelemetry, to where OTEL_ says; needs the extra `telemetry`.")
    ] = False
    oidc_issuer: Annotated[
        WebAddress | None,
        Field(description="Who vouches for people that sign in to the pages (OpenID Connect); needs the extra `oidc`."),
    ] = None
    oidc_client_id: Annotated[str | None, Field(description="How that issuer knows this service.")] = None
    oidc_client_secret: Annotated[SecretStr | None, Field(description="The secret shared with that issuer.")] = None
    oidc_tenant_claim: Annotated[
        str, Field(min_length=1, description="The claim that names a person's tenant, by its name or id.")
    ] = "quorum_tenant"
    session_secret: Annotated[
        SecretStr | None, Field(min_length=32, description="Signs the cookie of who has signed in.")
    ] = None
    session_hours: Annotated[int, Field(ge=1, le=168, description="After which one has to sign in again.")] = 8
    session_insecure: Annotated[
        bool, Field(description="The cookie goes over plain http too: for tests and demonstrations only.")
    ] = False
    mcp: Annotated[bool, Field(description="Assistants are answered at `/mcp` too; needs the extra `mcp`.")] = False
    mcp_key: Annotated[
        SecretStr | None, Field(description="Key by which `quorum mcp` asks; without it, what everybody may read.")
    ] = None
    drain_seconds: Annotated[
        float, Field(ge=0, description="How long a server that is told to end says so in `/readyz` before it does.")
    ] = 0.0
    shutdown_seconds: Annotated[float, Field(gt=0, description="How long requests under way get to end then.")] = 20.0

    @field_validator("requests_in_flight")
    @classmethod
    def _everybody_has_a_connection(cls, most: int, others: ValidationInfo) -> int:
        """Requests wait for connections and for threads; with too few of the ones, they would wait for each other."""
        if most >= others.data.get("database_connections", most + 1):
            raise ValueError("has to be below QUORUM_DATABASE_CONNECTIONS")
        return most

    @property
    def sqlalchemy_url(self) -> str:
        """The database that is used: the one that was set, or the SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'quorum.sqlite3'}"

    @property
    def captures_dir(self) -> Path:
        """Where the bytes of the sources are kept as they came."""
        return self.data_dir / "captures"
