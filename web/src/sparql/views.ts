// An answer as a table, a network, a map or bars.
import { el } from "../shared/element";
import { word } from "../shared/texts";
import { chart } from "./chart";
import { map, network, thingsOf } from "./drawings";
import type { Column, PageData } from "./page";
import { type Names, type Rows, showTable } from "./results";

export interface Shown { found: Rows; columns: Column[]; names: Names; page: PageData; base: string; text: string }

/** Put the answer into a box, and buttons to see it otherwise into another. */
export async function offerViews(shown: Shown, box: HTMLElement, group: HTMLElement, first: string, chosen: (view: string) => void): Promise<void> {
  const { found, columns, names, page, base, text } = shown;
  const things = thingsOf(found.rows, page);
  const bars = chart(found, columns, page, names);
  const missing = (text: string) => el("p", {}, text);
  const views: Record<string, () => Promise<void> | void> = {
    table: () => showTable(box, found, columns, page, names, base, text),
    ...(things.length ? {
      network: () => box.replaceChildren(network(found.rows, page, names) ?? missing(word("no_network", page.lang))),
      map: () => box.replaceChildren(map(things, page, document.body.dataset["root"] ?? "", names) ?? missing(word("no_map", page.lang))),
    } : {}),
    ...(bars ? { chart: () => box.replaceChildren(el("div", { class: "sheet", tabindex: "0" }, bars)) } : {}),
  };
  const titles: Record<string, string> = { table: word("table", page.lang), network: word("network", page.lang), map: word("map", page.lang), chart: word("chart", page.lang) };
  const buttons = Object.keys(views).map((name) => el("button", { "aria-pressed": "false", onclick: () => void select(name) }, titles[name]!));

  async function select(name: string): Promise<void> {
    buttons.forEach((one, i) => one.setAttribute("aria-pressed", String(Object.keys(views)[i] === name)));
    await views[name]!();
    chosen(name);
  }

  group.hidden = buttons.length < 2;
  group.replaceChildren(...buttons.flatMap((button) => [button, " "]));
  await select(first in views ? first : "table");
}
