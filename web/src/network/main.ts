// The network page: one state, drawn again whenever it changes.
import { fillControls, searchBox } from "./controls";
import { otherEnd, readPage } from "./data";
import { el } from "../shared/element";
import { caption } from "./caption";
import { savePng, saveSvg } from "./export";
import { type Visible, visible } from "./filter";
import { word } from "../shared/texts";
import { fillPanel } from "./panel";
import { canDraw, drawScene, type Scene } from "./scene";
import { keep, toHash } from "../shared/hash";
import { fromHash, START, type State } from "./state";
import { fillTables } from "./table";

function start(): void {
  const page = readPage();
  const drawable = canDraw();
  const first: State = {
    ...START,
    lang: document.documentElement.lang === "da" ? "da" : "en",
    colour: page.data.mode === "one-mode" ? "community" : "type",
    view: drawable ? "graph" : "table",
  };
  let state = fromHash(location.hash, first);
  let seen: Visible = visible(page, state);

  const title = el("h1");
  const summary = el("p", { class: "summary" });
  const counts = el("p", { class: "quiet", role: "status" });
  const tools = el("div", { class: "tools" });
  const controls = el("div", { class: "controls" });
  const drawing = el("div", { class: "drawing", role: "img", tabindex: "0" });
  const tables = el("div", { class: "tables", hidden: true });
  const panel = el("aside", { class: "panel", hidden: true, "aria-live": "polite" });
  const zoom = el("div", { class: "zoom" });
  const search = searchBox(page, () => state.lang, { change, select, reset });
  const side = el("details", { class: "side", open: window.innerWidth > 800 }, el("summary", {}), search.element, controls);

  const app = document.getElementById("app")!;
  app.replaceChildren(
    el("header", { class: "top" }, el("div", {}, title, summary, counts), tools),
    el("main", {}, side, el("div", { class: "stage" }, drawing, zoom, tables), panel),
  );

  const scene: Scene | undefined = drawable ? drawScene(page, drawing, {
    select,
    clear: () => { if (state.selected && !state.ego) change({ selected: "" }); },
    hover: (id) => { drawing.style.cursor = id ? "pointer" : ""; scene?.hover(id); },
  }) : undefined;

  function change(part: Partial<State>): void {
    state = { ...state, ...part };
    keep(toHash(state, first));
    draw();
  }

  function select(id: string): void {
    change({ selected: id });
    if (state.view === "graph") scene?.focus(id);
  }

  function reset(): void {
    change({ ...first, lang: state.lang });
    scene?.fit();
  }

  function draw(): void {
    const { lang } = state;
    const { data } = page;
    seen = visible(page, state);
    document.documentElement.lang = lang;
    document.title = `${data.title[lang]} – kkgraph`;
    title.textContent = data.title[lang];
    summary.textContent = data.summary[lang];
    counts.textContent = `${word("nodes", lang, { n: seen.nodes.size })}, ${word("edges", lang, { n: seen.edges.size })} · ${word("weight_counts", lang)}: ${data.weightMeaning[lang]} · ${data.version}`;
    side.querySelector("summary")!.textContent = word("controls", lang);
    search.relabel();
    drawing.setAttribute("aria-label", `${word("figure", lang)}: ${data.title[lang]}`);
    panel.setAttribute("aria-label", word("details", lang));
    fillTools();
    fillControls(controls, page, seen, state, { change, select, reset });
    fillPanel(panel, page, seen, state, { select, close: () => change({ selected: "", ego: false }), ego: () => change({ ego: !state.ego }) });
    const asTable = state.view === "table" || !scene;
    tables.hidden = !asTable;
    drawing.hidden = zoom.hidden = asTable;
    if (asTable) fillTables(tables, page, seen, lang, select);
    else scene.show(seen, state);
  }

  function fillTools(): void {
    const { lang } = state;
    const button = (text: string, act: () => void, label = text) => el("button", { onclick: act, "aria-label": label, title: label }, text);
    const drawn = scene ? [
      button(state.view === "graph" ? word("table", lang) : word("graph", lang), toggleView),
      button("PNG", () => void savePng(scene, page, caption(page, seen, state)), `${word("save", lang)} PNG`),
      button("SVG", () => saveSvg(scene, page, caption(page, seen, state)), `${word("save", lang)} SVG`),
    ] : [];
    tools.replaceChildren(
      button(word("other_language", lang), toggleLanguage),
      ...drawn,
      button(word("copy", lang), () => void navigator.clipboard?.writeText(location.href).then(() => { counts.textContent = word("copied", lang); })),
    );
    zoom.replaceChildren(
      button("+", () => scene?.zoomIn(), word("zoom_in", lang)),
      button("−", () => scene?.zoomOut(), word("zoom_out", lang)),
      button("⤢", () => scene?.fit(), word("fit", lang)),
    );
  }

  function toggleView(): void { change({ view: state.view === "graph" ? "table" : "graph" }); }
  function toggleLanguage(): void { change({ lang: state.lang === "da" ? "en" : "da" }); }

  /** The neighbour that comes next (or before) among the selected node's neighbours' names. */
  function step(by: number): void {
    const all = [...seen.nodes];
    const around = state.selected ? neighbours(state.selected) : all;
    if (around.length) select(around[(by > 0 ? 0 : around.length - 1)]!);
  }

  let trail: string[] = [];
  function neighbours(id: string): string[] {
    trail = [...trail.filter((one) => one !== id), id].slice(-50);
    const found = (page.edgesOf.get(id) ?? []).filter((index) => seen.edges.has(index)).map((index) => otherEnd(page.data.edges[index]!, id));
    const fresh = found.filter((one) => !trail.includes(one));
    return (fresh.length ? fresh : found).sort((a, b) => page.node.get(a)!.label[state.lang].localeCompare(page.node.get(b)!.label[state.lang], state.lang));
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape")) return;
    const keys: Record<string, () => void> = {
      "/": () => { side.open = true; search.input.focus(); },
      Escape: () => change({ selected: "", ego: false }),
      e: () => { if (state.selected) change({ ego: !state.ego }); },
      t: toggleView,
      l: toggleLanguage,
      "+": () => scene?.zoomIn(),
      "-": () => scene?.zoomOut(),
      ArrowRight: () => step(1), ArrowDown: () => step(1), ArrowLeft: () => step(-1), ArrowUp: () => step(-1),
    };
    const act = keys[event.key];
    const arrows = event.key.startsWith("Arrow");
    if (!act || (arrows && (state.view === "table" || document.activeElement !== drawing))) return;
    event.preventDefault();
    act();
  });
  window.addEventListener("hashchange", () => { state = fromHash(location.hash, first); draw(); });

  draw();
  if (state.selected) scene?.focus(state.selected);
}

start();
