// Which nodes and edges a state lets through, in the order in which the command takes a part:
// what ties are about, their weight, then surroundings, core, largest part, no isolates.
import { type EdgeRecord, type Page } from "../data";
import { passes } from "../../shared/selection";
import type { State } from "../state";
import { weigher } from "./weights";

/** What is seen: edges with their weight, and of each node its ties and their weight. */
export interface Visible { nodes: Set<string>; edges: Map<number, number>; degree: Map<string, number>; strength: Map<string, number> }
type Sight = Pick<Visible, "nodes" | "edges">;

export function visible(page: Page, state: State): Visible {
  const hidden = new Set(state.hidden);
  const open = new Set(page.data.nodes.filter((node) => !hidden.has(node.type)).map((node) => node.id));
  const all = weighed(page, state, open);
  const nodes = isFiltered(state) ? ends(page, all.keys()) : open;
  const least = Math.max(state.minWeight, Number(page.data.filters["min-weight"] ?? 0));
  let seen: Sight = { nodes, edges: new Map([...all].filter(([, weight]) => weight >= least)) };
  if (state.ego) seen = kept(page, seen, nodes.has(state.ego) ? around(page, seen, state.ego, state.radius) : new Set());
  if (state.core) seen = kept(page, seen, coreOf(page, seen, state.core));
  if (state.largest) seen = kept(page, seen, largestOf(page, seen));
  if (!state.isolated) seen = { ...seen, nodes: ends(page, seen.edges.keys()) };
  return { ...seen, ...counted(page, seen) };
}

/** Whether ties are chosen by what they are about: then only their ends stay. */
export function isFiltered(state: State): boolean {
  return Boolean(state.department || state.theme || state.chapter || state.relation || state.first || state.last);
}

/** The edges between open nodes that pass, with what of their weight does. */
function weighed(page: Page, state: State, open: Set<string>): Map<number, number> {
  const parts = new Map<number, EdgeRecord["parts"] | null>();
  page.data.edges.forEach((edge, index) => {
    if (!open.has(edge.source) || !open.has(edge.target) || (state.relation && edge.relation !== state.relation)) return;
    if (!isFiltered(state)) parts.set(index, null);
    else if (!edge.parts.length) { if (edge.evidence.length && passes(edge, state)) parts.set(index, null); }
    else {
      const left = edge.parts.filter((part) => passes(part, state));
      if (left.length) parts.set(index, left);
    }
  });
  const weigh = weigher(page, parts);
  return new Map([...parts.keys()].map((index) => [index, weigh(index)]));
}

function ends(page: Page, edges: Iterable<number>): Set<string> {
  const found = new Set<string>();
  for (const index of edges) found.add(page.data.edges[index]!.source).add(page.data.edges[index]!.target);
  return found;
}

function kept(page: Page, seen: Sight, nodes: Set<string>): Sight {
  const inside = (index: number) => nodes.has(page.data.edges[index]!.source) && nodes.has(page.data.edges[index]!.target);
  return { nodes, edges: new Map([...seen.edges].filter(([index]) => inside(index))) };
}

/** For each node those that are tied to it. */
export function neighbours(page: Page, seen: Sight, directed = false): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>([...seen.nodes].map((id) => [id, new Set()]));
  for (const index of seen.edges.keys()) {
    const { source, target } = page.data.edges[index]!;
    found.get(source)?.add(target);
    if (!directed) found.get(target)?.add(source);
  }
  return found;
}

function around(page: Page, seen: Sight, centre: string, radius: number): Set<string> {
  const near = neighbours(page, seen);
  const found = new Set([centre]);
  let rim = [centre];
  for (let step = 0; step < radius; step++) {
    rim = rim.flatMap((id) => [...near.get(id)!]).filter((id) => !found.has(id) && found.add(id));
  }
  return found;
}

/** The nodes that are tied to k others of them. */
function coreOf(page: Page, seen: Sight, k: number): Set<string> {
  const near = neighbours(page, seen);
  const weak = [...near].filter(([, others]) => others.size < k).map(([id]) => id);
  while (weak.length) {
    const id = weak.pop()!;
    for (const other of near.get(id) ?? []) {
      const rest = near.get(other);
      if (rest?.delete(id) && rest.size === k - 1) weak.push(other);
    }
    near.delete(id);
  }
  return new Set(near.keys());
}

function largestOf(page: Page, seen: Sight): Set<string> {
  const near = neighbours(page, seen);
  const done = new Set<string>();
  let best = new Set<string>();
  for (const first of [...seen.nodes].sort()) {
    if (done.has(first)) continue;
    const part = new Set([first]);
    for (const id of part) near.get(id)!.forEach((other) => part.add(other));
    part.forEach((id) => done.add(id));
    if (part.size > best.size) best = part;
  }
  return best;
}

function counted(page: Page, seen: Sight): Pick<Visible, "degree" | "strength"> {
  const degree = new Map<string, number>([...seen.nodes].map((id) => [id, 0]));
  const strength = new Map<string, number>(degree);
  for (const [index, weight] of seen.edges) {
    const { source, target } = page.data.edges[index]!;
    for (const id of [source, target]) {
      degree.set(id, degree.get(id)! + 1);
      strength.set(id, strength.get(id)! + weight);
    }
  }
  return { degree, strength };
}
