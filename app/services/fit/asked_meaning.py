"""Whether fit counts nearness of meaning: a setting, and an extra that has to be installed for it."""

from app.errors import NotReady
from app.services.fit.meaning import Meaning, MissingExtra, sentence_vectors
from app.settings import Settings


def meaning_of(settings: Settings) -> Meaning | None:
    """What compares meanings, where that is asked for.

    Raises:
        NotReady: it is asked for and cannot be had.
    """
    if not settings.fit_meaning:
        return None
    try:
        return sentence_vectors()
    except MissingExtra as error:
        raise NotReady(f"QUORUM_FIT_MEANING: {error}.") from error
