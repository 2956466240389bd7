// A table that is sorted by its heads, filtered by words and by what its columns hold, and saved.
import { el } from "../shared/element";
import { type Lang, word } from "../shared/texts";
import { csv, excel, json, save } from "./files";
import { type Column, comparer, isNumeric, read, type Row, says, type Sheet } from "./sheet";
import { NETWORKS, RESULTS } from "../shared/media";

const LONG = 60; // letters of a text that needs a wide column
const FEW = 6; // rows that need no filter
const FACET = { fewest: 2, most: 25, rows: 4 };
/** What the reader has chosen. */
interface Choice { text: string; within: string; by: string; down: boolean; facets: Record<string, string> }

export type Ending = "csv" | "xlsx" | "json";
/** `keep`: the choice stands in the address, so that a link brings it back; `files`: what to save as; `text`: what is looked for at first. */
export interface Options { keep: boolean; files: Ending[]; text?: string }

/** Give a table its tools. */
export function enhance(table: HTMLTableElement, lang: Lang, base: string, { keep, files: endings, text: first = "" }: Options): void {
  const sheet = read(table);
  const choice: Choice = { text: first, within: "", by: "", down: false, facets: {} };
  if (keep) recall(choice, sheet);
  const count = el("span", { role: "status", class: "quiet" });
  const heads = [...table.tHead!.rows[0]!.cells];
  const box = table.closest<HTMLElement>(".sheet") ?? table;
  let shown = sheet.rows;

  const facets = sheet.columns.map((column, i) => ({ column, i, values: valuesOf(sheet.rows, i) })).filter(isFacet)
    .map(({ column, i, values }) => ({ name: column.name, i, select: select(column.label, values, choice.facets[column.name] ?? "", lang) }));
  const text = el("input", { type: "search", autocomplete: "off", value: choice.text, placeholder: word("filter_hint", lang) });
  const within = el("select", {}, el("option", { value: "" }, word("all_columns", lang)),
    ...sheet.columns.map(({ name, label }) => el("option", { value: name, selected: name === choice.within }, label)));

  function change(): void {
    choice.text = text.value;
    choice.within = within.value;
    for (const { name, select: field } of facets) choice.facets[name] = field.value;
    draw();
    if (keep) remember(choice);
  }

  function fits({ cells }: Row, but = -1): boolean {
    const column = sheet.columns.findIndex(({ name }) => name === choice.within);
    const looked = column < 0 ? cells : [cells[column]!];
    if (choice.text.trim() && !looked.some((cell) => says(cell, choice.text))) return false;
    return facets.every(({ name, i }) => i === but || !choice.facets[name] || cells[i]!.parts.includes(choice.facets[name]!));
  }

  function draw(): void {
    const by = sheet.columns.findIndex(({ name }) => name === choice.by);
    const left = sheet.rows.filter((row) => fits(row));
    shown = by < 0 ? left : sorted(left, sheet.columns[by]!, by, choice.down, lang);
    table.tBodies[0]!.replaceChildren(...shown.map(({ element }) => element));
    heads.forEach((head, i) => head.setAttribute("aria-sort", i !== by ? "none" : choice.down ? "descending" : "ascending"));
    count.textContent = word(shown.length === sheet.rows.length ? "rows" : "rows_of", lang, { n: shown.length, all: sheet.rows.length });
    for (const { i, select: field } of facets) recount(field, sheet.rows.filter((row) => fits(row, i)), i);
  }

  heads.forEach((head, i) => {
    const { name, label } = sheet.columns[i]!;
    const button = el("button", { type: "button", onclick: () => {
      const first = isNumeric(sheet.columns[i]!);
      choice.down = choice.by === name ? !choice.down : first;
      choice.by = name;
      change();
    } }, label);
    head.replaceChildren(button);
  });
  const files: Record<Ending, () => Blob | Promise<Blob>> = {
    csv: () => new Blob([csv(sheet, shown)], { type: RESULTS.csv }),
    xlsx: () => excel(base, sheet, shown),
    json: () => new Blob([json(sheet, shown)], { type: NETWORKS.json }),
  };
  const buttons = endings.flatMap((ending) => [
    el("button", { type: "button", onclick: async () => save(`${sheet.name}.${ending}`, await files[ending]()) }, ending === "xlsx" ? "Excel" : ending.toUpperCase()), " "]);
  const fields = sheet.rows.length < FEW && !first ? [] : [labelled(word("filter", lang), text), labelled(word("within", lang), within),
    ...facets.map(({ select: field, i }) => labelled(sheet.columns[i]!.label, field))];
  const chosen = choice.text !== "" || Object.values(choice.facets).some((value) => value);
  const filters = el("details", { open: chosen || matchMedia("(min-width: 40rem)").matches, hidden: !fields.length },
    el("summary", {}, word("narrow", lang)), el("div", { class: "filters" }, ...fields));
  const tools = el("form", { class: "tools", oninput: change, onsubmit: (event: Event) => event.preventDefault() },
    filters, el("p", { class: "files" }, count, el("span", { class: "quiet" }, word("save_shown", lang)), " ", ...buttons));
  if (endings.length) box.before(tools);
  table.classList.add("sorted");
  sheet.columns.forEach((_, i) => { if (sheet.rows.some(({ cells }) => cells[i]!.text.length > LONG)) heads[i]!.classList.add("long"); });
  draw();
}

