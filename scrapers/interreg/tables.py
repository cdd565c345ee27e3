"""What ``source.yaml`` says, typed."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from scrapers.reading import Expectations
from scrapers.records import PortalStatus, Record, Text


class Source(Record):
    """The source and its tables of codes."""

    name: Text
    title: Text
    publisher: Text
    address: Text
    content_type: Text
    statuses: Mapping[Text, PortalStatus]
    programmes: Mapping[Text, Text]
    not_read: tuple[Text, ...]
    expect: Expectations


@cache
def source() -> Source:
    """The declarations of this source."""
    return Source.model_validate(yaml.safe_load(files(__package__).joinpath("source.yaml").read_text("utf-8")))
