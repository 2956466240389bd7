// The drawing: a sigma renderer over a graphology graph.
import Graph from "graphology";
import Sigma from "sigma";
import type { Page } from "./data";
import type { Visible } from "./filter";
import { type Disc, type Label, Labels } from "./labels";
import type { State } from "./state";

const FAINT = "#e4e7eb";
const EDGE = "#98a3b1";
const STRONG = "#334155";

export interface Spot { x: number; y: number }
/** `tip`: how far from its end an arrow points, none where ties have no direction. */
interface Line { from: Spot; to: Spot; colour: string; width: number; tip?: number }

/** What is on screen, in pixels. */
export interface Picture { width: number; height: number; lines: Line[]; discs: (Disc & { colour: string })[]; labels: Label[] }

export interface Scene {
  show(seen: Visible, state: State): void;
  hover(id: string | null): void;
  focus(id: string): void;
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
  picture(): Picture;
}

export interface Handlers { select(id: string): void; clear(): void; hover(id: string | null): void }

/** Whether this browser can draw; without WebGL there are the tables. */
export function canDraw(): boolean {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

/** Draw the page's network into an element. */
export function drawScene(page: Page, container: HTMLElement, handlers: Handlers): Scene {
  const graph = buildGraph(page, container);
  const few = graph.order <= 400;
  const many = graph.order > 1500;
  const names = new Labels();
  let seen: Visible = { nodes: new Set(), edges: new Set() };
  let state: State | undefined;
  let hovered: string | null = null;
  let near = new Set<string>();

  const sigma = new Sigma(graph, container, {
    allowInvalidContainer: true,
    labelFont: "system-ui, sans-serif",
    labelSize: 13,
    labelColor: { color: "#1f2937" },
    defaultDrawNodeLabel: names.draw,
    // Of few nodes all names are tried, of many the larger ones' of each part of the screen.
    labelDensity: few ? 50 : 1,
    labelGridCellSize: 80,
    labelRenderedSizeThreshold: few ? 0 : 4,
    hideEdgesOnMove: many,
    zIndex: true,
    minCameraRatio: 0.02,
    maxCameraRatio: 4,
    stagePadding: Math.min(70, container.clientWidth / 12),
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

  sigma.on("beforeRender", () => names.begin());
  sigma.on("afterRender", () => {
    const { width, height } = sigma.getDimensions();
    names.paint(width, height, few ? discs() : []);
  });
  sigma.on("clickNode", ({ node }) => handlers.select(node));
  sigma.on("clickStage", () => handlers.clear());
  sigma.on("enterNode", ({ node }) => handlers.hover(node));
  sigma.on("leaveNode", () => handlers.hover(null));

  const at = (id: string) => sigma.framedGraphToViewport(sigma.getNodeDisplayData(id)!);

  function discs(): Picture["discs"] {
    return graph.nodes().filter((id) => !sigma.getNodeDisplayData(id)!.hidden).map((id) => {
      const { size, color } = sigma.getNodeDisplayData(id)!;
      return { ...at(id), radius: sigma.scaleSize(size), colour: color };
    });
  }

  function lines(): Line[] {
    return graph.edges().filter((key) => !sigma.getEdgeDisplayData(key)!.hidden && seen.edges.has(Number(key))).map((key) => {
      const { size, color } = sigma.getEdgeDisplayData(key)!;
      const [source, target] = graph.extremities(key);
      const line = { from: at(source), to: at(target), colour: color, width: sigma.scaleSize(size) };
      return page.data.directed ? { ...line, tip: sigma.scaleSize(sigma.getNodeDisplayData(target)!.size) } : line;
    });
  }

  const camera = sigma.getCamera();
  return {
    zoomIn() { void camera.animatedZoom(); },
    zoomOut() { void camera.animatedUnzoom(); },
    fit() { void camera.animatedReset(); },
    picture: () => ({ ...sigma.getDimensions(), lines: lines(), discs: discs(), labels: names.shown }),
    show(next, now) { seen = next; state = now; refresh(); },
    hover(id) { hovered = id; refresh(); },
    focus(id) {
      const places = [...neighbourhood(id)].map((one) => sigma.getNodeDisplayData(one)).filter((place) => place !== undefined);
      if (!places.length) return;
      const [xs, ys] = [places.map((place) => place.x), places.map((place) => place.y)];
      const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      const ratio = Math.min(1.1, Math.max(0.15, 1.25 * Math.max(right - left, high - low)));
      void camera.animate({ x: (left + right) / 2, y: (low + high) / 2, ratio }, { duration: 350 });
    },
  };
}

function buildGraph(page: Page, container: HTMLElement): Graph {
  const { nodes, edges, directed } = page.data;
  const graph = new Graph({ type: directed ? "directed" : "undirected", multi: true });
  const most = nodes.reduce((top, node) => Math.max(top, node.degree), 1);
  // Nodes shrink with the screen, and where there are many.
  const fit = Math.min(1, Math.max(0.5, container.clientWidth / 900)) * (nodes.length > 1500 ? 0.6 : 1);
  const least = nodes.length > 1500 ? 1.5 : 4 * fit;
  for (const node of nodes) {
    graph.addNode(node.id, {
      x: node.x, y: node.y,
      size: least + 14 * fit * Math.sqrt(node.degree / most),
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
