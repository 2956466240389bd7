// The drawing: a sigma renderer over a graphology graph.
import EdgeCurveProgram, { EdgeCurvedArrowProgram } from "@sigma/edge-curve";
import Graph from "graphology";
import Sigma from "sigma";
import { MANY, type Page } from "../data";
import type { Visible } from "../selection/filter";
import type { State } from "../state";
import type { Box, Disc } from "../../shared/crowd";
import { drawHover } from "./hover";
import { Eye } from "./eye";
import { inks, seenOn, sheer, whenInksChange } from "./ink";
import { type Badge, type Label, Labels } from "./labels";
import { boundsOf, type Spot, type Spots } from "./layouts";
import type { Looks } from "./looks";
import { panPicture } from "./pan";
import { SHAPES, ShapeProgram } from "./shapes";
import { bends, nearest, opacities, type Strand } from "./ties";

const FEW = 400;
/** The inks of a saved picture, which stands on white paper. */
const [TIE, STRONG, FAINT] = ["#8a95a3", "#334155", "#e4e7eb"];
/** Ends of a bundle lie at least so far apart for its number to be told. */
const BADGE_ROOM = 44;

/** `tip`: how far from its end an arrow points, none where ties have no direction. */
export interface Line { from: Spot; to: Spot; bend: number; colour: string; opacity: number; width: number; tip?: number }

/** What is on screen, in pixels. */
export interface Picture {
  width: number; height: number; lines: Line[]; labels: Label[]; badges: Badge[];
  discs: (Disc & { colour: string; shape: string })[];
}

/** What is told apart: nodes and ties that are in focus, all others faint. */
export interface Focus { nodes: Set<string>; edges: Set<number>; centre: string }

export interface Scene {
  show(seen: Visible, state: State, looks: Looks, focus: Focus | undefined): void;
  /** Move nodes; unless what is seen is part of a `whole`, it alone fills the drawing. */
  place(spots: Spots, whole: boolean): void;
  /** Show all that is seen, unless the reader has moved the drawing. */
  follow(): void;
  focus(ids: Iterable<string>): void;
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
  camera: string;
  /** Where a node stands in the drawing's own units, and how it looks. */
  spot(id: string): Spot & { radius: number; colour: string };
  width(index: number): number;
  picture(): Picture;
}

export interface Handlers {
  select(id: string): void;
  tie(index: number): void;
  clear(): void;
  hover(id: string | null): void;
  pin(id: string, at: Spot): void;
  moved(camera: string): void;
  /** What of the page lies over the drawing. */
  covered(): Box[];
  /** How many pixels of the drawing's foot a sheet covers. */
  under(): number;
}

