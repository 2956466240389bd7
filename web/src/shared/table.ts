// A table that is sorted by a click on a head, and shows more rows when asked.
import { el } from "./element";

const PAGE = 200;

/** A column: its name, a row's cell, how two rows compare, whether the largest comes first. */
export interface Column<T> { name: string; cell(row: T): HTMLElement; compare(a: T, b: T): number; down?: boolean }

/** Rows as a table, in their own order until a head is clicked. */
export function sortable<T>(columns: Column<T>[], rows: T[], more: string, caption?: string): HTMLElement {
  const body = el("tbody");
  let shown = PAGE;
  let by: Column<T> | undefined;
  let down = false;
  const button = el("button", { onclick: () => { shown += 5 * PAGE; fill(); } }, more);
  const heads = columns.map((column) => el("th", { scope: "col", "aria-sort": "none" },
    el("button", { onclick: () => { down = by === column ? !down : column.down ?? false; by = column; fill(); } }, column.name)));

  function fill(): void {
    const sorted = by ? [...rows].sort((a, b) => by!.compare(a, b) * (down ? -1 : 1)) : rows;
    heads.forEach((head, index) => head.setAttribute("aria-sort", columns[index] !== by ? "none" : down ? "descending" : "ascending"));
    body.replaceChildren(...sorted.slice(0, shown).map((row) => el("tr", {}, ...columns.map((column) => column.cell(row)))));
    button.hidden = shown >= rows.length;
  }

  fill();
  const title = caption === undefined ? null : el("caption", {}, caption);
  return el("div", { class: "sheet", tabindex: "0" }, el("table", {}, title, el("thead", {}, el("tr", {}, ...heads)), body), button);
}
