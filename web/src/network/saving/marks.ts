// Nodes as SVG, of the same shapes as in the drawing.

const n = (value: number) => value.toFixed(1);

/** A node's shape around a point. */
export function outline(shape: string, x: number, y: number, radius: number, colour: string, rim = ""): string {
  const style = `fill="${colour}"${rim}`;
  if (shape === "square") {
    const half = radius * 0.89;
    return `<rect x="${n(x - half)}" y="${n(y - half)}" width="${n(2 * half)}" height="${n(2 * half)}" ${style}/>`;
  }
  if (shape === "diamond") return polygon([[x, y - 1.22 * radius], [x + 1.22 * radius, y], [x, y + 1.22 * radius], [x - 1.22 * radius, y]], style);
  if (shape === "triangle") return polygon([[x, y - 1.25 * radius], [x + radius, y + 0.8 * radius], [x - radius, y + 0.8 * radius]], style);
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" ${style}/>`;
}

function polygon(points: number[][], style: string): string {
  return `<polygon points="${points.map((point) => point.map(n).join(",")).join(" ")}" ${style}/>`;
}
