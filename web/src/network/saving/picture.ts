// What is on screen as a picture: SVG, and the PNG made of it.
import type { Line, Picture } from "../drawing/scene";
import { control } from "../drawing/ties";
import type { Caption } from "./caption";
import { outline } from "./marks";
import { FILES } from "../../shared/media";

const SHARPNESS = 2; // pixels of a PNG for one on screen
const ROW = 18;
const MARGIN = 12;
const LETTER = 7.6; // about as wide as a letter is
const KEY = 44; // room of a key's mark

const n = (value: number) => value.toFixed(1);
const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/** The drawing under its title, over its legend and notes. */
export function svg({ width, height, lines, discs, labels, badges }: Picture, said: Caption): string {
  const rim = ' stroke="#fff" stroke-width="1"';
  const halo = 'paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round"';
  const drawing = [
    ...lines.map(line),
    ...discs.map((one) => outline(one.shape, one.x, one.y, one.radius, one.colour, rim)),
    ...labels.filter((one) => one.from).map(({ from }) => `<line x1="${n(from!.x)}" y1="${n(from!.y)}" x2="${n(from!.toX)}" y2="${n(from!.toY)}" stroke="#55606e" stroke-width="0.7"/>`),
    ...labels.map((one) => `<text x="${n(one.x)}" y="${n(one.y)}" ${halo}>${escaped(one.text)}</text>`),
    ...badges.map((one) => `<text x="${n(one.x)}" y="${n(one.y + 4)}" text-anchor="middle" fill="#55606e" ${halo}>${one.text}</text>`),
  ];
  const title = wrapped(said.title, width, 10.4);
  const rows = [...legend(said, width), ...said.notes.flatMap((note) => wrapped(note, width)).map((text) => `<text x="${MARGIN}">${escaped(text)}</text>`)];
  const top = 14 + 24 * title.length;
  const total = top + height + ROW * (rows.length + 1);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family="system-ui, 'Liberation Sans', sans-serif" font-size="13" fill="#1f2937"><title>${escaped(said.title)}</title><desc>${escaped(said.notes.join(" "))}</desc><rect width="${width}" height="${total}" fill="#fff"/>`
    + title.map((text, index) => `<text x="${MARGIN}" y="${26 + 24 * index}" font-size="18" font-weight="600">${escaped(text)}</text>`).join("")
    + `<svg y="${top}" width="${width}" height="${height}">${drawing.join("")}</svg>`
    + rows.map((row, i) => `<g transform="translate(0 ${top + height + ROW * (i + 1)})">${row}</g>`).join("") + "</svg>";
}

/** The same as a PNG of twice the size. */
export async function png(picture: Picture, said: Caption): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:${FILES.svg};charset=utf-8,${encodeURIComponent(svg(picture, said))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * SHARPNESS;
  canvas.height = image.height * SHARPNESS;
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

/** A tie, straight or curved, on white paper. */
function line(one: Line): string {
  const { from, to, bend } = one;
  const { colour, opacity } = one;
  const sheer = opacity < 1 ? ` stroke-opacity="${opacity.toFixed(2)}"` : "";
  const style = `fill="none" stroke="${colour}" stroke-width="${one.width.toFixed(2)}"${sheer}`;
  if (!bend) return `<line x1="${n(from.x)}" y1="${n(from.y)}" x2="${n(to.x)}" y2="${n(to.y)}" ${style}/>${arrow(one, from, colour)}`;
  const middle = control(from, to, bend);
  return `<path d="M${n(from.x)} ${n(from.y)}Q${n(middle.x)} ${n(middle.y)} ${n(to.x)} ${n(to.y)}" ${style}/>${arrow(one, middle, colour)}`;
}

/** The head of an arrow, its tip at the rim of the node it points at. */
function arrow({ to, width, tip }: Line, from: { x: number; y: number }, colour: string): string {
  if (tip === undefined) return "";
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [x, y] = [(to.x - from.x) / far, (to.y - from.y) / far];
  const [long, half] = [6 + width * 1.5, 2.5 + width * 0.7];
  const [head, base] = [tip, tip + long].map((back) => ({ x: to.x - x * back, y: to.y - y * back }));
  const corners = [head!, { x: base!.x - y * half, y: base!.y + x * half }, { x: base!.x + y * half, y: base!.y - x * half }];
  return `<polygon points="${corners.map((one) => `${n(one.x)},${n(one.y)}`).join(" ")}" fill="${colour}"/>`;
}

/** Colours, shapes, sizes and widths with their words, each in as many rows as they need. */
function legend(said: Caption, width: number): string[] {
  const sizes = said.sizes.map(({ radius, text }) => ({ mark: outline("disc", 18, -4, Math.min(radius, 9), "#8a94a0"), text: radius > 9 ? `${text} (×${(radius / 9).toFixed(1)})` : text }));
  const widths = said.widths.map(({ width: thick, text }) => ({ mark: `<line x1="2" x2="36" y1="-4" y2="-4" stroke="#8a94a0" stroke-width="${thick.toFixed(1)}"/>`, text }));
  const keys = [...said.keys, ...said.shapes].map((key) => ({ mark: outline(key.shape, 18, -4, 6, key.colour), text: key.text }));
  return [
    ...flowed(said.colourBy, keys, width),
    ...flowed(said.sizeBy, sizes, width),
    ...flowed(said.widthBy, widths, width),
  ];
}

function flowed(title: string, keys: { mark: string; text: string }[], width: number): string[] {
  if (!keys.length) return [];
  const rows = wrapped(title, width).map((text) => `<text x="${MARGIN}" font-weight="600">${escaped(text)}</text>`);
  let x = width;
  for (const { mark, text } of keys) {
    const wide = text.length * LETTER + KEY + 8;
    if (x + wide > width - MARGIN) { rows.push(""); x = MARGIN; }
    rows.push(`${rows.pop()!}<g transform="translate(${n(x)} 0)">${mark}<text x="${KEY}">${escaped(text)}</text></g>`);
    x += wide;
  }
  return rows;
}

function wrapped(text: string, width: number, letter = LETTER): string[] {
  const most = Math.floor((width - 2 * MARGIN) / letter);
  const rows = [""];
  for (const part of text.split(" ").flatMap((one) => one.match(new RegExp(`.{1,${most}}`, "gu")) ?? [])) {
    const longer = `${rows.at(-1)!} ${part}`.trim();
    if (longer.length > most && rows.at(-1)) rows.push(part);
    else rows[rows.length - 1] = longer;
  }
  return rows;
}
