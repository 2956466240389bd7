// An answer as bars: what its first column names, by its first number.
import { columnsOf, parts, type Shown } from "./columns";
import { svg } from "./drawings";
import type { Column, PageData } from "./page";
import type { Names, Rows } from "./results";

const MOST = 60;
const [WIDTH, HEIGHT, NAME] = [900, 30, 330];
const LETTERS = 42;

/** Bars, undefined where no column is a number or none names them. */
export function chart(found: Rows, declared: Column[], page: PageData, names: Names): SVGElement | undefined {
  const columns = columnsOf(found.names, declared, found.rows);
  const measured = columns.find(({ kind }) => kind === "money" || kind === "number");
  const named = columns.find((column) => column !== measured && ["thing", "text", "date"].includes(column.kind));
  if (!measured || !named) return undefined;
  const text = (column: Shown, row: Rows["rows"][number]) => parts(column, row, page, names).map((part) => part.text).join("; ");
  const bars = found.rows.filter((row) => row[measured.name] && row[named.name]).slice(0, MOST)
    .map((row) => ({ name: text(named, row), value: Number(row[measured.name]!.value), said: text(measured, row) }))
    .filter(({ value }) => value >= 0);
  const most = Math.max(...bars.map(({ value }) => value), 1);
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT * (bars.length + 1)}`, class: "drawing chart", role: "img", "aria-label": `${named.heading}, ${measured.heading}` },
    label(measured.heading, NAME, 20, "start", "head"),
    ...bars.flatMap(({ name, value, said }, i) => bar(name, said, (value / most) * (WIDTH - NAME - 150), HEIGHT * (i + 1))));
}

function bar(name: string, said: string, width: number, y: number): SVGElement[] {
  const short = name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name;
  const shape = svg("rect", { x: NAME, y: y + 5, width: Math.max(width, 1), height: HEIGHT - 10, rx: 3 });
  return [label(short, NAME - 10, y + 20, "end"), shape, label(said, NAME + width + 8, y + 20, "start")];
}

function label(text: string, x: number, y: number, anchor: string, kind = "bar"): SVGElement {
  const element = svg("text", { x, y, "text-anchor": anchor, class: kind });
  element.textContent = text;
  return element;
}
