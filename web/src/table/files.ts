// What a table shows as a file: CSV, JSON, Excel.
import { type Cell, type Column, isNumeric, numberOf, type Row, type Sheet } from "./sheet";

type Value = string | number | { label: string; iri: string } | null;

/** CSV (RFC 4180) with the heads that are shown; numbers and days as programs read them. */
export function csv({ columns }: Sheet, rows: Row[]): string {
  const lines = [columns.map(({ label }) => label), ...rows.map(({ cells }) => cells.map((cell, i) => String(plain(columns[i]!, cell) ?? "")))];
  return lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

/** JSON: a list of rows by the columns' names; a thing has its label and IRI. */
export function json({ columns }: Sheet, rows: Row[]): string {
  const found = rows.map(({ cells }) => Object.fromEntries(cells.map((cell, i) => [columns[i]!.name, typed(columns[i]!, cell)])));
  return `${JSON.stringify(found, null, 1)}\n`;
}

function typed(column: Column, cell: Cell): Value {
  return cell.iri ? { label: cell.text, iri: cell.iri } : plain(column, cell);
}

function plain(column: Column, cell: Cell): string | number | null {
  if (!cell.text) return null;
  const number = isNumeric(column) ? numberOf(cell) : undefined;
  return number ?? (column.kind === "date" ? cell.value : cell.text);
}

declare global { interface Window { kkgraphExcel?: (name: string, heads: string[], rows: (string | number | null)[][]) => Promise<Blob> } }

/** A workbook; what writes it is fetched when it is first wanted. */
export async function excel(base: string, sheet: Sheet, rows: Row[]): Promise<Blob> {
  if (!window.kkgraphExcel) await script(`${base}excel.js`);
  const cells = rows.map((row) => row.cells.map((cell, i) => plain(sheet.columns[i]!, cell)));
  return window.kkgraphExcel!(sheet.name, sheet.columns.map(({ label }) => label), cells);
}

/** Fetch a script of the site, once. */
export function script(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = () => resolve();
    element.onerror = () => reject(new Error(address));
    document.head.append(element);
  });
}

/** Let the reader keep a file. */
export function save(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
