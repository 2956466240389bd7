// A table of the page as rows of values: what is shown, and what it is sorted and saved by.

export type Kind = "thing" | "money" | "number" | "date" | "duration" | "text" | "citation" | "label";
export interface Column { name: string; label: string; kind: Kind }
/** A cell: its text, its parts (things of a list), its value for programs, the IRI of a thing. */
export interface Cell { text: string; parts: string[]; value: string; iri: string }
export interface Row { cells: Cell[]; element: HTMLTableRowElement }
export interface Sheet { name: string; columns: Column[]; rows: Row[] }

const NUMERIC = new Set<Kind>(["money", "number"]);
export const isNumeric = ({ kind }: Column) => NUMERIC.has(kind);

/** Read a table that the page has. */
export function read(table: HTMLTableElement): Sheet {
  const columns = [...table.tHead!.rows[0]!.cells].map((head): Column => ({
    name: head.dataset["name"] ?? head.textContent!, label: head.textContent!.trim(), kind: (head.dataset["kind"] ?? "text") as Kind,
  }));
  const rows = [...table.tBodies[0]!.rows].map((element) => ({ element, cells: [...element.cells].map(cell) }));
  return { name: table.dataset["name"] ?? "kkgraph", columns, rows };
}

function cell(element: HTMLTableCellElement): Cell {
  const text = element.textContent!.replace(/\s+/g, " ").trim();
  const links = [...element.querySelectorAll("a")].map((link) => link.textContent!.trim());
  const parts = element.dataset["parts"] ? element.dataset["parts"].split("|") : links.length > 1 ? links : text ? [text] : [];
  return { text, parts, value: element.dataset["value"] ?? text, iri: element.dataset["iri"] ?? "" };
}

/** The number of a cell; undefined where it holds none. */
export function numberOf({ value }: Cell): number | undefined {
  const found = value === "" ? NaN : Number(value);
  return Number.isNaN(found) ? undefined : found;
}

/** How two cells of a column stand to each other; empty ones come last. */
export function comparer(column: Column, lang: string): (a: Cell, b: Cell) => number {
  const words = new Intl.Collator(lang, { numeric: true });
  return (a, b) => {
    if (!a.text || !b.text) return a.text ? -1 : b.text ? 1 : 0;
    const [x, y] = isNumeric(column) ? [numberOf(a), numberOf(b)] : [];
    if (x !== undefined || y !== undefined) return x === undefined ? 1 : y === undefined ? -1 : x - y;
    return column.kind === "date" ? words.compare(a.value, b.value) : words.compare(a.text, b.text);
  };
}

const COMPARED = /^\s*(<=|>=|<|>|=)\s*([\d.,-]+)\s*$/;

/** Whether a cell says what is looked for: words, or with `>2015` a number or a year. */
export function says({ text, value }: Cell, wanted: string): boolean {
  const found = COMPARED.exec(wanted);
  if (!found) return text.toLowerCase().includes(wanted.trim().toLowerCase());
  const [mine, other] = [Number.parseFloat(value), Number.parseFloat(found[2]!.replace(/\.(?=\d{3}\b)/g, "").replace(",", "."))];
  if (Number.isNaN(mine) || Number.isNaN(other)) return false;
  return { "<": mine < other, ">": mine > other, "<=": mine <= other, ">=": mine >= other, "=": mine === other }[found[1]!]!;
}
