// Where nodes stand: as the file has them, or in a circle, by place, in two columns.
import type { NodeRecord, Page } from "../data";
import { neighbours, type Visible } from "../selection/filter";
import type { Layout, State } from "../state";

export interface Spot { x: number; y: number }
export type Spots = Map<string, Spot>;

export interface Bounds { x: [number, number]; y: [number, number] }

/** The extent of some spots, none of none. */
export function boundsOf(spots: Spot[]): Bounds | null {
  if (!spots.length) return null;
  const span = (values: number[]): [number, number] => [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  return { x: span(spots.map((one) => one.x)), y: span(spots.map((one) => one.y)) };
}

/** The layouts that a network can have. */
export function layoutsFor(page: Page): Layout[] {
  const placed = page.data.nodes.some((node) => node.lat !== null);
  const sided = page.data.nodes.some((node) => node.side !== null);
  return ["given", "force", "circle", ...(placed ? ["place" as const] : []), ...(sided ? ["columns" as const] : [])];
}

/** The places of a layout that needs no time; "force" begins where the file's ends. */
export function placed(page: Page, seen: Visible, state: State, wide: number): Spots {
  const shown = page.data.nodes.filter((node) => seen.nodes.has(node.id));
  const { layout, lang } = state;
  if (layout === "circle") return circle(shown, lang);
  if (layout === "place") return byPlace(shown, lang);
  if (layout === "columns") return columns(page, seen, shown, wide);
  return new Map(page.data.nodes.map((node) => [node.id, { x: node.x, y: node.y }]));
}

const byName = (lang: State["lang"]) => (a: NodeRecord, b: NodeRecord) => a.label[lang].localeCompare(b.label[lang], lang);

function circle(shown: NodeRecord[], lang: State["lang"]): Spots {
  const sorted = [...shown].sort((a, b) => a.type.localeCompare(b.type) || a.community - b.community || byName(lang)(a, b));
  return new Map(sorted.map((node, index) => {
    const angle = Math.PI / 2 - 2 * Math.PI * index / sorted.length;
    return [node.id, { x: 500 * Math.cos(angle), y: 500 * Math.sin(angle) }];
  }));
}

/** On the globe in Mercator's projection; what has no place stands in rows below. */
function byPlace(shown: NodeRecord[], lang: State["lang"]): Spots {
  const north = (lat: number) => (180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  const found: Spots = new Map();
  const here = new Map<string, number>();
  for (const node of shown) {
    if (node.lat === null || node.long === null) continue;
    const key = `${node.lat} ${node.long}`;
    const before = here.get(key) ?? 0;
    here.set(key, before + 1);
    found.set(node.id, { x: node.long + before * 0.6, y: north(node.lat) - before * 0.6 });
  }
  const spots = [...found.values()];
  const [left, right] = [Math.min(...spots.map((one) => one.x)), Math.max(...spots.map((one) => one.x))];
  const low = Math.min(...spots.map((one) => one.y));
  const rest = shown.filter((node) => !found.has(node.id)).sort(byName(lang));
  const across = Math.max(1, Math.ceil(Math.sqrt(rest.length * 4)));
  const gap = Math.max(1, right - left) / across;
  rest.forEach((node, index) => found.set(node.id, { x: left + (index % across) * gap, y: low - gap * (1.5 + Math.floor(index / across)) }));
  return found;
}

/** Sources to the left, targets to the right, each beside what it is tied to. */
function columns(page: Page, seen: Visible, shown: NodeRecord[], wide: number): Spots {
  const near = neighbours(page, seen);
  const sides = [0, 1].map((side) => shown.filter((node) => (node.side ?? 0) === side).map((node) => node.id));
  const rank = new Map<string, number>();
  const number = (ids: string[]) => ids.forEach((id, index) => rank.set(id, (index + 0.5) / ids.length));
  sides.forEach(number);
  for (let round = 0; round < 8; round++) {
    const ids = sides[round % 2]!;
    const middle = new Map(ids.map((id) => [id, mean([...near.get(id)!].map((other) => rank.get(other)!), rank.get(id)!)]));
    ids.sort((a, b) => middle.get(a)! - middle.get(b)!);
    number(ids);
  }
  const high = 1000;
  return new Map(sides.flatMap((ids, side) => ids.map((id) => [id, { x: side * high * wide * 0.45, y: -rank.get(id)! * high }] as const)));
}

function mean(values: number[], none: number): number {
  return values.length ? values.reduce((sum, one) => sum + one, 0) / values.length : none;
}
