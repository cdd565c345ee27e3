// Builds europe.json: country outlines of Europe and the Mediterranean, projected, simplified, rounded.
// Run once by hand (see README.md); the service never needs Node.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoAzimuthalEqualArea, geoBounds, geoContains, geoPath } from "d3-geo";
import { feature, mergeArcs } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const require = createRequire(import.meta.url);
const SOURCE = require.resolve("world-atlas/countries-50m.json");
const FRAME = { width: 850, height: 700 };
const CENTRE = { lon: 14, lat: 49.5 };
const SCALE = 975;
const TRANSLATE = { x: 405, y: 382 };
const DETAIL = 2.2e-6; // steradian: a corner whose triangle is smaller (about two square units of the frame) is dropped
const SMALLEST = 4; // square units of the frame: islets below it are left out (never the last part of a country)

// ISO 3166-1 numeric (world-atlas) to alpha-2, for the countries that touch the frame.
const CODES = {
  "004": "AF", "008": "AL", "012": "DZ", "020": "AD", "031": "AZ", "040": "AT", "051": "AM", "056": "BE", "070": "BA", "100": "BG",
  "112": "BY", "191": "HR", "196": "CY", "203": "CZ", "208": "DK", "233": "EE", "234": "FO", "246": "FI", "248": "AX", "250": "FR",
  "268": "GE", "275": "PS", "276": "DE", "292": "GI", "300": "GR", "304": "GL", "336": "VA", "348": "HU", "352": "IS", "364": "IR",
  "368": "IQ", "372": "IE", "376": "IL", "380": "IT", "398": "KZ", "400": "JO", "414": "KW", "422": "LB", "428": "LV", "434": "LY",
  "438": "LI", "440": "LT", "442": "LU", "470": "MT", "492": "MC", "498": "MD", "499": "ME", "504": "MA", "528": "NL", "578": "NO",
  "616": "PL", "620": "PT", "642": "RO", "643": "RU", "674": "SM", "682": "SA", "688": "RS", "703": "SK", "705": "SI", "724": "ES",
  "732": "EH", "752": "SE", "756": "CH", "760": "SY", "788": "TN", "792": "TR", "795": "TM", "804": "UA", "807": "MK", "818": "EG",
  "466": "ML", "478": "MR", "826": "GB", "831": "GG", "832": "JE", "833": "IM", "860": "UZ",
};
const BY_NAME = { Kosovo: "XK" };

const bytes = readFileSync(SOURCE);
const world = JSON.parse(bytes);
const countries = world.objects.countries.geometries;
const named = (name) => countries.find((one) => one.properties.name === name);
const polygons = (geometry) => (geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs);

// Natural Earth draws who holds a territory; the European Union's view is another in two places of the frame:
// Crimea is Ukraine, and the whole island of Cyprus is one Member State.
function moveCrimea() {
  const [russia, ukraine] = [named("Russia"), named("Ukraine")];
  const shapes = feature(world, russia).geometry.coordinates;
  const at = shapes.findIndex((coordinates) => geoContains({ type: "Polygon", coordinates }, [34.2, 45.2]));
  if (at < 0) throw new Error("no polygon of Crimea found in Russia");
  const crimea = russia.arcs.splice(at, 1);
  const joined = { type: "MultiPolygon", arcs: [...polygons(ukraine), ...crimea] };
  Object.assign(ukraine, mergeArcs(world, [joined]), { id: ukraine.id, properties: ukraine.properties });
}
function mergeCyprus() {
  const [whole, north] = [named("Cyprus"), named("N. Cyprus")];
  Object.assign(whole, mergeArcs(world, [whole, north]), { id: whole.id, properties: whole.properties });
  countries.splice(countries.indexOf(north), 1);
}

// Only rings near the frame; the rest of the world would only cost time.
function nearFrame(geometry) {
  const near = (arcs) => {
    const [[west, south], [east, north]] = geoBounds(feature(world, { type: "Polygon", arcs }));
    // The mainland of Russia crosses the antimeridian, where west is greater than east.
    if (west > east) return geoContains(feature(world, { type: "Polygon", arcs }), [37.6, 55.7]);
    return north > 24 && south < 73 && west < 75 && east > -32;
  };
  const kept = polygons(geometry).filter(near);
  return kept.length ? { ...geometry, type: "MultiPolygon", arcs: kept } : null;
}

function toPath(geometry, path) {
  const parts = feature(simple, geometry).geometry.coordinates
    .map((coordinates) => ({ type: "Polygon", coordinates }))
    .map((polygon) => (geoArea(polygon) > 2 * Math.PI ? reversed(polygon) : polygon));
  const drawn = parts.map((polygon) => ({ area: path.area(polygon), d: path(polygon) })).filter((part) => part.d);
  drawn.sort((a, b) => b.area - a.area);
  const kept = drawn.filter((part, index) => index === 0 || part.area >= SMALLEST);
  return kept.map((part) => part.d).join("");
}
const reversed = (polygon) => ({ ...polygon, coordinates: polygon.coordinates.map((ring) => [...ring].reverse()) });

// Relative steps in one decimal: half the size of absolute points, and errors cannot add up because each step is
// taken from the rounded point before it.
function compact(d) {
  return d.split("Z").filter(Boolean).map((ring) => {
    const tenths = ring.slice(1).split("L").map((pair) => pair.split(",").map((value) => Math.round(Number(value) * 10)));
    const steps = tenths.slice(1).map(([x, y], index) => [x - tenths[index][0], y - tenths[index][1]]);
    const text = steps.filter(([x, y]) => x || y).map(([x, y]) => `${short(x)}${y < 0 ? "" : " "}${short(y)}`);
    return `M${short(tenths[0][0])} ${short(tenths[0][1])}l${text.join(" ").replaceAll(" -", "-")}z`;
  }).join("");
}
const short = (tenths) => String(tenths / 10).replace(/^(-?)0\./, "$1.");

moveCrimea();
mergeCyprus();
world.objects = { countries: { type: "GeometryCollection", geometries: countries.map(nearFrame).filter(Boolean) } };
const simple = simplify(presimplify(world, sphericalTriangleArea), DETAIL);

const projection = geoAzimuthalEqualArea()
  .rotate([-CENTRE.lon, -CENTRE.lat])
  .scale(SCALE)
  .translate([TRANSLATE.x, TRANSLATE.y])
  .clipExtent([[-4, -4], [FRAME.width + 4, FRAME.height + 4]])
  .precision(0);
const path = geoPath(projection).digits(1);

const outlines = simple.objects.countries.geometries
  .map((geometry) => ({ code: CODES[geometry.id] ?? BY_NAME[geometry.properties.name] ?? null, name: geometry.properties.name, d: compact(toPath(geometry, path)) }))
  .filter((outline) => outline.d);
const unknown = outlines.filter((outline) => outline.code === null).map((outline) => outline.name);
if (unknown.length) throw new Error(`no country code for ${unknown.join(", ")}`);
outlines.sort((a, b) => a.code.localeCompare(b.code));

const result = {
  source: { package: "world-atlas", version: require("world-atlas/package.json").version, file: "countries-50m.json", sha256: createHash("sha256").update(bytes).digest("hex") },
  projection: { name: "azimuthal equal-area (sphere)", centre: CENTRE, scale: SCALE, translate: TRANSLATE },
  frame: FRAME,
  countries: Object.fromEntries(outlines.map((outline) => [outline.code, outline.d])),
};
writeFileSync(new URL("europe.json", import.meta.url), `${JSON.stringify(result)}\n`);
console.log(`${outlines.length} countries, ${JSON.stringify(result).length} characters`);
