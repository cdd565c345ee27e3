"""Every setting of the program, read from environment variables with the prefix ``QUORUM_``."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.clock import Moment

WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^/?#]+(/[^?#]*)?$")]


class Settings(BaseSettings):
    """What an operator may change. A setting that is not given has the default stated here."""

    model_config = SettingsConfigDict(env_prefix="QUORUM_", frozen=True, env_ignore_empty=True)

    data_dir: Annotated[Path, Field(description="Folder of the SQLite file and of the kept captures.")] = Path("var")
    database_url: Annotated[
        str | None,
        Field(description="SQLAlchemy address of the database; without it a SQLite file in the data folder."),
    ] = None
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
        str | None, Field(description="Address of a Dask scheduler (tcp://…) that solves; else processes here.")
    ] = None

    @property
    def sqlalchemy_url(self) -> str:
        """The database that is used: the one that was set, or the SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'quorum.sqlite3'}"

    @property
    def captures_dir(self) -> Path:
        """Where the bytes of the sources are kept as they came."""
        return self.data_dir / "captures"
