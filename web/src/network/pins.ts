// Nodes that were moved by hand, as a text for the address: "city:oslo@10,20;…".
import { nodeOf, type Page } from "./data";
import type { Spot, Spots } from "./drawing/layouts";

export function pinsOf(page: Page, text: string): Spots {
  const found: Spots = new Map();
  for (const one of text.split(";")) {
    const [name, place] = one.split("@");
    const [x, y] = (place ?? "").split(",").map(Number);
    const id = nodeOf(page, name ?? "");
    if (id && Number.isFinite(x) && Number.isFinite(y)) found.set(id, { x: x!, y: y! });
  }
  return found;
}

export function withPin(page: Page, text: string, id: string, { x, y }: Spot): string {
  const pins = pinsOf(page, text).set(id, { x, y });
  return [...pins].map(([node, at]) => `${page.node.get(node)!.curie}@${at.x.toFixed(1)},${at.y.toFixed(1)}`).join(";");
}