/** Whether this browser can draw; without WebGL there are the tables. */
export function canDraw(): boolean {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

/** Draw the page's network into an element. */
export function drawScene(page: Page, container: HTMLElement, handlers: Handlers): Scene {
  const graph = buildGraph(page);
  const few = graph.order <= FEW;
  const many = graph.order > MANY;
  const names = new Labels();
  let colours = inks();
  let seen: Visible | undefined;
  let state: State | undefined;
  let looks: Looks | undefined;
  let focus: Focus | undefined;
  /** How much of itself each tie shows where there are many. */
  let opacity: number[] = [];

  const sigma = new Sigma(graph, container, {
    allowInvalidContainer: true,
    labelFont: "system-ui, sans-serif",
    labelSize: 13,
    defaultDrawNodeLabel: names.draw,
    defaultDrawNodeHover: (context, data) => drawHover(context, data, colours),
    // Of few nodes all names are tried, of many the larger ones' of each part of the screen.
    labelDensity: few ? 50 : 1,
    labelGridCellSize: 80,
    labelRenderedSizeThreshold: few ? 0 : 4,
    minEdgeThickness: many ? 1 : 1.7,
    hideEdgesOnMove: many,
    hideLabelsOnMove: many,
    zIndex: true,
    minCameraRatio: 0.02,
    maxCameraRatio: 4,
    stagePadding: Math.min(70, container.clientWidth / 12),
    defaultNodeType: "shape",
    nodeProgramClasses: { shape: ShapeProgram },
    edgeProgramClasses: { curve: EdgeCurveProgram, curvedArrow: EdgeCurvedArrowProgram },
    nodeReducer: (id, attributes) => {
      if (!looks || !seen?.nodes.has(id)) return { ...attributes, hidden: true };
      const own = { ...attributes, size: looks.radius(id), label: page.node.get(id)!.label[state!.lang] };
      if (focus && !focus.nodes.has(id)) return { ...own, label: "", color: colours.faint, zIndex: 0, rim: 0 };
      const chosen = id === focus?.centre;
      return { ...own, color: seenOn(colours.paper, looks.colour(id)), zIndex: chosen ? 2 : 1, highlighted: chosen, forceLabel: chosen || Boolean(focus && focus.nodes.size < 40) };
    },
    edgeReducer: (key, attributes) => {
      const index = Number(key);
      if (!seen?.edges.has(index)) return { ...attributes, hidden: true };
      const own = { ...attributes, size: width(index) };
      if (!focus) return { ...own, color: many ? sheer(colours.edge, opacity[index]!) : colours.edge };
      return focus.edges.has(index) ? { ...own, color: colours.strong, zIndex: 1 } : { ...own, hidden: focus.centre !== "", color: colours.faint };
    },
  });

  let scale = { least: 0, span: 1 };
  function rescale(edges: Map<number, number>): void {
    const weights = [...edges.values()];
    const heaviest = weights.reduce((most, one) => Math.max(most, one), 0);
    const least = weights.reduce((low, one) => Math.min(low, one), heaviest);
    scale = { least, span: heaviest - least || 1 };
  }

  function width(index: number): number {
    return 1.1 + 4.1 * Math.sqrt(Math.max(0, (seen?.edges.get(index) ?? 0) - scale.least) / scale.span);
  }

  sigma.on("beforeRender", () => names.begin());
  sigma.on("afterRender", () => {
    const { width: wide, height } = sigma.getDimensions();
    if (names.asked) names.paint(wide, height, discs(), handlers.covered(), badges(), colours);
  });
  whenInksChange(() => { colours = inks(); sigma.refresh(); });

  sigma.on("clickNode", ({ node }) => { if (!dragged) handlers.select(node); });
  sigma.on("clickStage", ({ event }) => {
    const index = nearest(event, strands());
    if (index >= 0) handlers.tie(index);
    else handlers.clear();
  });
  // Of many nodes only the name of the one under the pointer is shown: that is quick.
  const hover = (id: string | null) => {
    container.style.cursor = id ? "pointer" : "";
    if (!many && !held) handlers.hover(id);
  };
  sigma.on("enterNode", ({ node }) => hover(node));
  sigma.on("leaveNode", () => hover(null));

  // A node that is dragged stays where it is let go.
  let held = "";
  let dragged = false;
  sigma.on("downNode", ({ node, event }) => {
    if ("button" in event.original && event.original.button) return;
    // Where nodes lie close, a drag moves the drawing, and the chosen node only.
    if (many && node !== focus?.centre) return;
    held = node;
    dragged = false;
    if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
  });
  sigma.on("moveBody", ({ event }) => {
    if (!held) return;
    dragged = true;
    graph.mergeNodeAttributes(held, sigma.viewportToGraph(event));
    event.preventSigmaDefault();
    event.original.preventDefault();
    event.original.stopPropagation();
  });
  const drop = () => {
    if (held && dragged) handlers.pin(held, { x: graph.getNodeAttribute(held, "x") as number, y: graph.getNodeAttribute(held, "y") as number });
    held = "";
    setTimeout(() => { dragged = false; });
  };
  sigma.on("upNode", drop);
  sigma.on("upStage", drop);

  const at = (id: string) => sigma.framedGraphToViewport(sigma.getNodeDisplayData(id)!);

  function discs(): Picture["discs"] {
    const { width: wide, height } = sigma.getDimensions();
    const found: Picture["discs"] = [];
    for (const id of seen?.nodes ?? []) {
      const { size } = sigma.getNodeDisplayData(id)!;
      const colour = focus && !focus.nodes.has(id) ? FAINT : looks!.colour(id);
      const disc = { ...at(id), radius: sigma.scaleSize(size), colour, shape: page.kind.get(page.node.get(id)!.type)?.shape ?? "disc" };
      if (disc.x > -30 && disc.y > -30 && disc.x < wide + 30 && disc.y < height + 30) found.push(disc);
    }
    return found;
  }

  function* strands(): Generator<Strand> {
    for (const index of seen?.edges.keys() ?? []) {
      const key = String(index);
      if (sigma.getEdgeDisplayData(key)!.hidden) continue;
      const [source, target] = graph.extremities(key);
      yield { index, from: at(source), to: at(target), bend: graph.getEdgeAttribute(key, "curvature") as number };
    }
  }

  function lines(): Line[] {
    return [...strands()].map(({ index, ...strand }) => {
      const { size } = sigma.getEdgeDisplayData(String(index))!;
      const colour = !focus ? TIE : focus.edges.has(index) ? STRONG : FAINT;
      const line = { ...strand, colour, opacity: many && !focus ? opacity[index]! : 1, width: sigma.scaleSize(size) };
      return page.data.directed ? { ...line, tip: sigma.scaleSize(sigma.getNodeDisplayData(graph.target(String(index)))!.size) } : line;
    });
  }

  /** How many ties join the pairs that are joined by several. */
  function badges(): Badge[] {
    const found: Badge[] = [];
    for (const edges of several) {
      const shown = edges.filter((index) => seen?.edges.has(index) && !sigma.getEdgeDisplayData(String(index))!.hidden);
      if (shown.length < 2) continue;
      const [from, to] = graph.extremities(String(shown[0])).map(at) as [Spot, Spot];
      if (Math.hypot(to.x - from.x, to.y - from.y) < BADGE_ROOM) continue;
      found.push({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, text: String(shown.length) });
    }
    return found;
  }
  const several = [...page.between.values()].filter((edges) => edges.length > 1);

  if (many) panPicture(sigma);
  const eye = new Eye(sigma, () => seen?.nodes ?? [], handlers.moved, handlers.under);

  return {
    zoomIn() { eye.zoom(1); },
    zoomOut() { eye.zoom(-1); },
    fit() { eye.fit(); },
    follow() { eye.follow(); },
    get camera() { return eye.text; },
    set camera(text: string) { eye.text = text; },
    spot: (id) => ({ x: graph.getNodeAttribute(id, "x") as number, y: graph.getNodeAttribute(id, "y") as number, radius: looks!.radius(id), colour: looks!.colour(id) }),
    width,
    picture: () => ({ ...sigma.getDimensions(), lines: lines(), discs: discs(), labels: names.shown, badges: names.badges }),
    show(next, now, look, on) {
      [seen, state, looks, focus] = [next, now, look, on];
      rescale(next.edges);
      sigma.refresh();
    },
    place(spots, whole) {
      sigma.setCustomBBox(whole ? null : boundsOf([...seen!.nodes].flatMap((id) => spots.get(id) ?? [])));
      graph.updateEachNodeAttributes((id, attributes) => ({ ...attributes, ...(spots.get(id) ?? {}) }), { attributes: ["x", "y"] });
      if (many) opacity = opacities(page, seen!.edges.keys(), (id) => graph.getNodeAttributes(id) as Spot);
      sigma.refresh();
    },
    focus(ids) { eye.look(ids); },
  };
}

function buildGraph(page: Page): Graph {
  const { nodes, edges, directed } = page.data;
  const graph = new Graph({ type: directed ? "directed" : "undirected", multi: true });
  for (const node of nodes) {
    graph.addNode(node.id, { x: node.x, y: node.y, shape: Math.max(0, SHAPES.indexOf(page.kind.get(node.type)?.shape ?? "disc")) });
  }
  const curvature = bends(page);
  edges.forEach((edge, index) => {
    const curved = Boolean(curvature[index]);
    const type = directed ? (curved ? "curvedArrow" : "arrow") : curved ? "curve" : "line";
    graph.addEdgeWithKey(String(index), edge.source, edge.target, { type, curvature: curvature[index] });
  });
  return graph;
}

