// The shortest path between two nodes, along the arrows where ties have a direction.
import type { Page } from "../data";
import { neighbours, type Visible } from "./filter";

/** The nodes from one to another, both included; none where no tie leads there. */
export function shortestPath(page: Page, seen: Visible, from: string, to: string): string[] {
  if (!seen.nodes.has(from) || !seen.nodes.has(to)) return [];
  const near = neighbours(page, seen, page.data.directed);
  const before = new Map<string, string>([[from, from]]);
  for (const [id] of before) {
    if (id === to) break;
    for (const next of [...near.get(id)!].sort()) if (!before.has(next)) before.set(next, id);
  }
  if (!before.has(to)) return [];
  const path = [to];
  while (path[0] !== from) path.unshift(before.get(path[0]!)!);
  return path;
}

/** The visible edges that lead from a node to the next: in a directed network, that way only. */
export function edgesBetween(page: Page, seen: Visible, from: string, to: string): number[] {
  return (page.edgesOf.get(from) ?? []).filter((index) => {
    const { source, target } = page.data.edges[index]!;
    return seen.edges.has(index) && ((source === from && target === to) || (!page.data.directed && source === to && target === from));
  });
}
