// The map page: filters, a table of places, and what ties a place to Copenhagen.
import { el, figure } from "../shared/element";
import { type Lang, type Text, word } from "../shared/texts";

interface Choice { id: string; label: Text }
interface Tie {
  other: Text; relation: Text; weight: number; themes: string[]; departments: string[];
  evidence: { section: string; lines: string; label: Text }[];
}
interface Stop { id: string; label: Text; ties: Tie[] }
interface MapData { title: Text; home: Text; captions: Record<Lang, string[]>; themes: Choice[]; departments: Choice[]; stops: Stop[] }


function start(): void {
  const data = JSON.parse(document.getElementById("map")!.textContent!) as MapData;
  const picture = document.querySelector("#app svg")!;
  const side = el("aside", { class: "side" });
  const box = el("div", { class: "picture" });
  box.append(picture);
  document.getElementById("app")!.append(el("main", {}, box, side));

  const begun = document.documentElement.lang;
  const state = fromAddress();

  /** What the address says after "#". */
  function fromAddress() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const lang: Lang = (parts.get("lang") ?? begun) === "da" ? "da" : "en";
    const text = (key: string) => parts.get(key) ?? "";
    return { lang, department: text("department"), theme: text("theme"), least: Number(text("least")) || 1, stop: text("stop") };
  }

  const tiesOf = (stop: Stop) => stop.ties.filter((tie) =>
    (!state.department || tie.departments.includes(state.department)) && (!state.theme || tie.themes.includes(state.theme)));
  const weight = (ties: Tie[]) => ties.reduce((sum, tie) => sum + tie.weight, 0);

  function change(part: Partial<typeof state>): void {
    Object.assign(state, part);
    const hash = new URLSearchParams();
    for (const [key, value] of Object.entries(state)) {
      if (value && !(key === "least" && value === 1)) hash.set(key, String(value));
    }
    history.replaceState(null, "", `#${hash}`);
    draw();
  }

  function draw(): void {
    document.documentElement.lang = state.lang;
    document.title = data.title[state.lang];
    const found = data.stops.map((stop) => ({ stop, weight: weight(tiesOf(stop)) }));
    for (const mark of picture.querySelectorAll<SVGElement>("[data-stop]")) {
      const { stop, weight: heavy } = found[Number(mark.dataset["stop"])]!;
      mark.style.display = heavy >= state.least ? "" : "none";
      mark.classList.toggle("chosen", stop.id === state.stop);
      mark.classList.toggle("dimmed", Boolean(state.stop) && stop.id !== state.stop);
      if (mark.matches(".dot")) mark.setAttribute("r", (2.2 + 1.3 * Math.sqrt(heavy)).toFixed(1));
      if (mark.matches(".arc")) mark.setAttribute("stroke-width", (0.6 + 0.55 * Math.sqrt(heavy)).toFixed(1));
      if (mark.matches(".name")) mark.textContent = stop.label[state.lang];
    }
    write(".title", [data.title[state.lang]]);
    write(".caption", data.captions[state.lang]);
    for (const home of picture.querySelectorAll(".home")) home.textContent = data.home[state.lang];
    const chosen = data.stops.find((stop) => stop.id === state.stop);
    side.replaceChildren(
      el("h1", { class: "unseen" }, data.title[state.lang]),
      el("button", { onclick: () => change({ lang: state.lang === "da" ? "en" : "da" }) }, word("other_language", state.lang)),
      choice("department", data.departments, state.department, (department) => change({ department })),
      choice("theme", data.themes, state.theme, (theme) => change({ theme })),
      el("label", {}, `${word("least", state.lang)}: ${state.least}`, el("input", {
        type: "range", min: "1", max: String(Math.max(1, ...data.stops.map((stop) => weight(stop.ties)))), value: String(state.least),
        onchange: (event: Event) => change({ least: Number((event.target as HTMLInputElement).value) }),
      })),
      chosen ? details(chosen) : table(found.filter((one) => one.weight >= state.least)),
    );
  }

  /** Put the language's lines into the picture's own. */
  function write(selector: string, lines: string[]): void {
    picture.querySelectorAll(selector).forEach((line, index) => { line.textContent = lines[index] ?? ""; });
  }

  function choice(key: "department" | "theme", options: Choice[], value: string, act: (id: string) => void): HTMLElement {
    const sorted = [...options].sort((a, b) => a.label[state.lang].localeCompare(b.label[state.lang], state.lang));
    return el("label", {}, word(key, state.lang), el("select", { onchange: (event: Event) => act((event.target as HTMLSelectElement).value) },
      el("option", { value: "" }, word("all", state.lang)),
      ...sorted.map((one) => el("option", { value: one.id, selected: one.id === value }, one.label[state.lang]))));
  }

  function table(rows: { stop: Stop; weight: number }[]): HTMLElement {
    const sorted = [...rows].sort((a, b) => b.weight - a.weight || a.stop.label[state.lang].localeCompare(b.stop.label[state.lang], state.lang));
    return el("table", {}, el("thead", {}, el("tr", {}, el("th", {}, word("place", state.lang)), el("th", {}, word("ties", state.lang)))),
      el("tbody", {}, ...sorted.map(({ stop, weight: heavy }) => el("tr", {},
        el("td", {}, el("button", { class: "link", onclick: () => change({ stop: stop.id }) }, stop.label[state.lang])),
        el("td", { class: "number" }, figure(heavy, state.lang))))));
  }

  function details(stop: Stop): HTMLElement {
    const ties = tiesOf(stop);
    return el("div", {},
      el("button", { class: "link", onclick: () => change({ stop: "" }) }, word("back", state.lang)),
      el("h2", {}, el("a", { href: stop.id }, stop.label[state.lang])),
      el("p", { class: "quiet" }, `${word("ties", state.lang)}: ${figure(weight(ties), state.lang)}`),
      el("ul", {}, ...ties.map((tie) => el("li", {}, `${tie.relation[state.lang]}: ${tie.other[state.lang]}`,
        el("ul", {}, ...tie.evidence.map((one) => el("li", { class: "quiet" },
          `${one.label[state.lang]} (§${one.section}, ${word("lines", state.lang)} ${one.lines})`)))))));
  }

  picture.addEventListener("click", (event) => {
    const mark = (event.target as Element).closest<SVGElement>("[data-stop]");
    change({ stop: mark ? data.stops[Number(mark.dataset["stop"])]!.id : "" });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") change({ stop: "" }); });
  window.addEventListener("hashchange", () => { Object.assign(state, fromAddress()); draw(); });
  draw();
}

start();