const labelled = (name: string, field: HTMLElement) => el("label", {}, name, field);

function sorted(rows: Row[], column: Column, by: number, down: boolean, lang: Lang): Row[] {
  const compare = comparer(column, lang);
  const empty = (row: Row) => !row.cells[by]!.text;
  return [...rows].sort((a, b) => compare(a.cells[by]!, b.cells[by]!) * (down && !empty(a) && !empty(b) ? -1 : 1));
}

function valuesOf(rows: Row[], i: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const { cells } of rows) for (const part of new Set(cells[i]!.parts)) found.set(part, (found.get(part) ?? 0) + 1);
  return found;
}

/** A column to choose from: few values, some of them of several rows, none a whole text. */
function isFacet({ column, values }: { column: Column; values: Map<string, number> }): boolean {
  const total = [...values.values()].reduce((sum, n) => sum + n, 0);
  const short = [...values.keys()].every((value) => value.length < 80);
  return !["citation", "money", "number"].includes(column.kind) && short && total >= FACET.rows
    && values.size >= FACET.fewest && values.size <= FACET.most && values.size < total * 0.8;
}

function select(label: string, values: Map<string, number>, chosen: string, lang: Lang): HTMLSelectElement {
  const names = [...values.keys()].sort(new Intl.Collator(lang, { numeric: true }).compare);
  return el("select", { "aria-label": label }, el("option", { value: "" }, word("any", lang)),
    ...names.map((name) => el("option", { value: name, selected: name === chosen }, name)));
}

function recount(field: HTMLSelectElement, rows: Row[], i: number): void {
  const counts = valuesOf(rows, i);
  for (const option of [...field.options].slice(1)) {
    const n = counts.get(option.value) ?? 0;
    option.textContent = `${option.value} (${n})`;
    option.disabled = n === 0 && !option.selected;
  }
}

/** The choice as Datasette writes it: _search, _in, _sort or _sort_desc, and a column's value. */
function recall(choice: Choice, sheet: Sheet): void {
  const parts = new URLSearchParams(location.hash.slice(1));
  const named = (key: string) => sheet.columns.find(({ name }) => name === parts.get(key))?.name ?? "";
  choice.text = parts.get("_search") ?? "";
  choice.within = named("_in");
  choice.by = named("_sort") || named("_sort_desc");
  choice.down = parts.has("_sort_desc");
  for (const { name } of sheet.columns) choice.facets[name] = parts.get(name) ?? "";
}

function remember({ text, within, by, down, facets }: Choice): void {
  const said = Object.entries({ _search: text, _in: within, [down ? "_sort_desc" : "_sort"]: by, ...facets }).filter(([, value]) => value);
  history.replaceState(null, "", said.length ? `#${new URLSearchParams(said)}` : location.pathname + location.search);
}
