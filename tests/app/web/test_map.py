"""The map: cities fall into their country, far places are off the map, and the files are the ones that were checked."""

import hashlib
import re
from pathlib import Path

import pytest

import app.web
from app.web.europe import europe

VENDOR = Path(app.web.__file__).parent / "vendor"

CITIES = {
    "Lyon": ("FR", 45.76, 4.84),
    "Sofia": ("BG", 42.70, 23.32),
    "Helsinki": ("FI", 60.17, 24.94),
    "Lisbon": ("PT", 38.72, -9.14),
    "Reykjavík": ("IS", 64.13, -21.9),
    "Valletta": ("MT", 35.9, 14.51),
    "Nicosia": ("CY", 35.17, 33.36),
    "Tunis": ("TN", 36.81, 10.17),
    "Casablanca": ("MA", 33.57, -7.59),
    "Cairo": ("EG", 30.04, 31.24),
    "Ankara": ("TR", 39.93, 32.86),
    "Tel Aviv": ("IL", 32.08, 34.8),
    "Kyiv": ("UA", 50.45, 30.52),
    "Simferopol": ("UA", 44.95, 34.1),
    "Tbilisi": ("GE", 41.72, 44.79),
    "Yerevan": ("AM", 40.18, 44.51),
    "Pristina": ("XK", 42.67, 21.17),
    "Tromsø": ("NO", 69.65, 18.96),
}


def bounding_box(path: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of path data made of ``M x y l dx dy … z`` rings."""
    xs, ys = [], []
    for ring in re.findall(r"M([^z]+)z", path):
        start, _, steps = ring.partition("l")
        x, y = (float(number) for number in re.findall(r"-?\d*\.?\d+", start))
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", steps)]
        for dx, dy in [(0.0, 0.0), *zip(numbers[::2], numbers[1::2], strict=True)]:
            x, y = x + dx, y + dy
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("city", CITIES)
def test_a_city_falls_inside_the_outline_of_its_country(city: str) -> None:
    country, lat, lon = CITIES[city]
    point = europe().place(lon=lon, lat=lat)
    assert point is not None
    left, top, right, bottom = bounding_box(europe().countries[country])
    margin = 2  # a seaside city may stand a little off a simplified coast
    assert left - margin <= point.x <= right + margin
    assert top - margin <= point.y <= bottom + margin


def test_the_projection_is_the_one_that_drew_the_outlines() -> None:
    # Places computed by d3-geo 3.1.2 with the same centre, scale and translation.
    assert europe().projection.place(lon=14, lat=49.5) == europe().projection.translate
    assert europe().projection.place(lon=-21.9, lat=64.13) == pytest.approx((150.0, 67.4), abs=0.1)
    assert europe().projection.place(lon=44.51, lat=40.18) == pytest.approx((791.2, 463.1), abs=0.1)


def test_every_outline_lies_in_the_frame() -> None:
    frame = europe().frame
    for code, path in europe().countries.items():
        left, top, right, bottom = bounding_box(path)
        assert left >= -5, code
        assert top >= -5, code
        assert right <= frame.width + 5, code
        assert bottom <= frame.height + 5, code


def test_places_far_away_are_off_the_map() -> None:
    assert europe().place(lon=55.45, lat=-20.88) is None  # La Réunion
    assert europe().place(lon=-73.57, lat=45.5) is None  # Montréal


def test_every_vendored_file_has_the_hash_beside_it() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text().splitlines()
    listed = {name: digest for digest, name in map(str.split, lines)}
    for name, digest in listed.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name
    served = {"htmx-4.0.1/htmx.min.js", "map/europe.json"}
    assert set(listed) == served
    for name in served:
        assert (VENDOR / name).with_name("LICENSE").is_file()
