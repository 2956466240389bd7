// The network page: one state, drawn again whenever it changes.
import { edgeKey, edgeOf, MANY, otherEnd, readPage, type Page } from "./data";
import { force } from "./drawing/force";
import { whenInksChange } from "./drawing/ink";
import { placed } from "./drawing/layouts";
import { looks } from "./drawing/looks";
import { canDraw, drawScene, type Focus, type Scene } from "./drawing/scene";
import { listen } from "./keys";
import { fillControls } from "./panel/controls";
import { fillLegend } from "./panel/legend";
import { asksForPath, fillPanel } from "./panel/panel";
import { searchBox } from "./panel/search";
import { fillTables } from "./panel/table";
import { pinsOf, withPin } from "./pins";
import { caption, type Caption } from "./saving/caption";
import { FORMATS, save, TABLES } from "./saving/save";
import { type Visible, visible } from "./selection/filter";
import { edgesBetween, shortestPath } from "./selection/path";
import { fromHash, START, type State, toHash } from "./state";
import { boxesOver } from "../shared/crowd";
import { el } from "../shared/element";
import { keep } from "../shared/hash";
import { word } from "../shared/texts";
import { player } from "../shared/time";

const WIDE = 800;

function start(): void {
  const page = readPage();
  const drawable = canDraw();
  const first: State = {
    ...START,
    lang: document.documentElement.lang === "da" ? "da" : "en",
    colour: page.data.mode === "one-mode" || page.data.nodes.length > MANY ? "community" : "class",
    view: drawable ? "graph" : "table",
  };
  let state = fromHash(location.hash, first, page);
  let seen: Visible = visible(page, state);
  let look = looks(page, seen, state, window.innerWidth);
  const parts = frame();
  const { drawing, tables, panel, side, zoom, tools, controls, legend } = parts;
  const search = searchBox(page, () => state.lang, "search", select);
  side.insertBefore(search.element, controls);
  if (window.innerWidth > WIDE) side.insertBefore(legend, controls);
  else side.open = legend.open = false;

  const scene: Scene | undefined = drawable ? drawScene(page, drawing, {
    select,
    tie: (index) => change({ tie: edgeKey(page, index), selected: "", path: "" }),
    clear: () => { if (state.selected || state.tie) change({ selected: "", tie: "", path: "" }); },
    hover: (id) => { hovered = id ?? ""; show(); },
    pin: (id, at) => change({ pins: withPin(page, state.pins, id, at) }),
    moved: (camera) => { state = { ...state, camera }; remember(); },
    covered: () => boxesOver(drawing, [zoom, legend, side, panel]),
    under: () => {
      const [sheet] = boxesOver(drawing, [panel]);
      return sheet!.right > sheet!.left && sheet!.left < drawing.clientWidth ? Math.max(0, drawing.clientHeight - sheet!.top) : 0;
    },
  }) : undefined;
  const time = player(page.years, () => state, change);
  let hovered = "";
  let laid = "";
  let stop = () => {};

  function remember(): void { keep(toHash(state, first, page)); }

  function change(part: Partial<State>): void {
    state = { ...state, ...part };
    remember();
    draw();
  }

  function select(id: string): void {
    change({ selected: id, tie: "", path: "" });
    if (state.view === "graph") scene?.focus(focusOf(page, seen, state, "").nodes);
  }

  function reset(): void {
    time.stop();
    laid = "";
    change({ ...first, lang: state.lang });
    scene?.fit();
  }

  function said(): Caption {
    return caption(page, seen, state, { looks: look, width: (index) => scene?.width(index) ?? 1 });
  }

  /** Give the scene what is seen, chosen and pointed at. */
  function show(): void {
    const focus = focusOf(page, seen, state, hovered);
    scene?.show(seen, state, look, focus.nodes.size ? focus : undefined);
  }

  /** Lay out again where the layout, or for some what is seen, has changed. */
  function lay(): void {
    const fixed = state.layout === "given" ? "" : [...seen.nodes].join(" ");
    const wanted = `${state.layout} ${state.pins} ${fixed}`;
    if (!scene || wanted === laid) return;
    laid = wanted;
    stop();
    const pins = pinsOf(page, state.pins);
    const spots = placed(page, seen, state, drawing.clientWidth / (drawing.clientHeight || 1));
    scene.place(new Map([...spots, ...pins]), state.layout === "given");
    drawing.setAttribute("aria-busy", String(state.layout === "force"));
    if (state.layout === "force") {
      stop = force(page, seen, spots, pins, (moved, done) => { scene.place(moved, false); drawing.setAttribute("aria-busy", String(!done)); });
    }
  }

  function draw(): void {
    const { lang } = state;
    seen = visible(page, state);
    look = looks(page, seen, state, drawing.clientWidth || 900);
    write(parts, page, state, seen);
    search.relabel();
    fillTools();
    refill(controls, () => fillControls(controls, page, seen, state, { change, select, reset, play: time.play, playing: time.playing }));
    const path = asksForPath(page, state) ? shortestPath(page, seen, state.selected, state.path) : [];
    fillPanel(panel, { page, seen, state, act: { select, change, close: () => change({ selected: "", tie: "", path: "" }) } }, path);
    const asTable = state.view === "table" || !scene;
    tables.hidden = !asTable;
    drawing.hidden = zoom.hidden = legend.hidden = asTable;
    if (asTable) { fillTables(tables, page, seen, state, select); return; }
    show();
    lay();
    scene?.follow();
    fillLegend(legend, page, said(), lang);
  }

  function fillTools(): void {
    const { lang } = state;
    const button = (text: string, act: () => void, label = text) => el("button", { onclick: act, "aria-label": label, title: label }, text);
    const formats = scene && state.view === "graph" ? FORMATS : TABLES;
    tools.replaceChildren(
      button(word("other_language", lang), toggleLanguage),
      ...(scene ? [button(state.view === "graph" ? word("table", lang) : word("graph", lang), toggleView)] : []),
      ...formats.map((format) => button(format, () => void save(format, page, seen, state, said(), scene), `${word("save", lang)} ${format}`)),
      button(word("copy", lang), () => void navigator.clipboard?.writeText(location.href).then(() => { parts.counts.textContent = word("copied", lang); })),
    );
    zoom.replaceChildren(
      button("+", () => scene?.zoomIn(), word("zoom_in", lang)),
      button("−", () => scene?.zoomOut(), word("zoom_out", lang)),
      button("⤢", () => scene?.fit(), word("fit", lang)),
    );
  }

  function toggleView(): void { change({ view: state.view === "graph" ? "table" : "graph" }); }
  function toggleLanguage(): void { change({ lang: state.lang === "da" ? "en" : "da" }); }

  let trail: string[] = [];
  /** The neighbour that comes next (or before) among the selected node's neighbours' names. */
  function step(by: number): void {
    const around = state.selected ? neighbours(state.selected) : [...seen.nodes];
    if (around.length) select(around[(by > 0 ? 0 : around.length - 1)]!);
  }
  function neighbours(id: string): string[] {
    trail = [...trail.filter((one) => one !== id), id].slice(-50);
    const found = (page.edgesOf.get(id) ?? []).filter((index) => seen.edges.has(index)).map((index) => otherEnd(page.data.edges[index]!, id));
    const fresh = found.filter((one) => !trail.includes(one));
    return (fresh.length ? fresh : found).sort((a, b) => page.node.get(a)!.label[state.lang].localeCompare(page.node.get(b)!.label[state.lang], state.lang));
  }

  listen({
    "/": () => { side.open = true; search.input.focus(); },
    Escape: () => change({ selected: "", tie: "", path: "", ego: "" }),
    e: () => { if (state.selected) change({ ego: state.ego ? "" : state.selected }); },
    t: toggleView,
    l: toggleLanguage,
    "+": () => scene?.zoomIn(),
    "-": () => scene?.zoomOut(),
  }, (by) => { if (state.view === "graph" && document.activeElement === drawing) { step(by); return true; } return false; });
  whenInksChange(() => draw());
  window.addEventListener("hashchange", () => { state = fromHash(location.hash, first, page); draw(); });

  draw();
  if (scene && state.camera) scene.camera = state.camera;
  else if (state.selected || state.tie) scene?.focus(focusOf(page, seen, state, "").nodes);
}

