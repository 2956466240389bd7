// Beside the map: all places, or what ties the chosen ones, with sections and lines.
import type { Asked } from "../shared/selection";
import { el, figure } from "../shared/element";
import { type Lang, located, word } from "../shared/texts";
import type { MapData } from "./data";
import { evidenceOf, type Marks, tiesOf, weigh } from "./marks";

export interface Choices { place(place: number): void; none(): void }

const FIRST = 200; // rows of the table, before more are asked for

/** The places of the map, the heaviest first. */
export function table(data: MapData, { clusters, shown }: Marks, lang: Lang, act: Choices): HTMLElement {
  const ties = tiesOf(data, shown);
  const rows = clusters.flatMap((one) => one.places).map((place) => ({ place, label: data.places[place]!.label[lang], weight: weigh(shown, ties.get(place) ?? []) }));
  rows.sort((a, b) => b.weight - a.weight || a.label.localeCompare(b.label, lang));
  const made = (some: typeof rows) => some.map(({ place, label, weight }) => el("tr", {},
    el("td", {}, el("button", { class: "link", onclick: () => act.place(place) }, label)),
    el("td", { class: "number" }, figure(weight, lang))));
  const body = el("tbody", {}, ...made(rows.slice(0, FIRST)));
  const more: HTMLElement = el("button", { onclick: () => { body.append(...made(rows.slice(FIRST))); more.remove(); }, hidden: rows.length <= FIRST }, word("more", lang, { n: rows.length - FIRST }));
  return el("div", {},
    el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, word("city", lang)), el("th", { scope: "col", class: "number" }, word("facts", lang)))), body), more);
}

/** Some ties under a heading, each with what it rests on. */
export function list(data: MapData, { shown }: Marks, heading: HTMLElement, ties: number[], asked: Asked, lang: Lang, act: Choices): HTMLElement {
  const sorted = [...ties].sort((a, b) => shown.get(b)!.size - shown.get(a)!.size);
  return el("div", {},
    el("button", { class: "link", onclick: () => act.none() }, word("back", lang)),
    heading,
    el("p", { class: "quiet" }, `${word("facts", lang)}: ${figure(weigh(shown, ties), lang)}`),
    el("ul", {}, ...sorted.map((index) => {
      const tie = data.ties[index]!;
      return el("li", {}, `${tie.names[0][lang]} – ${tie.names[1][lang]}: ${tie.relation[lang]}`,
        el("ul", {}, ...evidenceOf(tie, asked).map((one) => el("li", { class: "quiet" },
          el("a", { href: one.page }, one.label[lang]), ` (${located(one.section, one.lines, lang)})`))));
    })));
}
