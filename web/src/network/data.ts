// The page's data as Python embedded it, and quick ways into it.

import type { Choice } from "../shared/choice";
import { type Sorted, type Timed, yearsOf } from "../shared/selection";
import type { Lang, Text } from "../shared/texts";

/** Of more nodes than these a drawing is made lighter, and its ties rest while it moves. */
export const MANY = 1500;

export interface Evidence { section: string; lines: string; fact: string; page: string; label: Text }
/** One of several pieces of evidence of a tie: what it counts, and what filters ask of it. */
export interface Part extends Sorted { counted: string; facts: string[] }
export interface NodeRecord extends Timed {
  id: string; curie: string; label: Text; spellings: string[]; type: string;
  degree: number; weightedDegree: number; betweenness: number; pagerank: number; community: number; core: number;
  inDegree: number; outDegree: number; amountIn: number | null; amountOut: number | null; currency: string;
  side: number | null; lat: number | null; long: number | null; x: number; y: number;
  themes: string[]; departments: string[]; page: string; same: string[];
}
export interface EdgeRecord extends Sorted {
  source: string; target: string; weight: number; relation: string; shared: string[];
  amount: number | null; currency: string;
  parts: Part[]; evidence: Evidence[];
}
export interface Kind extends Choice { colour: string; shape: string }
export interface Community { id: number; label: Text; colour: string; size: number }
export interface NetworkData {
  name: string; title: Text; summary: Text; mode: string; directed: boolean; weightMeaning: Text;
  version: string; filters: Record<string, string>; selection: Text; citation: Text; attributes: Record<Lang, Record<string, string>>;
  /** Colours of groups, those of most nodes first, and of all groups after these. */
  palette: string[]; others: string;
  types: Kind[]; themes: Choice[]; departments: Choice[]; sections: Choice[]; relations: Choice[]; shared: Choice[];
  communities: Community[]; nodes: NodeRecord[]; edges: EdgeRecord[];
}

export interface Page {
  data: NetworkData;
  node: Map<string, NodeRecord>;
  edgesOf: Map<string, number[]>;
  kind: Map<string, Kind>;
  community: Map<number, Community>;
  /** The edges between two nodes, whatever their direction, by the pair's name. */
  between: Map<string, number[]>;
  /** The first and last year that is printed anywhere, none where nothing is. */
  years: [number, number] | undefined;
}

/** Read the JSON that stands in the page and index it. */
export function readPage(): Page {
  const element = document.getElementById("network");
  if (!element?.textContent) throw new Error("the page holds no network");
  const data = JSON.parse(element.textContent) as NetworkData;
  const edgesOf = new Map<string, number[]>(data.nodes.map((node) => [node.id, []]));
  const between = new Map<string, number[]>();
  data.edges.forEach((edge, index) => {
    edgesOf.get(edge.source)?.push(index);
    if (edge.target !== edge.source) edgesOf.get(edge.target)?.push(index);
    const pair = pairOf(edge);
    between.set(pair, [...(between.get(pair) ?? []), index]);
  });
  return {
    data, edgesOf, between,
    node: new Map(data.nodes.map((node) => [node.id, node])),
    kind: new Map(data.types.map((type) => [type.id, type])),
    community: new Map(data.communities.map((one) => [one.id, one])),
    years: yearsOf(data.edges),
  };
}

/** What names the two ends of an edge, in whatever direction it runs. */
export function pairOf({ source, target }: EdgeRecord): string {
  return source < target ? `${source} ${target}` : `${target} ${source}`;
}

/** What names an edge in the address. */
export function edgeKey(page: Page, index: number): string {
  const { source, relation, target } = page.data.edges[index]!;
  return [page.node.get(source)!.curie, relation, page.node.get(target)!.curie].join("~");
}

/** The edge of a name, -1 if there is none. */
export function edgeOf(page: Page, key: string): number {
  if (!key) return -1;
  const from = nodeOf(page, key.split("~")[0]!);
  return (page.edgesOf.get(from) ?? []).find((index) => edgeKey(page, index) === key) ?? -1;
}

/** The id of the node that has this IRI or CURIE, "" if there is none. */
export function nodeOf(page: Page, text: string): string {
  if (!text || page.node.has(text)) return text;
  return page.data.nodes.find((node) => node.curie === text)?.id ?? "";
}

/** The node at the other end of an edge. */
export function otherEnd(edge: EdgeRecord, id: string): string {
  return edge.source === id ? edge.target : edge.source;
}
