// Ties on screen: straight, or curved where several join one pair; which one a click means.
import { pairOf, type Page } from "../data";
import { boundsOf, type Spot } from "./layouts";

/** How far ties of one pair lie apart, in their length. */
const APART = 0.16;
const NEAR = 6;
const STEPS = 12;

/** How each edge is bent: 0 for a tie that is alone between its ends. */
export function bends(page: Page): number[] {
  const found = page.data.edges.map(() => 0);
  for (const edges of page.between.values()) {
    edges.forEach((index, order) => {
      const edge = page.data.edges[index]!;
      const side = pairOf(edge).startsWith(`${edge.source} `) ? 1 : -1;
      found[index] = (order - (edges.length - 1) / 2) * APART * side;
    });
  }
  return found;
}

/** Ties of a large network have as much ink each, and cover the drawing about so many times. */
const [COVERED, PIXELS] = [1.5, 700];
const [FAINTEST, FULLEST] = [0.05, 0.7];

/** How much of itself each tie shows: the longer, the less, so that near ties tell groups apart. */
export function opacities(page: Page, seen: Iterable<number>, at: (id: string) => Spot): number[] {
  const ties = [...seen];
  const bounds = boundsOf(page.data.nodes.map(({ id }) => at(id)));
  const extent = bounds ? Math.sqrt((bounds.x[1] - bounds.x[0]) * (bounds.y[1] - bounds.y[0])) || 1 : 1;
  const ink = COVERED * PIXELS * extent / Math.max(1, ties.length);
  const found = page.data.edges.map(() => FAINTEST);
  for (const index of ties) {
    const [from, to] = [at(page.data.edges[index]!.source), at(page.data.edges[index]!.target)];
    found[index] = Math.min(FULLEST, Math.max(FAINTEST, ink / (Math.hypot(to.x - from.x, to.y - from.y) || 1)));
  }
  return found;
}

/** The point that a curve is drawn towards. */
export function control(from: Spot, to: Spot, bend: number): Spot {
  return { x: (from.x + to.x) / 2 + (to.y - from.y) * bend, y: (from.y + to.y) / 2 - (to.x - from.x) * bend };
}

function along(from: Spot, middle: Spot, to: Spot, t: number): Spot {
  const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t * t];
  return { x: a * from.x + b * middle.x + c * to.x, y: a * from.y + b * middle.y + c * to.y };
}

export interface Strand { index: number; from: Spot; to: Spot; bend: number }

/** The tie nearest to a point, -1 where none is near. */
export function nearest(at: Spot, strands: Iterable<Strand>): number {
  let [best, least] = [-1, NEAR];
  for (const { index, from, to, bend } of strands) {
    const far = away(at, from, to, bend);
    if (far < least) [best, least] = [index, far];
  }
  return best;
}

function away(at: Spot, from: Spot, to: Spot, bend: number): number {
  if (!bend) return fromLine(at, from, to);
  const middle = control(from, to, bend);
  const points = Array.from({ length: STEPS + 1 }, (_, step) => along(from, middle, to, step / STEPS));
  return Math.min(...points.slice(1).map((point, step) => fromLine(at, points[step]!, point)));
}

function fromLine(at: Spot, from: Spot, to: Spot): number {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const long = x * x + y * y || 1;
  const t = Math.max(0, Math.min(1, ((at.x - from.x) * x + (at.y - from.y) * y) / long));
  return Math.hypot(at.x - from.x - t * x, at.y - from.y - t * y);
}