/** What is told apart: the node that is pointed at or chosen with those around it, a tie, or a way. */
function focusOf(page: Page, seen: Visible, state: State, hovered: string): Focus {
  const tie = edgeOf(page, state.tie);
  if (!hovered && tie >= 0) {
    const { source, target } = page.data.edges[tie]!;
    return { centre: "", nodes: new Set([source, target]), edges: new Set([tie]) };
  }
  if (!hovered && asksForPath(page, state)) {
    const path = shortestPath(page, seen, state.selected, state.path);
    return { centre: "", nodes: new Set(path), edges: new Set(path.slice(1).flatMap((id, step) => edgesBetween(page, seen, path[step]!, id))) };
  }
  const centre = hovered || state.selected;
  if (!seen.nodes.has(centre)) return { centre: "", nodes: new Set(), edges: new Set() };
  const edges = (page.edgesOf.get(centre) ?? []).filter((index) => seen.edges.has(index));
  return { centre, edges: new Set(edges), nodes: new Set([centre, ...edges.map((index) => otherEnd(page.data.edges[index]!, centre))]) };
}

type Parts = ReturnType<typeof frame>;

function frame() {
  const parts = {
    title: el("h1"), summary: el("p", { class: "summary" }), counts: el("p", { class: "quiet", role: "status" }),
    tools: el("div", { class: "tools" }), controls: el("div", { class: "controls" }),
    drawing: el("div", { class: "drawing", role: "img", tabindex: "0" }), tables: el("div", { class: "tables", hidden: true }),
    panel: el("aside", { class: "panel", hidden: true, "aria-live": "polite" }), zoom: el("div", { class: "zoom" }),
    legend: el("details", { class: "legend", open: true }), side: el("details", { class: "side", open: true }, el("summary", {})),
  };
  parts.side.append(parts.controls);
  document.getElementById("app")!.replaceChildren(
    el("header", { class: "top" }, parts.title, parts.tools, parts.summary, parts.counts),
    el("main", {}, parts.side, el("div", { class: "stage" }, parts.drawing, parts.legend, parts.zoom, parts.tables), parts.panel));
  return parts;
}

function write({ title, summary, counts, side, drawing, panel }: Parts, page: Page, { lang }: State, seen: Visible): void {
  const { data } = page;
  document.documentElement.lang = lang;
  document.title = `${data.title[lang]} – kkgraph`;
  title.textContent = data.title[lang];
  summary.textContent = data.summary[lang];
  counts.textContent = `${word("nodes", lang, { n: seen.nodes.size })}, ${word("edges", lang, { n: seen.edges.size })} · ${word("weight_counts", lang)}: ${data.weightMeaning[lang]} · ${data.version}`;
  side.querySelector("summary")!.textContent = word("controls", lang);
  drawing.setAttribute("aria-label", `${word("figure", lang)}: ${data.title[lang]}`);
  panel.setAttribute("aria-label", word("details", lang));
}

/** Fill a box anew and leave the keyboard where it was. */
function refill(box: HTMLElement, fill: () => void): void {
  const fields = () => [...box.querySelectorAll<HTMLElement>("input, select, button")];
  const at = fields().indexOf(document.activeElement as HTMLElement);
  fill();
  if (at >= 0) fields()[at]?.focus({ preventScroll: true });
}

start();
