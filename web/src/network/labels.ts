// Names beside their nodes: none over another or over a node, none cut off by the edge.
import type { NodeLabelDrawingFunction } from "sigma/rendering";

const SIZE = 13;
const LINE = 1.25;
const GAP = 4;
/** So many of the largest nodes may have their names over smaller nodes. */
const LEADING = 14;
const INK = "#1f2937";
/** Where a name may stand: right, left, below, above its node. */
const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1]] as const;

export interface Disc { x: number; y: number; radius: number }
/** A name with its left end and the height of its letters' feet, in pixels. */
export interface Label { id: string; text: string; x: number; y: number }
interface Wanted extends Disc { id: string; text: string; chosen: boolean }
interface Box { left: number; top: number; right: number; bottom: number }

/** Collects the names of a frame, then paints those that find a place, larger nodes first. */
export class Labels {
  shown: Label[] = [];
  private wanted: Wanted[] = [];
  private context: CanvasRenderingContext2D | undefined;

  /** Forget the frame before. */
  begin(): void {
    this.wanted = [];
  }

  /** What sigma calls for each name that it would draw. */
  readonly draw: NodeLabelDrawingFunction = (context, node) => {
    this.context = context;
    if (!node.label) return;
    const { key, highlighted } = node as { key?: string; highlighted?: boolean };
    this.wanted.push({ id: key ?? "", text: node.label, x: node.x, y: node.y, radius: node.size, chosen: Boolean(highlighted) });
  };

  /** Paint on a canvas of this size, around these nodes. */
  paint(width: number, height: number, discs: Disc[]): void {
    this.shown = [];
    const { context } = this;
    if (!context) return;
    context.font = `${SIZE}px system-ui, sans-serif`;
    Object.assign(context, { lineWidth: 3, lineJoin: "round", strokeStyle: "#ffffff", fillStyle: INK });
    const edge: Box = { left: 0, top: 0, right: width, bottom: height };
    const nodes: Box[] = discs.map(({ x, y, radius }) => ({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }));
    const names: Box[] = [];
    const clear = (box: Box, of: Box[]) => inside(box, edge) && !of.some((other) => overlap(box, other));
    const ordered = [...this.wanted].sort((a, b) => Number(b.chosen) - Number(a.chosen) || b.radius - a.radius);
    for (const [rank, one] of ordered.entries()) {
      const boxes = SIDES.map((side) => beside(one, side, context.measureText(one.text).width));
      // Sigma itself draws the chosen node's name, to the right, over all else.
      const box = one.chosen ? boxes[0]
        : boxes.find((free) => clear(free, names) && clear(free, nodes))
          ?? (rank < LEADING ? boxes.find((free) => clear(free, names)) : undefined);
      if (!box) continue;
      names.push(box);
      const label = { id: one.id, text: one.text, x: box.left, y: box.top + SIZE };
      this.shown.push(label);
      if (one.chosen) continue;
      context.strokeText(label.text, label.x, label.y);
      context.fillText(label.text, label.x, label.y);
    }
  }
}

function beside({ x, y, radius }: Disc, [right, down]: readonly [number, number], wide: number): Box {
  const high = SIZE * LINE;
  const middle = { x: x + right * (radius + GAP + wide / 2), y: y + down * (radius + GAP / 2 + high / 2) };
  return { left: middle.x - wide / 2, top: middle.y - high / 2, right: middle.x + wide / 2, bottom: middle.y + high / 2 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function inside(a: Box, edge: Box): boolean {
  return a.left >= edge.left && a.right <= edge.right && a.top >= edge.top && a.bottom <= edge.bottom;
}
