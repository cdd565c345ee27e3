"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, DateTime, Dialect, Text, TypeDecorator

from app.db.words import words

CENTS = Decimal(100)


class Instant(TypeDecorator[datetime]):
    """An instant, aware on both sides. SQLite forgets the zone, so everything is stored in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime: nobody could tell which instant is meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give the zone back. A server states the instant in the zone of its session, whichever that is."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Euro(TypeDecorator[Decimal]):
    """An amount of euro, stored as whole cents: SQLite has no exact decimals."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> int | None:
        """Refuse fractions of a cent: an amount that is rounded without a word is wrong."""
        if value is None:
            return None
        cents = value * CENTS
        if cents != int(cents):
            raise ValueError(f"{value} euro is not a whole number of cents")
        return int(cents)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> Decimal | None:
        """The amount in euro."""
        return None if value is None else Decimal(value) / CENTS


class SearchText(TypeDecorator[str]):
    """What a search looks at: whatever text is written is kept as its words with one blank between them.

    So every statement through the tables keeps the index right (see ``app.db.search_index``), a bulk one too.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """The words of the text."""
        return None if value is None else " ".join(words(value))
