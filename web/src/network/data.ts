// The page's data as Python embedded it, and quick ways into it.

import type { Choice } from "../shared/choice";
import type { Text } from "../shared/texts";

export interface Evidence { section: string; lines: string; fact: string; page: string; label: Text }
export interface NodeRecord {
  id: string; curie: string; label: Text; spellings: string[]; type: string;
  degree: number; weightedDegree: number; betweenness: number; pagerank: number; community: number;
  lat: number | null; long: number | null; x: number; y: number;
  themes: string[]; departments: string[]; page: string; same: string[];
}
export interface EdgeRecord {
  source: string; target: string; weight: number; relation: string; shared: string[];
  themes: string[]; departments: string[]; evidence: Evidence[];
}
export interface Coloured extends Choice { colour: string }
export interface Community { id: number; label: Text; colour: string; size: number }
export interface NetworkData {
  name: string; title: Text; summary: Text; mode: string; directed: boolean; weightMeaning: Text;
  version: string; filters: Record<string, string>;
  types: Coloured[]; themes: Choice[]; departments: Choice[]; relations: Choice[]; shared: Choice[];
  communities: Community[]; nodes: NodeRecord[]; edges: EdgeRecord[];
}

export interface Page {
  data: NetworkData;
  node: Map<string, NodeRecord>;
  edgesOf: Map<string, number[]>;
  colourOfType: Map<string, string>;
  colourOfCommunity: Map<number, string>;
}

/** Read the JSON that stands in the page and index it. */
export function readPage(): Page {
  const element = document.getElementById("network");
  if (!element?.textContent) throw new Error("the page holds no network");
  const data = JSON.parse(element.textContent) as NetworkData;
  const edgesOf = new Map<string, number[]>(data.nodes.map((node) => [node.id, []]));
  data.edges.forEach((edge, index) => {
    edgesOf.get(edge.source)?.push(index);
    if (edge.target !== edge.source) edgesOf.get(edge.target)?.push(index);
  });
  return {
    data,
    edgesOf,
    node: new Map(data.nodes.map((node) => [node.id, node])),
    colourOfType: new Map(data.types.map((type) => [type.id, type.colour])),
    colourOfCommunity: new Map(data.communities.map((one) => [one.id, one.colour])),
  };
}

/** The node at the other end of an edge. */
export function otherEnd(edge: EdgeRecord, id: string): string {
  return edge.source === id ? edge.target : edge.source;
}

/** Lower case without accents, so that a search finds them however they are typed. */
export function folded(text: string): string {
  return text.toLowerCase().replace(/ø/g, "o").replace(/æ/g, "ae").normalize("NFD").replace(/\p{M}/gu, "");
}
