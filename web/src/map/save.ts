// The map as it is seen, as SVG and PNG, with title, legend, selection and source.
import { escaped } from "./draw";
import { scaled } from "./marks";
import type { MapData } from "./data";
import { figure } from "../shared/element";
import type { Lang } from "../shared/texts";
import { FILES } from "../shared/media";

const [MARGIN, ROW, LETTER, SHARPNESS] = [14, 18, 6.9, 2];
/** The page's colours on white paper, for a file that has no style sheet of ours. */
const STYLE = `.land{fill:#e9ebe6;stroke:#c3c8bf;stroke-width:.5;vector-effect:non-scaling-stroke}.arc{fill:none;stroke:#0072b2;stroke-opacity:.45;stroke-linecap:round}.one,.many{fill:#0072b2;stroke:#fff}.many{fill:#004d7a}.origin{fill:#d55e00;stroke:#fff}.count{fill:#fff;text-anchor:middle;font-weight:600}.name{fill:#1c2330;stroke:#fff;paint-order:stroke;stroke-linejoin:round;text-anchor:middle}.chosen.arc{stroke:#d55e00;stroke-opacity:1}.chosen .one,.chosen .many{fill:#d55e00}.dimmed{opacity:.15}`;

export interface Words { title: string; notes: string[]; dot: string; arc: string; origin: string; many: string; dots: number[]; lines: number[]; lang: Lang }

export function svg(picture: SVGSVGElement, data: MapData, words: Words): string {
  const [width, height] = [picture.clientWidth, picture.clientHeight];
  const rows = [...legend(data, words, width), ...words.notes.flatMap((note) => wrapped(note, width)).map((text) => `<text x="${MARGIN}">${escaped(text)}</text>`)];
  const total = 44 + height + ROW * (rows.length + 1);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family="system-ui, 'Liberation Sans', sans-serif" font-size="12.5" fill="#1c2330"><title>${escaped(words.title)}</title><style>${STYLE}</style><rect width="${width}" height="${total}" fill="#fff"/>`
    + `<text x="${MARGIN}" y="28" font-size="18" font-weight="600">${escaped(words.title)}</text>`
    + `<svg y="44" width="${width}" height="${height}" viewBox="${picture.getAttribute("viewBox")!}"><rect x="-2000" y="-2000" width="5000" height="5000" fill="#f3f7fa"/>${picture.innerHTML}</svg>`
    + rows.map((row, i) => `<g transform="translate(0 ${44 + height + ROW * (i + 1)})">${row}</g>`).join("") + "</svg>";
}

export async function png(text: string): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:${FILES.svg};charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * SHARPNESS, image.height * SHARPNESS];
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

export function offer(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** What dots and lines mean, as SVG: for the file and for the page. */
export function keys(data: MapData, { dots, lines, origin, many, lang }: Words): { mark: string; text: string }[] {
  return [
    ...(origin ? [{ mark: '<circle class="origin" cx="20" cy="-4" r="5"/>', text: origin }] : []),
    { mark: '<circle class="many" cx="20" cy="-4" r="8"/><text class="count" x="20" y="-.5" font-size="10.5">3</text>', text: many },
    ...dots.map((weight) => ({ mark: `<circle class="one" cx="20" cy="-4" r="${Math.min(9, scaled(data.scales.dot, weight)).toFixed(1)}"/>`, text: figure(weight, lang) })),
    ...lines.map((weight) => ({ mark: `<path class="arc" d="M4 -4H36" stroke-width="${scaled(data.scales.arc, weight).toFixed(1)}"/>`, text: figure(weight, lang) })),
  ];
}

function legend(data: MapData, words: Words, width: number): string[] {
  const rows = [...wrapped(`${words.dot}; ${words.arc}`, width).map((text) => `<text x="${MARGIN}" font-weight="600">${escaped(text)}</text>`)];
  let x = width;
  for (const { mark, text } of keys(data, words)) {
    const wide = 52 + text.length * LETTER;
    if (x + wide > width - MARGIN) { rows.push(""); x = MARGIN; }
    rows.push(`${rows.pop()!}<g transform="translate(${x.toFixed(1)} 0)">${mark}<text x="42">${escaped(text)}</text></g>`);
    x += wide;
  }
  return rows;
}

function wrapped(text: string, width: number): string[] {
  const most = Math.floor((width - 2 * MARGIN) / LETTER);
  const rows = [""];
  for (const part of text.split(" ")) {
    const longer = `${rows.at(-1)!} ${part}`.trim();
    if (longer.length > most && rows.at(-1)) rows.push(part);
    else rows[rows.length - 1] = longer;
  }
  return rows;
}
