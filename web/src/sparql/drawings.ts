// An answer as a network of the things in its rows, or as those of them that have a place on a map.
import type { Frame, PageData } from "./page";
import { ownPage, shorten } from "./page";
import type { Names, Row } from "./results";

interface Point { x: number; y: number }

const MOST = 250;
const SIZE = 900;
const ROUNDS = 260;
const PULL = 0.9; // to the middle, so that parts without ties stay near
const SVG = "http://www.w3.org/2000/svg";

/** The things of this graph that rows speak of, each once. */
export function thingsOf(rows: Row[], page: PageData): string[] {
  return [...new Set(rows.flatMap((row) => thingsIn(row, page)))];
}

function thingsIn(row: Row, page: PageData): string[] {
  const iris = Object.values(row).filter((term) => term.type === "uri").map((term) => term.value);
  return [...new Set(iris)].filter((iri) => iri.startsWith(page.namespace));
}

/** Each row ties the first of its things to the others; undefined when no row has two. */
export function network(rows: Row[], page: PageData, names: Names): SVGElement | undefined {
  const ties = new Map<string, [string, string]>();
  for (const [first, ...others] of rows.map((row) => thingsIn(row, page)))
    for (const other of others) ties.set([first!, other].sort().join(" "), [first!, other]);
  const chosen = [...ties.values()].slice(0, MOST);
  if (!chosen.length) return undefined;
  const places = laidOut(chosen);
  const firsts = new Set(chosen.map(([first]) => first));
  return svg("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, class: "drawing", role: "group" },
    ...chosen.map(([a, b]) => svg("line", { x1: places.get(a)!.x, y1: places.get(a)!.y, x2: places.get(b)!.x, y2: places.get(b)!.y })),
    ...[...places].map(([iri, spot]) => dot(iri, spot, page, names, firsts.has(iri) ? "first" : "other")));
}

/** Fruchterman and Reingold's layout from a circle: the same ties, the same picture. */
function laidOut(ties: [string, string][]): Map<string, Point> {
  const names = [...new Set(ties.flat())];
  const spots = names.map((_, i) => ({ x: Math.cos(i * 2.4) * (1 + i % 7), y: Math.sin(i * 2.4) * (1 + i % 7) }));
  const at = new Map(names.map((name, i) => [name, spots[i]!]));
  const near = 10 / Math.sqrt(names.length);
  for (let round = 0; round < ROUNDS; round += 1) {
    const moves = new Map(spots.map((spot) => [spot, { x: -spot.x * PULL, y: -spot.y * PULL }]));
    for (const a of spots) for (const b of spots) if (a !== b) push(moves.get(a)!, a, b, (far) => (near * near) / far);
    for (const [a, b] of ties) {
      push(moves.get(at.get(a)!)!, at.get(a)!, at.get(b)!, (far) => -(far * far) / near);
      push(moves.get(at.get(b)!)!, at.get(b)!, at.get(a)!, (far) => -(far * far) / near);
    }
    for (const [spot, move] of moves) step(spot, move, 1.2 * (1 - round / ROUNDS) ** 2);
  }
  return fitted(at);
}

function push(move: Point, from: Point, to: Point, force: (far: number) => number): void {
  const [x, y] = [from.x - to.x, from.y - to.y];
  const far = Math.max(Math.hypot(x, y), 0.01);
  move.x += (x / far) * force(far);
  move.y += (y / far) * force(far);
}

function step(spot: Point, move: Point, most: number): void {
  const far = Math.max(Math.hypot(move.x, move.y), 0.001);
  spot.x += (move.x / far) * Math.min(far, most);
  spot.y += (move.y / far) * Math.min(far, most);
}

/** The layout, made as large as the drawing, with room for labels on the right. */
function fitted(at: Map<string, Point>): Map<string, Point> {
  const range = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
  const [left, right] = range([...at.values()].map(({ x }) => x));
  const [top, bottom] = range([...at.values()].map(({ y }) => y));
  const scale = (value: number, low: number, high: number, size: number) => Math.round(20 + ((value - low) / Math.max(high - low, 0.01)) * size);
  return new Map([...at].map(([name, { x, y }]) => [name, { x: scale(x, left, right, SIZE - 220), y: scale(y, top, bottom, SIZE - 40) }]));
}

/** The things that have a place, on the closest of the site's maps that shows them all; undefined without any. */
export function map(things: string[], page: PageData, base: string, names: Names): SVGElement | undefined {
  const at = (frame: Frame, iri: string) => frame.spots[iri.slice(page.namespace.length)];
  const places = things.filter((iri) => page.maps.some((frame) => at(frame, iri)));
  const frame = page.maps.find((one) => places.every((iri) => at(one, iri))) ?? page.maps.at(-1)!;
  const [width, height] = frame.size;
  const shown = places.flatMap((iri) => (at(frame, iri) ? [{ iri, spot: at(frame, iri)! }] : []));
  if (!shown.length) return undefined;
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "map drawing", role: "group" },
    ...(frame.file ? [svg("image", { href: base + frame.file, width, height })] : []),
    ...shown.map(({ iri, spot: [x, y] }) => dot(iri, { x, y }, page, names, "first")));
}

function dot(iri: string, { x, y }: Point, page: PageData, names: Names, kind: string): SVGElement {
  const label = names.get(iri) ?? shorten(iri, page.prefixes);
  const link = svg("a", { href: ownPage(iri, page) ?? iri, class: kind },
    svg("circle", { cx: x, cy: y, r: 7 }), svg("text", { x: x + 11, y: y + 5 }));
  link.lastChild!.textContent = label;
  return link;
}

/** An SVG element with attributes and children. */
export function svg(tag: string, attributes: Record<string, string | number>, ...children: Node[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
