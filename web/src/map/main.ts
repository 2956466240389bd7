// The map page: one state, drawn again whenever it or the view changes.
import { choice, chosen } from "../shared/choice";
import { boxesOver } from "../shared/crowd";
import { el } from "../shared/element";
import { keep, reader } from "../shared/hash";
import { timeOf, timeWords } from "../shared/selection";
import { type Lang, word } from "../shared/texts";
import { player, timeSlider } from "../shared/time";
import { readMap } from "./data";
import { type Chosen, arcName, drawn } from "./draw";
import { type Arc, type Marks, marks, radius } from "./marks";
import { type Choices, list, table } from "./panel";
import { keys, offer, png, svg, type Words } from "./save";
import { type Spot, View } from "./view";
import { FILES } from "../shared/media";

interface State { lang: Lang; department: string; theme: string; chapter: string; first: string; last: string; least: number; facts: number; place: number; arc: string }

/** What the least that a tie and a place have to count are called. */
const LEAST = { least: "least", facts: "least_place" } as const;
const SVG = "http://www.w3.org/2000/svg";
/** A map is at most so many times as wide as it is high; a tap so many pixels beside a place means it. */
const [WIDEST, FINGER] = [1.4, 10];

function start(): void {
  const { data, years } = readMap();
  const first: State = { lang: document.documentElement.lang === "da" ? "da" : "en", department: "", theme: "", chapter: "", first: "", last: "", least: 1, facts: 1, place: -1, arc: "" };
  let state = fromAddress();
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("role", "img");
  picture.innerHTML = `<path class="land" vector-effect="non-scaling-stroke" d="${data.land}"/><g></g>`;
  const layer = picture.querySelector("g")!;
  const [heading, caption] = [el("h1"), el("p", { class: "quiet caption", role: "status" })];
  const [tools, zoom, side, controls, panel] = [el("div", { class: "tools" }), el("div", { class: "zoom" }), el("aside", { class: "side" }), el("div"), el("div", { "aria-live": "polite" })];
  const legend = el("details", { class: "legend", open: true });
  side.append(controls, legend, panel);
  document.getElementById("app")!.replaceChildren(
    el("header", {}, heading, tools), el("main", {}, el("div", { class: "picture" }, picture, zoom), side), caption);

  let now: Marks = marks(data, state, 1);
  let waiting = 0;
  const view = new View(picture, () => { waiting ||= requestAnimationFrame(() => { waiting = 0; paint(); }); });
  const time = player(years, () => state, change);

  function fromAddress(): State {
    const words = reader(location.hash);
    const { text, pick, number } = words;
    return {
      lang: pick("lang", first.lang, ["da", "en"]), least: Math.max(1, number("min-weight", 1)), facts: Math.max(1, number("facts", 1)),
      department: chosen(data.departments, text("department", "")), theme: chosen(data.themes, text("theme", "")),
      chapter: chosen(data.sections, text("chapter", "")),
      ...timeOf(words), place: data.places.findIndex((one) => one.id.endsWith(`/${text("place", "?")}`)), arc: text("arc", ""),
    };
  }

  function address(): string {
    const end = (iri: string) => iri.split("/").at(-1)!;
    const parts: Record<string, string> = {
      lang: state.lang === first.lang ? "" : state.lang, department: end(state.department), theme: end(state.theme), chapter: state.chapter, ...timeWords(state),
      "min-weight": state.least > 1 ? String(state.least) : "", facts: state.facts > 1 ? String(state.facts) : "", place: state.place < 0 ? "" : end(data.places[state.place]!.id), arc: state.arc,
    };
    return new URLSearchParams(Object.entries(parts).filter(([, value]) => value)).toString();
  }

  function change(part: Partial<State>): void {
    state = { ...state, ...part };
    keep(address());
    draw();
  }

  const act: Choices = { place: (place) => change({ place, arc: "" }), none: () => change({ place: -1, arc: "" }) };
  const everywhere = () => [...(data.origin ? [data.origin] : []), ...data.places];

  let counted = "";
  /** Draw what is seen; what is counted and where places lie on each other only when that changes. */
  function paint(): void {
    const { department, theme, chapter, first: from, last, least, facts } = state;
    const wanted = JSON.stringify([department, theme, chapter, from, last, least, facts, view.unit]);
    if (wanted !== counted) now = marks(data, state, view.unit);
    counted = wanted;
    const on: Chosen = { places: new Set(state.place < 0 ? [] : [state.place]), arc: state.arc };
    const { seen, unit } = view;
    layer.innerHTML = drawn(data, now, state.lang, { seen, unit, covered: boxesOver(picture, [zoom]) }, on);
  }

  function draw(): void {
    const { lang } = state;
    fillZoom();
    paint();
    document.documentElement.lang = lang;
    document.title = heading.textContent = data.title[lang];
    picture.setAttribute("aria-label", data.title[lang]);
    const said = words();
    caption.textContent = said.notes.join(" ");
    fillTools(said);
    fillControls();
    legend.replaceChildren(el("summary", {}, word("legend", lang)), el("p", { class: "quiet" }, `${said.dot}; ${said.arc}`), ...keys(data, said).map(({ mark, text }) => key(mark, text)));
    const told = details();
    panel.className = told ? "told" : "";
    panel.replaceChildren(told ?? el("div", {}, table(data, now, lang, act), ...unplaced()));
  }

  function key(mark: string, text: string): HTMLElement {
    const row = el("p", { class: "key" }, text);
    row.insertAdjacentHTML("afterbegin", `<svg width="40" height="20" viewBox="0 -14 40 20" aria-hidden="true">${mark}</svg>`);
    return row;
  }

  function unplaced(): HTMLElement[] {
    const names = data.unplaced[state.lang];
    return names.length ? [el("p", { class: "quiet" }, word("unplaced", state.lang, { places: names.join(", ") }))] : [];
  }

  function fillControls(): void {
    const { lang } = state;
    const slider = (name: "least" | "facts", counts: number[]) => {
      const most = Math.max(1, ...counts, state[name]);
      const box = el("input", { type: "range", min: "1", max: String(most), value: String(state[name]), onchange: () => change({ [name]: Number(box.value) }) });
      return most === 1 ? el("span", { hidden: true }) : el("label", {}, `${word(LEAST[name], lang)}: ${state[name]}`, box);
    };
    const list_ = (name: "department" | "theme") => choice({ one: word(name, lang), all: word("all", lang) }, data[`${name}s`], state[name], lang, (value) => change({ [name]: value }));
    controls.replaceChildren(
      list_("department"), list_("theme"),
      choice({ one: word("chapter", lang), all: word("all", lang) }, data.sections, state.chapter, lang, (chapter) => change({ chapter })),
      timeSlider(years, data.ties.flatMap((tie) => tie.parts), lang, state, { change, play: time.play, playing: time.playing }),
      slider("facts", now.clusters.map((one) => one.weight)),
      slider("least", [...now.shown.values()].map((counted) => counted.size)));
  }

  const button = (text: string, click: () => void, label = text) => el("button", { onclick: click, "aria-label": label, title: label }, text);

  function fillZoom(): void {
    const { lang } = state;
    zoom.replaceChildren(
      button("+", () => view.zoomIn(), word("zoom_in", lang)),
      button("−", () => view.zoomOut(), word("zoom_out", lang)),
      button(word("europe", lang), () => view.fit(data.europe, 0, 0)),
      button("⤢", () => view.fit(everywhere()), word("fit", lang)));
  }

  function fillTools(said: Words): void {
    const { lang } = state;
    const text = () => svg(picture, data, said);
    tools.replaceChildren(
      button(word("other_language", lang), () => change({ lang: lang === "da" ? "en" : "da" })),
      button("SVG", () => offer(new Blob([text()], { type: FILES.svg }), `map-${data.name}.svg`), `${word("save", lang)} SVG`),
      button("PNG", () => void png(text()).then((blob) => { if (blob) offer(blob, `map-${data.name}.png`); }), `${word("save", lang)} PNG`),
      button(word("copy", lang), () => void navigator.clipboard?.writeText(location.href)));
  }

  /** What the map says of itself, from what its weight is. */
  function words(): Words {
    const { lang } = state;
    const name = (list_: { id: string; label: Record<Lang, string> }[], id: string) => list_.find((one) => one.id === id)?.label[lang] ?? id;
    const when = state.first === state.last ? state.first : `${state.first || "…"} – ${state.last || "…"}`;
    const asked = [
      data.filters[lang],
      state.department && `${word("department", lang)}: ${name(data.departments, state.department)}`,
      state.theme && `${word("theme", lang)}: ${name(data.themes, state.theme)}`,
      state.chapter && `${word("chapter", lang)}: ${name(data.sections, state.chapter)}`,
      state.first || state.last ? `${word("time", lang)}: ${when}` : "",
      ...(["least", "facts"] as const).map((name) => (state[name] > 1 ? `${word(LEAST[name], lang)}: ${state[name]}` : "")),
    ].filter(Boolean).join("; ");
    const count = new Set(now.clusters.flatMap((one) => one.places)).size;
    return {
      title: data.title[lang],
      notes: [
        `${data.network[lang]}: ${word("places", lang, { n: count })}, ${word("ties_shown", lang, { n: now.arcs.flatMap((arc) => arc.ties).length })}${asked ? `. ${asked[0]!.toUpperCase()}${asked.slice(1)}` : ""}.`,
        ...unplaced().map((one) => one.textContent!),
        word("source", lang, { version: data.version }),
      ],
      dot: word("dot", lang, { meaning: data.weight[lang] }), arc: word("arc", lang, { meaning: data.weight[lang] }),
      origin: data.origin?.label[lang] ?? "", many: word("many", lang),
      dots: steps(now.clusters), lines: steps(now.arcs), lang,
    };
  }

  function details(): HTMLElement | undefined {
    const { lang } = state;
    const arc = now.arcs.find((one) => arcName(one) === state.arc);
    if (arc) {
      const name = (one: Arc["from"]) => (one ? one.places.map((place) => data.places[place]!.label[lang]).join(", ") : data.origin!.label[lang]);
      return list(data, now, el("h2", {}, `${name(arc.from)} – ${name(arc.to)}`), arc.ties, state, lang, act);
    }
    const place = data.places[state.place];
    if (!place) return undefined;
    const ties = [...now.shown.keys()].filter((tie) => data.ties[tie]!.ends.includes(state.place));
    return list(data, now, el("h2", {}, el("a", { href: place.page }, place.label[lang])), ties, state, lang, act);
  }

  /** The places at a point, or so near that a finger means them. */
  function near(at: Spot): number[] {
    const away = (one: Spot) => Math.hypot(one.x - at.x, one.y - at.y) / view.unit;
    const reached = now.clusters.filter((one) => away(one) < radius(data, one) + FINGER);
    return reached.sort((a, b) => away(a) - away(b))[0]?.places ?? [];
  }

  picture.addEventListener("click", (event) => {
    if (view.dragged) return;
    const mark = (event.target as Element).closest<SVGElement>("[data-places], [data-arc]");
    const places = mark ? mark.dataset["places"]?.split(" ").map(Number) ?? [] : near(view.at(event));
    if (places.length > 1) view.fit(places.map((place) => data.places[place]!), 90);
    else change({ place: places[0] ?? -1, arc: mark?.dataset["arc"] ?? "" });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") act.none(); });
  window.addEventListener("hashchange", () => { state = fromAddress(); draw(); });
  picture.parentElement!.style.setProperty("--aspect", aspect(everywhere()).toFixed(2));
  view.fit(everywhere());
  draw();
}

/** How much wider than high a map of some places is drawn, where its height is free. */
function aspect(spots: Spot[]): number {
  const span = (all: number[]) => Math.max(...all) - Math.min(...all);
  const [wide, high] = [span(spots.map((one) => one.x)), span(spots.map((one) => one.y))];
  return Math.min(WIDEST, Math.max(1, wide / high || 1));
}

/** The heaviest, a middling and the lightest weight, each once. */
function steps(marks: { weight: number }[]): number[] {
  const heavy = marks.map((one) => one.weight).sort((a, b) => b - a);
  return [...new Set([heavy[0], heavy[Math.floor(heavy.length / 4)], heavy.at(-1)])].filter((one) => one !== undefined);
}

start();
