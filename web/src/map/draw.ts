// The map as SVG: land, arcs from the lightest up, places and their names.
import { Crowd, type Box } from "../shared/crowd";
import type { Lang } from "../shared/texts";
import type { MapData } from "./data";
import { type Arc, type Cluster, type Marks, radius, scaled } from "./marks";
import type { Seen } from "./view";

const [TEXT, BEND] = [12.5, 0.16];
/** What stays free between a name and its own place, and between it and all else: its rim reaches 1.5 pixels. */
const [OWN, OTHERS] = [4, 2];
/** Half of a line's height, in the size of its letters. */
const HALF = 0.52;
/** How far aside and down a name at a corner stands, in its distance. */
const CORNER = 0.8;
/** A disc as boxes, by half their width and height in its radius. */
const ROUND = [[1, 0.4], [0.8, 0.6], [0.6, 0.8], [0.4, 1]] as const;
const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]] as const;

const n = (value: number) => value.toFixed(3);
export const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

export interface Chosen { places: Set<number>; arc: string }
/** What part is seen, how many units a pixel is, and what lies over the map, in pixels. */
export interface Window { seen: Seen; unit: number; covered: Box[] }
/** What names an arc in the page: the places at its ends. */
export const arcName = ({ from, to }: Arc) => `${from ? from.places[0] : "-"}~${to.places[0]}`;

/** All marks of a view; lengths are pixels times `unit`. */
export function drawn(data: MapData, { clusters, arcs }: Marks, lang: Lang, window: Window, chosen: Chosen): string {
  const { unit } = window;
  const any = chosen.places.size > 0 || chosen.arc !== "";
  const lit = (cluster: Cluster | null) => cluster !== null && cluster.places.some((place) => chosen.places.has(place));
  const state = (on: boolean) => (any ? (on ? " chosen" : " dimmed") : "");
  return [
    ...arcs.map((arc) => {
      const on = chosen.arc ? chosen.arc === arcName(arc) : lit(arc.from) || lit(arc.to);
      return `<path class="arc${state(on)}" data-arc="${arcName(arc)}" d="${curve(data, arc)}" stroke-width="${n(scaled(data.scales.arc, arc.weight) * unit)}"><title>${arc.weight}</title></path>`;
    }),
    ...home(data).map(({ x, y }) => `<circle class="origin" cx="${n(x)}" cy="${n(y)}" r="${n(5 * unit)}" stroke-width="${n(unit)}"/>`),
    ...clusters.map((one) => {
      const label = escaped(one.places.map((place) => data.places[place]!.label[lang]).join(", "));
      const count = one.places.length > 1 ? `<text class="count" x="${n(one.x)}" y="${n(one.y + 3.6 * unit)}" font-size="${n(10.5 * unit)}">${one.places.length}</text>` : "";
      return `<g class="place${state(lit(one))}" data-places="${one.places.join(" ")}"><title>${label}: ${one.weight}</title><circle class="${one.places.length > 1 ? "many" : "one"}" cx="${n(one.x)}" cy="${n(one.y)}" r="${n(radius(data, one) * unit)}" stroke-width="${n(unit)}"/>${count}</g>`;
    }),
    ...names(data, clusters, lang, window),
  ].join("");
}

/** Where arcs begin, if it is known. */
function home({ origin }: MapData) {
  return origin ? [{ ...origin, radius: 5 }] : [];
}

function curve(data: MapData, { from, to }: Arc): string {
  const start = from ?? data.origin!;
  const [dx, dy] = [to.x - start.x, to.y - start.y];
  const side = dx >= 0 ? 1 : -1;
  const middle = { x: (start.x + to.x) / 2 + dy * BEND * side, y: (start.y + to.y) / 2 - dx * BEND * side };
  return `M${n(start.x)} ${n(start.y)}Q${n(middle.x)} ${n(middle.y)} ${n(to.x)} ${n(to.y)}`;
}

const pen = document.createElement("canvas").getContext("2d")!;
pen.font = `${TEXT}px system-ui, sans-serif`;
const widths = new Map<string, number>();

/** How wide a name is, in pixels. */
function width(text: string): number {
  const known = widths.get(text) ?? pen.measureText(text).width;
  widths.set(text, known);
  return known;
}

/** Names that lie on no dot, no name and nothing that covers the map, the heaviest places first. */
function names(data: MapData, clusters: Cluster[], lang: Lang, { seen, unit, covered }: Window): string[] {
  const dots = [...clusters.map((one) => ({ ...one, radius: radius(data, one) })), ...home(data)];
  const around = ({ x, y, radius: own }: { x: number; y: number; radius: number }): Box[] => {
    const [px, py, far] = [(x - seen.x) / unit, (y - seen.y) / unit, own + OTHERS];
    return ROUND.map(([wide, high]) => ({ left: px - far * wide, top: py - far * high, right: px + far * wide, bottom: py + far * high }));
  };
  const taken = new Crowd([...dots.flatMap(around), ...covered]);
  const wanted = [
    ...home(data).map((one) => ({ ...one, text: one.label[lang] })),
    ...[...clusters].sort((a, b) => b.weight - a.weight).map((one) => ({
      x: one.x, y: one.y, radius: radius(data, one),
      text: data.places[one.places[0]!]!.label[lang] + (one.places.length > 1 ? ` +${one.places.length - 1}` : ""),
    })),
  ];
  return wanted.flatMap(({ x, y, radius: far, text }) => {
    const wide = width(text);
    for (const [right, down] of SIDES) {
      const away = (far + OWN) * (right && down ? CORNER : 1);
      const at = { x: (x - seen.x) / unit + right * (away + wide / 2), y: (y - seen.y) / unit + down * (away + TEXT * HALF) };
      const box = { left: at.x - wide / 2, top: at.y - TEXT * HALF, right: at.x + wide / 2, bottom: at.y + TEXT * HALF };
      if (box.left < 0 || box.top < 0 || box.right > seen.width / unit || box.bottom > seen.height / unit || taken.meets(box)) continue;
      taken.add(box);
      return [`<text class="name" paint-order="stroke" x="${n(seen.x + at.x * unit)}" y="${n(seen.y + (at.y + TEXT * 0.36) * unit)}" font-size="${n(TEXT * unit)}" stroke-width="${n(3 * unit)}">${escaped(text)}</text>`];
    }
    return [];
  });
}
