// The drawing: a sigma renderer over a graphology graph.
import Graph from "graphology";
import Sigma from "sigma";
import type { Page } from "./data";
import type { Visible } from "./filter";
import type { State } from "./state";

const FAINT = "#e4e7eb";
const EDGE = "#b6bfca";
const STRONG = "#334155";

export interface Scene {
  sigma: Sigma;
  graph: Graph;
  show(seen: Visible, state: State): void;
  hover(id: string | null): void;
  focus(id: string): void;
}

export interface Handlers { select(id: string): void; clear(): void; hover(id: string | null): void }

/** Draw the page's network into an element. */
export function drawScene(page: Page, container: HTMLElement, handlers: Handlers): Scene {
  const graph = buildGraph(page);
  const some = graph.order > 150;
  const many = graph.order > 1500;
  let seen: Visible = { nodes: new Set(), edges: new Set() };
  let state: State | undefined;
  let hovered: string | null = null;
  let near = new Set<string>();

  const sigma = new Sigma(graph, container, {
    allowInvalidContainer: true,
    labelFont: "system-ui, sans-serif",
    labelSize: 13,
    labelColor: { color: "#1f2937" },
    labelDensity: some ? 0.5 : 1,
    labelGridCellSize: some ? 130 : 80,
    labelRenderedSizeThreshold: many ? 7 : some ? 5 : 3,
    hideEdgesOnMove: many,
    zIndex: true,
    minCameraRatio: 0.02,
    maxCameraRatio: 4,
    stagePadding: 70,
    nodeReducer: (id, attributes) => {
      if (!seen.nodes.has(id)) return { ...attributes, hidden: true };
      const centre = hovered ?? state?.selected ?? "";
      const label = attributes["labels"][state?.lang ?? "en"] as string;
      if (!centre || !near.size || near.has(id)) {
        const chosen = id === centre;
        return { ...attributes, label, color: colour(attributes), zIndex: chosen ? 2 : 1, highlighted: chosen, forceLabel: chosen || near.size > 0 && near.size < 40 };
      }
      return { ...attributes, label: "", color: FAINT, zIndex: 0 };
    },
    edgeReducer: (key, attributes) => {
      if (!seen.edges.has(Number(key))) return { ...attributes, hidden: true };
      const centre = hovered ?? state?.selected ?? "";
      if (!centre || !near.size) return attributes;
      const edge = page.data.edges[Number(key)]!;
      const touching = edge.source === centre || edge.target === centre;
      return touching ? { ...attributes, color: STRONG } : { ...attributes, hidden: true };
    },
  });

  function colour(attributes: Record<string, unknown>): string {
    return String(attributes[state?.colour === "community" ? "communityColour" : "typeColour"]);
  }

  function neighbourhood(id: string): Set<string> {
    const found = new Set<string>();
    for (const index of page.edgesOf.get(id) ?? []) {
      if (!seen.edges.has(index)) continue;
      const edge = page.data.edges[index]!;
      found.add(edge.source).add(edge.target);
    }
    if (seen.nodes.has(id)) found.add(id);
    return found;
  }

  function refresh(): void {
    const centre = hovered ?? state?.selected ?? "";
    near = centre ? neighbourhood(centre) : new Set();
    sigma.refresh({ skipIndexation: false });
  }

  sigma.on("clickNode", ({ node }) => handlers.select(node));
  sigma.on("clickStage", () => handlers.clear());
  sigma.on("enterNode", ({ node }) => handlers.hover(node));
  sigma.on("leaveNode", () => handlers.hover(null));

  return {
    sigma,
    graph,
    show(next, now) { seen = next; state = now; refresh(); },
    hover(id) { hovered = id; refresh(); },
    focus(id) {
      const places = [...neighbourhood(id)].map((one) => sigma.getNodeDisplayData(one)).filter((place) => place !== undefined);
      if (!places.length) return;
      const [xs, ys] = [places.map((place) => place.x), places.map((place) => place.y)];
      const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      const ratio = Math.min(1.1, Math.max(0.15, 1.25 * Math.max(right - left, high - low)));
      void sigma.getCamera().animate({ x: (left + right) / 2, y: (low + high) / 2, ratio }, { duration: 350 });
    },
  };
}

function buildGraph(page: Page): Graph {
  const { nodes, edges, directed } = page.data;
  const graph = new Graph({ type: directed ? "directed" : "undirected", multi: true });
  const most = Math.max(1, ...nodes.map((node) => node.weightedDegree));
  const base = nodes.length > 1500 ? 2 : 4;
  for (const node of nodes) {
    graph.addNode(node.id, {
      x: node.x, y: node.y,
      size: base + 14 * Math.sqrt(node.weightedDegree / most),
      labels: node.label, label: node.label.en,
      typeColour: page.colourOfType.get(node.type) ?? "#888888",
      communityColour: page.colourOfCommunity.get(node.community) ?? "#888888",
    });
  }
  const heaviest = edges.reduce((most, edge) => Math.max(most, edge.weight), 0);
  const lightest = edges.reduce((least, edge) => Math.min(least, edge.weight), heaviest);
  const span = heaviest - lightest || 1;
  edges.forEach((edge, index) => {
    graph.addEdgeWithKey(String(index), edge.source, edge.target, {
      size: 0.9 + 4.1 * Math.sqrt((edge.weight - lightest) / span),
      color: EDGE,
      type: directed ? "arrow" : "line",
    });
  });
  return graph;
}
