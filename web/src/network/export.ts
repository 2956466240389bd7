// Saving what is on screen, as PNG or SVG.
import type { Page } from "./data";
import type { Picture, Scene } from "./scene";

const SHARPNESS = 2; // pixels of a PNG for one on screen

/** Save the visible part of the drawing as an SVG of the same size. */
export function saveSvg(scene: Scene, page: Page): void {
  save(new Blob([svg(scene.picture())], { type: "image/svg+xml" }), `${page.data.name}.svg`);
}

/** Save the visible part of the drawing as a PNG of twice the size. */
export async function savePng(scene: Scene, page: Page): Promise<void> {
  const picture = scene.picture();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg(picture))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.width * SHARPNESS;
  canvas.height = picture.height * SHARPNESS;
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

function svg({ width, height, lines, discs, labels }: Picture): string {
  const parts = [
    ...lines.map((one) => `<line x1="${n(one.from.x)}" y1="${n(one.from.y)}" x2="${n(one.to.x)}" y2="${n(one.to.y)}" stroke="${one.colour}" stroke-width="${one.width.toFixed(2)}"/>`),
    ...discs.map((one) => `<circle cx="${n(one.x)}" cy="${n(one.y)}" r="${one.radius.toFixed(2)}" fill="${one.colour}"/>`),
    ...labels.map((one) => `<text x="${n(one.x)}" y="${n(one.y)}" paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round">${escaped(one.text)}</text>`),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#1f2937"><rect width="${width}" height="${height}" fill="#fff"/>${parts.join("")}</svg>`;
}

const n = (value: number) => value.toFixed(1);

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
