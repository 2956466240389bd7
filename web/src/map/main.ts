// The map page: filters, a table of places, and what ties a place to Copenhagen.
import { type Choice, choice } from "../shared/choice";
import { el, figure } from "../shared/element";
import { keep, reader, toHash } from "../shared/hash";
import { several, type Lang, type Text, word } from "../shared/texts";

interface Tie {
  other: Text; place: number | null; relation: Text; counted: string[]; themes: string[]; departments: string[];
  evidence: { section: string; lines: string; label: Text }[];
}
interface Place { id: string; label: Text; ties: Tie[] }
type Scale = [number, number];
interface MapData { title: Text; origin: Text; captions: Record<Lang, string[]>; themes: Choice[]; departments: Choice[]; scales: { dot: Scale; arc: Scale }; places: Place[] }
interface State { lang: Lang; department: string; theme: string; least: number; place: string }

function start(): void {
  const data = JSON.parse(document.getElementById("map")!.textContent!) as MapData;
  const picture = document.querySelector("#app svg")!;
  const side = el("aside", { class: "side" });
  const box = el("div", { class: "picture" });
  box.append(picture);
  document.getElementById("app")!.append(el("main", {}, box, side));

  const first: State = { lang: document.documentElement.lang === "da" ? "da" : "en", department: "", theme: "", least: 1, place: "" };
  const state = fromAddress();

  function fromAddress(): State {
    const { text, pick, number } = reader(location.hash);
    return {
      lang: pick("lang", first.lang, ["da", "en"]), least: number("least", first.least),
      department: text("department", ""), theme: text("theme", ""), place: text("place", ""),
    };
  }

  const tiesOf = (place: Place) => place.ties.filter((tie) =>
    (!state.department || tie.departments.includes(state.department)) && (!state.theme || tie.themes.includes(state.theme)));
  /** How much ties count: a thing or fact once, however many ties it makes. */
  const weight = (ties: Tie[]) => new Set(ties.flatMap((tie) => tie.counted)).size;
  const size = ([least, factor]: Scale, heavy: number) => (least + factor * Math.sqrt(heavy)).toFixed(1);

  function change(part: Partial<typeof state>): void {
    Object.assign(state, part);
    keep(toHash(state, first));
    draw();
  }

  function draw(): void {
    document.documentElement.lang = state.lang;
    document.title = data.title[state.lang];
    const found = data.places.map((place) => ({ place, weight: weight(tiesOf(place)) }));
    for (const mark of picture.querySelectorAll<SVGElement>("[data-place]")) drawMark(mark, found);
    write(".title", [data.title[state.lang]]);
    write(".caption", data.captions[state.lang]);
    for (const origin of picture.querySelectorAll(".origin")) origin.textContent = data.origin[state.lang];
    const chosen = data.places.find((place) => place.id === state.place);
    side.replaceChildren(
      el("h1", { class: "unseen" }, data.title[state.lang]),
      el("button", { onclick: () => change({ lang: state.lang === "da" ? "en" : "da" }) }, word("other_language", state.lang)),
      choice({ one: word("department", state.lang), all: word("all", state.lang) }, data.departments, state.department, state.lang, (department) => change({ department })),
      choice({ one: word("theme", state.lang), all: word("all", state.lang) }, data.themes, state.theme, state.lang, (theme) => change({ theme })),
      el("label", {}, `${word("least", state.lang)}: ${state.least}`, el("input", {
        type: "range", min: "1", max: String(Math.max(1, ...data.places.map((place) => weight(place.ties)))), value: String(state.least),
        onchange: (event: Event) => change({ least: Number((event.target as HTMLInputElement).value) }),
      })),
      chosen ? details(chosen) : table(found.filter((one) => one.weight >= state.least)),
    );
  }

  function drawMark(mark: SVGElement, found: { place: Place; weight: number }[]): void {
    const { place, weight: heavy } = found[Number(mark.dataset["place"])]!;
    const other = mark.dataset["other"] === undefined ? undefined : found[Number(mark.dataset["other"])]!;
    const ends = [place.id, other?.place.id];
    const arc = mark.matches(".arc") ? weight(tiesOf(place).filter((tie) => data.places[tie.place ?? -1] === other?.place)) : heavy;
    const shown = arc > 0 && heavy >= state.least && (!other || other.weight >= state.least);
    mark.style.display = shown ? "" : "none";
    mark.classList.toggle("chosen", Boolean(state.place) && ends.includes(state.place));
    mark.classList.toggle("dimmed", Boolean(state.place) && !ends.includes(state.place));
    if (mark.matches(".dot")) mark.setAttribute("r", size(data.scales.dot, heavy));
    if (mark.matches(".arc")) mark.setAttribute("stroke-width", size(data.scales.arc, arc));
    if (mark.matches(".name")) mark.textContent = place.label[state.lang];
  }

  /** Put the language's lines into the picture's own. */
  function write(selector: string, lines: string[]): void {
    picture.querySelectorAll(selector).forEach((line, index) => { line.textContent = lines[index] ?? ""; });
  }

  function table(rows: { place: Place; weight: number }[]): HTMLElement {
    const sorted = [...rows].sort((a, b) => b.weight - a.weight || a.place.label[state.lang].localeCompare(b.place.label[state.lang], state.lang));
    return el("table", {}, el("thead", {}, el("tr", {}, el("th", {}, word("place", state.lang)), el("th", {}, word("ties", state.lang)))),
      el("tbody", {}, ...sorted.map(({ place, weight: heavy }) => el("tr", {},
        el("td", {}, el("button", { class: "link", onclick: () => change({ place: place.id }) }, place.label[state.lang])),
        el("td", { class: "number" }, figure(heavy, state.lang))))));
  }

  function details(place: Place): HTMLElement {
    const ties = tiesOf(place);
    return el("div", {},
      el("button", { class: "link", onclick: () => change({ place: "" }) }, word("back", state.lang)),
      el("h2", {}, el("a", { href: place.id }, place.label[state.lang])),
      el("p", { class: "quiet" }, `${word("ties", state.lang)}: ${figure(weight(ties), state.lang)}`),
      el("ul", {}, ...ties.map((tie) => el("li", {}, `${tie.relation[state.lang]}: ${tie.other[state.lang]}`,
        el("ul", {}, ...tie.evidence.map((one) => el("li", { class: "quiet" },
          `${one.label[state.lang]} (${word("place_of", state.lang, { section: one.section, lines: one.lines, n: several(one.lines) })})`)))))));
  }

  picture.addEventListener("click", (event) => {
    const mark = (event.target as Element).closest<SVGElement>("[data-place]");
    change({ place: mark ? data.places[Number(mark.dataset["place"])]!.id : "" });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") change({ place: "" }); });
  window.addEventListener("hashchange", () => { Object.assign(state, fromAddress()); draw(); });
  draw();
}

start();
