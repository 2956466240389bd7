// Natural Earth's outlines (public domain, from world-atlas) as plain rings of [longitude, latitude].
import { readFile, writeFile } from "node:fs/promises";
import { feature } from "topojson-client";

const DIGITS = { world: 1, europe: 2 };
const EUROPE = { west: -32, east: 50, south: 30, north: 74 };

async function rings(file, digits, wanted) {
  const atlas = JSON.parse(await readFile(`node_modules/world-atlas/${file}`, "utf8"));
  const { features } = feature(atlas, atlas.objects.countries);
  return features
    .flatMap(({ geometry }) => (geometry?.type === "Polygon" ? [geometry.coordinates] : geometry?.coordinates ?? []))
    .flatMap((polygon) => split(polygon[0]))
    .map((ring) => ring.map((point) => point.map((degree) => Number(degree.toFixed(digits)))))
    .filter(wanted);
}

/** A ring that crosses the 180th meridian as its two sides, so that no line runs around the world. */
function split(ring) {
  const crosses = ring.some(([east], index) => index > 0 && Math.abs(east - ring[index - 1][0]) > 180);
  if (!crosses) return [ring];
  return [ring.filter(([east]) => east >= 0), ring.filter(([east]) => east < 0)].filter((side) => side.length > 2);
}

const inEurope = (ring) => ring.some(([east, north]) =>
  east > EUROPE.west && east < EUROPE.east && north > EUROPE.south && north < EUROPE.north);

/** Write the outlines that the maps draw. */
export async function writeOutlines(path) {
  const outlines = {
    world: await rings("countries-110m.json", DIGITS.world, (ring) => !ring.every(([, north]) => north < -60)),
    europe: await rings("countries-50m.json", DIGITS.europe, inEurope),
  };
  await writeFile(path, JSON.stringify(outlines));
}
