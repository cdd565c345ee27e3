"""What can go wrong with a source. Each message is a sentence that names the source and what was found."""


class SourceError(Exception):
    """A run cannot be carried on; the catalogue stays as it is."""


class FetchError(SourceError):
    """No usable answer came: unreachable, too slow, too large, refused, or not what was asked for."""


class ReadingError(SourceError):
    """One record cannot be read; it is quarantined and the others go on."""
