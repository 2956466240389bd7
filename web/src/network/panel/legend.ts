// What colours, shapes, sizes and widths mean, over the drawing.
import type { Page } from "../data";
import type { Key } from "../drawing/looks";
import type { Caption } from "../saving/caption";
import { el } from "../../shared/element";
import { type Lang, word } from "../../shared/texts";
import { inks, seenOn } from "../drawing/ink";
import { outline } from "../saving/marks";

const SVG = "http://www.w3.org/2000/svg";

/** Fill the legend with what a caption says of the drawing. */
export function fillLegend(box: HTMLDetailsElement, page: Page, said: Caption, lang: Lang): void {
  const { paper } = inks();
  const mark = (key: Key) => row(outline(key.shape, 8, 8, 6, seenOn(paper, key.colour)), 16, key.text);
  const rows = (title: string, keys: HTMLElement[]) => (keys.length ? el("div", {}, el("p", { class: "head" }, title), ...keys) : null);
  box.replaceChildren(
    el("summary", {}, word("legend", lang)),
    ...[
      rows(said.colourBy, said.keys.map(mark)),
      rows(word("shapes", lang), said.shapes.map(mark)),
      rows(said.sizeBy, said.sizes.map(({ radius, text }) => row(outline("disc", 20, Math.max(8, radius + 1), radius, "#8a94a0"), Math.max(16, 2 * radius + 2), text, 40))),
      rows(said.widthBy, said.widths.map(({ width, text }) => row(`<line x1="2" x2="38" y1="8" y2="8" stroke="#8a94a0" stroke-width="${width.toFixed(1)}"/>`, 16, text, 40))),
      page.data.directed ? el("p", { class: "quiet" }, word("arrows", lang)) : null,
      page.data.edges.length > page.between.size ? el("p", { class: "quiet" }, word("numbers", lang)) : null,
    ].filter((one) => one !== null),
  );
}

function row(mark: string, high: number, text: string, wide = 16): HTMLElement {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ width: wide, height: high, "aria-hidden": "true" })) svg.setAttribute(name, String(value));
  svg.innerHTML = mark;
  const line = el("p", { class: "key" }, text);
  line.prepend(svg);
  return line;
}
