// What is seen as rows of attributes: for GEXF and CSV, named as the command names them.
import type { EdgeRecord, NodeRecord, Page } from "../data";
import { isFiltered, type Visible } from "../selection/filter";
import { passes } from "../../shared/selection";
import type { State } from "../state";
import type { Text } from "../../shared/texts";

export type Row = Record<string, string | number>;
export interface SeenNode { node: NodeRecord; row: Row }
export interface SeenEdge { edge: EdgeRecord; weight: number; row: Row }

const SEPARATOR = " | ";

/** The evidence of a tie that the filters leave. */
export function evidenceOf(edge: EdgeRecord, state: State): EdgeRecord["evidence"] {
  if (!isFiltered(state) || !edge.parts.length) return edge.evidence;
  const left = new Set(edge.parts.filter((part) => passes(part, state)).flatMap((part) => part.facts));
  return edge.evidence.filter((one) => left.has(one.fact));
}

export function seenNodes(page: Page, seen: Visible, { lang }: State): SeenNode[] {
  const label = labels(page, lang);
  return page.data.nodes.filter((node) => seen.nodes.has(node.id)).map((node) => ({
    node,
    row: given({
      iri: node.id, class: node.type, degree: seen.degree.get(node.id)!, weighted_degree: seen.strength.get(node.id)!,
      community: node.community, themes: node.themes.map(label).join(SEPARATOR), departments: node.departments.map(label).join(SEPARATOR),
      printed_start: node.start, printed_end: node.end, bipartite: node.side, amount_in: node.amountIn, amount_out: node.amountOut,
      currency: node.currency, lat: node.lat, long: node.long,
    }),
  }));
}

export function seenEdges(page: Page, seen: Visible, state: State): SeenEdge[] {
  const label = labels(page, state.lang);
  return [...seen.edges].map(([index, weight]) => {
    const edge = page.data.edges[index]!;
    const evidence = evidenceOf(edge, state);
    return {
      edge, weight,
      row: given({
        relation: edge.relation, shared: edge.shared.map(label).join(SEPARATOR),
        themes: edge.themes.map(label).join(SEPARATOR), departments: edge.departments.map(label).join(SEPARATOR),
        facts: [...new Set(evidence.map((one) => one.fact))].join(SEPARATOR),
        evidence: [...new Set(evidence.map((one) => `${one.section}: ${one.lines}`))].join(SEPARATOR),
        printed_start: edge.start, printed_end: edge.end, amount: edge.amount, currency: edge.currency,
      }),
    };
  });
}

function labels(page: Page, lang: State["lang"]): (id: string) => string {
  const found = new Map<string, Text>([...page.data.themes, ...page.data.departments, ...page.data.shared].map((one) => [one.id, one.label]));
  return (id) => found.get(id)?.[lang] ?? id;
}

function given(row: Record<string, string | number | null>): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== "")) as Row;
}
