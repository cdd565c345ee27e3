"""The map of Europe and the Mediterranean: outlines made beforehand, and the projection that places a point on them."""

import json
from functools import cache
from importlib.resources import files
from math import cos, radians, sin, sqrt
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class Point(NamedTuple):
    """A place on the map, in units of its frame: x to the right, y downwards."""

    x: float
    y: float


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Centre(_Stored):
    """Where the plane touches the globe, in degrees."""

    lon: float
    lat: float


class Projection(_Stored):
    """Lambert's azimuthal equal-area projection on a sphere, as d3-geo computes it: areas can be compared by eye."""

    name: str
    centre: Centre
    scale: float
    translate: Point

    def place(self, *, lon: float, lat: float) -> Point:
        """The point of a place given in degrees east and north."""
        turned, north, centre = radians(lon - self.centre.lon), radians(lat), radians(self.centre.lat)
        nearness = sin(centre) * sin(north) + cos(centre) * cos(north) * cos(turned)
        stretch = self.scale * sqrt(2 / (1 + nearness))
        x = stretch * cos(north) * sin(turned)
        y = stretch * (cos(centre) * sin(north) - sin(centre) * cos(north) * cos(turned))
        return Point(round(self.translate.x + x, 1), round(self.translate.y - y, 1))


class Frame(_Stored):
    """The size of the map in its own units."""

    width: int
    height: int

    def holds(self, point: Point) -> bool:
        """Whether a point is on the map at all."""
        return 0 <= point.x <= self.width and 0 <= point.y <= self.height


class Europe(_Stored):
    """The outlines by ISO code, as SVG path data in units of the frame."""

    source: dict[str, str]
    projection: Projection
    frame: Frame
    countries: dict[str, str]

    def place(self, *, lon: float, lat: float) -> Point | None:
        """The point of a place, or ``None`` when it lies outside the map (La Réunion, Canada)."""
        point = self.projection.place(lon=lon, lat=lat)
        return point if self.frame.holds(point) else None


@cache
def europe() -> Europe:
    """The map, read once; ``vendor/map/README.md`` says where it comes from."""
    return Europe.model_validate(json.loads(files("app.web").joinpath("vendor/map/europe.json").read_bytes()))
