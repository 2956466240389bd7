// What is drawn: places, near ones as one where they would lie on each other, and arcs between them.
import { passes, type Asked } from "../shared/selection";
import type { MapData, Tie } from "./data";
import type { Spot } from "./view";

/** Places that lie on each other at this distance; `weight` counts a thing or fact once. */
export interface Cluster extends Spot { places: number[]; ties: number[]; weight: number }
export interface Arc { from: Cluster | null; to: Cluster; ties: number[]; weight: number }
export interface Marks { clusters: Cluster[]; arcs: Arc[]; shown: Map<number, Set<string>> }

const [NEAR, LARGEST] = [20, 24]; // pixels
const OVER = 0.75; // of both radii: what is nearer is one

/** What each tie counts of what is asked for; ties that count less than `least` are left out. */
export function countedTies(data: MapData, asked: Asked, least: number): Map<number, Set<string>> {
  const found = new Map<number, Set<string>>();
  data.ties.forEach((tie, index) => {
    const left = new Set(tie.parts.filter((part) => passes(part, asked)).flatMap((part) => part.counted));
    if (left.size >= least) found.set(index, left);
  });
  return found;
}

/** How much ties count: a thing or fact once, however many ties it makes. */
export function weigh(shown: Map<number, Set<string>>, ties: Iterable<number>): number {
  const all = new Set<string>();
  for (const tie of ties) for (const one of shown.get(tie) ?? []) all.add(one);
  return all.size;
}

/** The ties of each place. */
export function tiesOf(data: MapData, shown: Map<number, Set<string>>): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const index of shown.keys()) {
    for (const end of new Set(data.ties[index]!.ends)) {
      if (end < 0) continue;
      const list = found.get(end);
      if (list) list.push(index);
      else found.set(end, [index]);
    }
  }
  return found;
}

/** What is asked for, and the least that a tie and a place have to count. */
export interface Wanted extends Asked { least: number; facts: number }

/** Places and arcs as they are drawn where a pixel is so many units. */
export function marks(data: MapData, asked: Wanted, unit: number): Marks {
  const shown = countedTies(data, asked, asked.least);
  const own = tiesOf(data, shown);
  const heavy = [...own].map(([place, ties]) => ({ place, ties, weight: weigh(shown, ties) })).filter((one) => one.weight >= asked.facts);
  heavy.sort((a, b) => b.weight - a.weight || a.place - b.place);
  const clusters: Cluster[] = [];
  const seat = new Map<number, Cluster>();
  for (const { place, ties } of heavy) {
    const at = data.places[place]!;
    let cluster = clusters.find((one) => Math.hypot(one.x - at.x, one.y - at.y) < NEAR * unit);
    if (!cluster) clusters.push(cluster = { x: at.x, y: at.y, places: [], ties: [], weight: 0 });
    cluster.places.push(place);
    cluster.ties.push(...ties);
    seat.set(place, cluster);
  }
  const count = (one: Cluster) => { one.ties = [...new Set(one.ties)]; one.weight = weigh(shown, one.ties); };
  clusters.forEach(count);
  const apart = merged(clusters, (one) => radius(data, one) * unit, (one, other) => {
    one.places.push(...other.places);
    one.ties.push(...other.ties);
    count(one);
    for (const place of other.places) seat.set(place, one);
  });
  return { clusters: apart, arcs: arcsOf(data, shown, seat), shown };
}

/** Clusters of which none lies so far over another that its number could not be read. */
function merged(clusters: Cluster[], reach: (one: Cluster) => number, join: (one: Cluster, other: Cluster) => void): Cluster[] {
  const found: Cluster[] = [];
  for (const one of [...clusters].sort((a, b) => b.weight - a.weight)) {
    const over = found.find((other) => Math.hypot(one.x - other.x, one.y - other.y) < OVER * (reach(one) + reach(other)));
    if (over) join(over, one);
    else found.push(one);
  }
  return found.length < clusters.length ? merged(found, reach, join) : found;
}

/** How large a cluster is drawn, in pixels. */
export function radius(data: MapData, one: Cluster): number {
  return Math.max(one.places.length > 1 ? 8 : 0, scaled(data.scales.dot, one.weight));
}

/** The radius of a dot or the width of an arc, which grow as the root of a weight. */
export const scaled = ([least, factor]: [number, number], weight: number) => Math.min(LARGEST, least + factor * Math.sqrt(weight));

function arcsOf(data: MapData, shown: Map<number, Set<string>>, seat: Map<number, Cluster>): Arc[] {
  const found = new Map<string, Arc>();
  const number = new Map([...new Set(seat.values())].map((one, index) => [one, index]));
  for (const index of shown.keys()) {
    const [a, b] = data.ties[index]!.ends.map((end) => (end < 0 ? null : seat.get(end))) as [Cluster | null | undefined, Cluster | null | undefined];
    if (a === undefined || b === undefined || a === b || ((!a || !b) && !data.origin)) continue;
    const [from, to] = a && b ? (number.get(a)! < number.get(b)! ? [a, b] : [b, a]) : [null, (a ?? b)!];
    const key = `${from ? number.get(from)! : "-"} ${number.get(to)!}`;
    const arc = found.get(key);
    if (arc) arc.ties.push(index);
    else found.set(key, { from, to, ties: [index], weight: 0 });
  }
  for (const arc of found.values()) arc.weight = weigh(shown, arc.ties);
  return [...found.values()].sort((a, b) => a.weight - b.weight);
}

/** The evidence of a tie that is asked for. */
export function evidenceOf(tie: Tie, asked: Asked): Tie["evidence"] {
  const left = tie.parts.filter((part) => passes(part, asked));
  if (left.length === tie.parts.length) return tie.evidence;
  const facts = new Set(left.flatMap((part) => part.counted));
  const found = tie.evidence.filter((one) => facts.has(one.fact));
  return found.length ? found : tie.evidence;
}
