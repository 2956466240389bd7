// Which nodes and edges a state lets through.
import { type EdgeRecord, otherEnd, type Page } from "./data";
import type { State } from "./state";

export interface Visible { nodes: Set<string>; edges: Set<number> }

/** Apply the state's filters: edges first, then the nodes they leave. */
export function visible(page: Page, state: State): Visible {
  const hidden = new Set(state.hiddenTypes);
  const open = new Set<string>();
  for (const node of page.data.nodes) {
    if (!hidden.has(node.type)) open.add(node.id);
  }
  const edges = new Set<number>();
  page.data.edges.forEach((edge, index) => {
    if (open.has(edge.source) && open.has(edge.target) && passes(edge, state)) edges.add(index);
  });
  // As the command does: a filter on what a tie is about leaves only its ends, a least weight all nodes.
  const filtered = Boolean(state.department || state.theme || state.relation);
  const nodes = state.isolated && !filtered ? open : connected(page, edges);
  if (state.selected && open.has(state.selected)) nodes.add(state.selected);
  return state.ego && page.node.has(state.selected)
    ? within(page, state.selected, state.radius, { nodes, edges })
    : { nodes, edges };
}

function passes(edge: EdgeRecord, state: State): boolean {
  return (
    edge.weight >= state.minWeight &&
    (!state.department || edge.departments.includes(state.department)) &&
    (!state.theme || edge.themes.includes(state.theme)) &&
    (!state.relation || edge.relation === state.relation)
  );
}

function connected(page: Page, edges: Set<number>): Set<string> {
  const nodes = new Set<string>();
  for (const index of edges) {
    const edge = page.data.edges[index]!;
    nodes.add(edge.source).add(edge.target);
  }
  return nodes;
}

/** The part within some steps of a node, and the edges between its nodes. */
function within(page: Page, centre: string, radius: number, whole: Visible): Visible {
  const nodes = new Set([centre]);
  let rim = [centre];
  for (let step = 0; step < radius; step++) {
    const next: string[] = [];
    for (const id of rim) {
      for (const index of page.edgesOf.get(id) ?? []) {
        if (!whole.edges.has(index)) continue;
        const other = otherEnd(page.data.edges[index]!, id);
        if (!nodes.has(other)) { nodes.add(other); next.push(other); }
      }
    }
    rim = next;
  }
  const edges = new Set<number>();
  for (const index of whole.edges) {
    const edge = page.data.edges[index]!;
    if (nodes.has(edge.source) && nodes.has(edge.target)) edges.add(index);
  }
  return { nodes, edges };
}
