// Saving what is on screen, as PNG or SVG.
import type { Caption } from "./caption";
import type { Page } from "./data";
import type { Picture, Scene, Spot } from "./scene";

const SHARPNESS = 2; // pixels of a PNG for one on screen
const TOP = 40; // the title's height
const ROW = 18;
const MARGIN = 12;
const LETTER = 7.6; // about as wide as a letter is

/** Save the visible part of the drawing, with what goes with it, as SVG. */
export function saveSvg(scene: Scene, page: Page, said: Caption): void {
  save(new Blob([svg(scene.picture(), said)], { type: "image/svg+xml" }), `${page.data.name}.svg`);
}

/** Save the same as a PNG of twice the size. */
export async function savePng(scene: Scene, page: Page, said: Caption): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg(scene.picture(), said))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * SHARPNESS;
  canvas.height = image.height * SHARPNESS;
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => { if (blob) save(blob, `${page.data.name}.png`); });
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The drawing under its title, over its legend and notes. */
function svg({ width, height, lines, discs, labels }: Picture, { title, legend, notes }: Caption): string {
  const drawing = [
    ...lines.map((one) => `<line x1="${n(one.from.x)}" y1="${n(one.from.y)}" x2="${n(one.to.x)}" y2="${n(one.to.y)}" stroke="${one.colour}" stroke-width="${one.width.toFixed(2)}"/>${arrow(one)}`),
    ...discs.map((one) => `<circle cx="${n(one.x)}" cy="${n(one.y)}" r="${one.radius.toFixed(2)}" fill="${one.colour}"/>`),
    ...labels.map((one) => `<text x="${n(one.x)}" y="${n(one.y)}" paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round">${escaped(one.text)}</text>`),
  ];
  const rows = [...keys(legend, width), ...notes.flatMap((note) => wrapped(note, width)).map((text) => `<text x="${MARGIN}">${escaped(text)}</text>`)];
  const total = TOP + height + ROW * (rows.length + 1);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family="system-ui, sans-serif" font-size="13" fill="#1f2937"><title>${escaped(title)}</title><rect width="${width}" height="${total}" fill="#fff"/>`
    + `<text x="${MARGIN}" y="26" font-size="18" font-weight="600">${escaped(title)}</text>`
    + `<svg y="${TOP}" width="${width}" height="${height}">${drawing.join("")}</svg>`
    + rows.map((row, i) => `<g transform="translate(0 ${TOP + height + ROW * (i + 1)})">${row}</g>`).join("") + "</svg>";
}

/** The head of an arrow, its tip at the rim of the node it points at. */
function arrow({ from, to, colour, width, tip }: Picture["lines"][number]): string {
  if (tip === undefined) return "";
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [x, y] = [(to.x - from.x) / far, (to.y - from.y) / far];
  const [long, half] = [6 + width * 1.5, 2.5 + width * 0.7];
  const [head, base] = [tip, tip + long].map((back) => ({ x: to.x - x * back, y: to.y - y * back })) as [Spot, Spot];
  const corners = [head, { x: base.x - y * half, y: base.y + x * half }, { x: base.x + y * half, y: base.y - x * half }];
  return `<polygon points="${corners.map((one) => `${n(one.x)},${n(one.y)}`).join(" ")}" fill="${colour}"/>`;
}

/** The colours with their words, in as many rows as they need. */
function keys(legend: Caption["legend"], width: number): string[] {
  const rows: string[] = [];
  let x = width;
  for (const { colour, text } of legend) {
    const wide = text.length * LETTER + 30;
    if (x + wide > width - MARGIN) { rows.push(""); x = MARGIN; }
    rows.push(`${rows.pop()!}<circle cx="${x + 5}" cy="-4" r="5" fill="${colour}"/><text x="${x + 15}">${escaped(text)}</text>`);
    x += wide;
  }
  return rows;
}

function wrapped(text: string, width: number): string[] {
  const most = (width - 2 * MARGIN) / LETTER;
  const rows = [""];
  for (const part of text.split(" ")) {
    const longer = `${rows.at(-1)!} ${part}`.trim();
    if (longer.length > most && rows.at(-1)) rows.push(part);
    else rows[rows.length - 1] = longer;
  }
  return rows;
}

const n = (value: number) => value.toFixed(1);

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
