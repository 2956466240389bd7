// Saving what is on screen, as PNG or SVG.
import { downloadAsImage } from "@sigma/export-image";
import type { Page } from "./data";
import type { Scene } from "./scene";

/** Save the drawing as it stands, as a PNG. */
export async function savePng(scene: Scene, page: Page): Promise<void> {
  await downloadAsImage(scene.sigma, { format: "png", fileName: page.data.name, backgroundColor: "#ffffff" });
}

/** Save the visible part of the drawing as an SVG of the same size. */
export function saveSvg(scene: Scene, page: Page): void {
  const blob = new Blob([svg(scene)], { type: "image/svg+xml" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${page.data.name}.svg`;
  link.click();
  URL.revokeObjectURL(link.href);
}

function svg({ sigma, graph }: Scene): string {
  const { width, height } = sigma.getDimensions();
  const at = (id: string) => sigma.framedGraphToViewport(sigma.getNodeDisplayData(id)!);
  const zoom = 1 / Math.sqrt(sigma.getCamera().ratio);
  const lines: string[] = [];
  graph.forEachEdge((key, _attributes, source, target) => {
    const shown = sigma.getEdgeDisplayData(key);
    if (!shown || shown.hidden) return;
    const [a, b] = [at(source), at(target)];
    lines.push(`<line x1="${a.x.toFixed(1)}" y1="${a.y.toFixed(1)}" x2="${b.x.toFixed(1)}" y2="${b.y.toFixed(1)}" stroke="${shown.color}" stroke-width="${(shown.size * zoom).toFixed(2)}"/>`);
  });
  graph.forEachNode((id) => {
    const shown = sigma.getNodeDisplayData(id);
    if (!shown || shown.hidden) return;
    const { x, y } = at(id);
    const radius = shown.size * zoom;
    lines.push(`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius.toFixed(2)}" fill="${shown.color}"/>`);
    if (shown.label && sigma.getNodeDisplayedLabels().has(id)) {
      lines.push(`<text x="${(x + radius + 3).toFixed(1)}" y="${(y + 4).toFixed(1)}">${escaped(shown.label)}</text>`);
    }
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="#1f2937"><rect width="${width}" height="${height}" fill="#fff"/>${lines.join("")}</svg>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
