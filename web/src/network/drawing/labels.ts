// Names beside their nodes: none over another name or over any node, none struck out, none cut off by the edge.
import type { NodeLabelDrawingFunction } from "sigma/rendering";
import { boxOf, Crowd, type Box, type Disc } from "../../shared/crowd";

const SIZE = 13;
const LINE = 1.25;
/** What stays free between two names of a line, or they would be read as one. */
const GAP = 5;
/** How far a name may stand from its node's rim; the largest nodes' names may go to the open. */
const AWAY = [4, 12, 24, 40];
const FAR = [...AWAY, 70, 110, 160, 220];
const LEADING = 16;
/** From here on a line leads from the name to its node. */
const LED = 20;
/** Of such a line, how much is one box. */
const PIECE = 4;
type Side = readonly [number, number];
/** Where a name may stand: right, left, below, above its node, then the corners. */
const SIDES: Side[] = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]];

/** A name with its left end and the height of its letters' feet, in pixels; `from`: where a line leads from. */
export interface Label { id: string; text: string; x: number; y: number; from?: { x: number; y: number; toX: number; toY: number } }
export interface Ink { ink: string; quiet: string; paper: string }
/** A number on the middle of ties that run side by side. */
export interface Badge { x: number; y: number; text: string }
interface Wanted extends Disc { id: string; text: string; chosen: boolean }

/** Collects the names of a frame, then paints those that find a place, larger nodes first. */
export class Labels {
  shown: Label[] = [];
  badges: Badge[] = [];
  private wanted: Wanted[] = [];
  private context: CanvasRenderingContext2D | undefined;

  /** Forget the frame before. */
  begin(): void {
    this.wanted = [];
    this.shown = [];
    this.badges = [];
  }

  /** Whether any name is asked for in this frame: none while a large drawing moves. */
  get asked(): boolean {
    return this.wanted.length > 0;
  }

  /** What sigma calls for each name that it would draw. */
  readonly draw: NodeLabelDrawingFunction = (context, node) => {
    this.context = context;
    if (!node.label) return;
    const { key, highlighted } = node as { key?: string; highlighted?: boolean };
    this.wanted.push({ id: key ?? "", text: node.label, x: node.x, y: node.y, radius: node.size, chosen: Boolean(highlighted) });
  };

  /** Paint on a canvas of this size, around these nodes and what else lies over the drawing. */
  paint(width: number, height: number, discs: Disc[], others: Box[], badges: Badge[], ink: Ink): void {
    const { context } = this;
    if (!context) return;
    Object.assign(context, { font: `${SIZE}px system-ui, sans-serif`, lineJoin: "round", textAlign: "left" });
    const taken = new Crowd([...discs.map(boxOf), ...others]);
    const names = new Crowd([]);
    const edge: Box = { left: 2, top: 2, right: width - 2, bottom: height - 2 };
    const ordered = [...this.wanted].sort((a, b) => Number(b.chosen) - Number(a.chosen) || b.radius - a.radius);
    for (const [rank, one] of ordered.entries()) {
      const label = placed(one, context.measureText(one.text).width, rank < LEADING ? FAR : AWAY, edge, taken, names);
      // Sigma itself draws the chosen node's name, to the right, over all else.
      if (label) { this.shown.push(label); if (!one.chosen) write(context, label, ink); }
    }
    for (const badge of badges) {
      const wide = context.measureText(badge.text).width;
      const box = { left: badge.x - wide / 2, top: badge.y - SIZE / 2, right: badge.x + wide / 2, bottom: badge.y + SIZE / 2 };
      if (!inside(box, edge) || taken.meets(box)) continue;
      taken.add(box);
      this.badges.push(badge);
      write(context, { id: "", text: badge.text, x: box.left, y: badge.y + SIZE * 0.36 }, { ...ink, ink: ink.quiet });
    }
  }
}

function write(context: CanvasRenderingContext2D, { text, x, y, from }: Label, { ink, quiet, paper }: Ink): void {
  if (from) {
    Object.assign(context, { strokeStyle: quiet, lineWidth: 0.7 });
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(from.toX, from.toY);
    context.stroke();
  }
  Object.assign(context, { strokeStyle: paper, lineWidth: 3, fillStyle: ink });
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

/** The first free place of a name: near before far, and away from the middle before towards it. */
function placed(one: Wanted, wide: number, aways: number[], edge: Box, taken: Crowd, names: Crowd): Label | undefined {
  const sides = one.x < edge.right / 4 ? [SIDES[1]!, SIDES[0]!, ...SIDES.slice(2)] : SIDES;
  for (const away of one.chosen ? [AWAY[0]!] : aways) {
    for (const side of one.chosen ? [SIDES[0]!] : sides) {
      const box = beside(one, side, away, wide);
      if (!one.chosen && (!inside(box, edge) || taken.meets(box))) continue;
      const label = { id: one.id, text: one.text, x: box.left, y: box.top + SIZE };
      const from = away < LED ? undefined : leader(one, box);
      if (from && pieces(from).some((piece) => names.meets(piece))) continue;
      const wider = { ...box, left: box.left - GAP, right: box.right + GAP };
      for (const crowd of [taken, names]) crowd.add(wider);
      return from ? { ...label, from } : label;
    }
  }
  return undefined;
}

/** The line from a node's rim to the nearest point of its name. */
function leader(one: Disc, box: Box): NonNullable<Label["from"]> {
  const [toX, toY] = [Math.min(Math.max(one.x, box.left), box.right), Math.min(Math.max(one.y, box.top), box.bottom)];
  const rim = one.radius / (Math.hypot(toX - one.x, toY - one.y) || 1);
  return { x: one.x + (toX - one.x) * rim, y: one.y + (toY - one.y) * rim, toX, toY };
}

/** A line as boxes of a few pixels: drawn over a name it would strike it out. */
function pieces({ x, y, toX, toY }: NonNullable<Label["from"]>): Box[] {
  const count = Math.ceil(Math.hypot(toX - x, toY - y) / PIECE);
  return Array.from({ length: count }, (_, i) => {
    const [px, py] = [x + (toX - x) * (i + 0.5) / count, y + (toY - y) * (i + 0.5) / count];
    return { left: px - PIECE / 2, top: py - PIECE / 2, right: px + PIECE / 2, bottom: py + PIECE / 2 };
  });
}

function beside({ x, y, radius }: Disc, [right, down]: Side, away: number, wide: number): Box {
  const high = SIZE * LINE;
  const far = (radius + away) * (right && down ? 0.72 : 1);
  const middle = { x: x + right * (far + wide / 2), y: y + down * (far + high / 2) };
  return { left: middle.x - wide / 2, top: middle.y - high / 2, right: middle.x + wide / 2, bottom: middle.y + high / 2 };
}

function inside(a: Box, edge: Box): boolean {
  return a.left >= edge.left && a.right <= edge.right && a.top >= edge.top && a.bottom <= edge.bottom;
}
