// Boxes by the cells they touch, so that a new one is held only against those near it.

export interface Disc { x: number; y: number; radius: number }
export interface Box { left: number; top: number; right: number; bottom: number }

const CELL = 48;
/** Corners of squares and triangles reach beyond a disc's radius. */
const REACH = 1.2;

/** The box around a node. */
export function boxOf({ x, y, radius }: Disc): Box {
  const far = radius * REACH;
  return { left: x - far, top: y - far, right: x + far, bottom: y + far };
}

export class Crowd {
  private readonly cells = new Map<number, Box[]>();

  constructor(boxes: Box[]) {
    boxes.forEach((box) => this.add(box));
  }

  add(box: Box): void {
    this.touched(box, (key) => {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    });
  }

  /** Whether a box lies over one of these. */
  meets(box: Box): boolean {
    let found = false;
    this.touched(box, (key) => {
      found ||= this.cells.get(key)?.some((other) => overlap(box, other)) ?? false;
    });
    return found;
  }

  private touched(box: Box, visit: (key: number) => void): void {
    for (let i = Math.floor(box.left / CELL); i <= box.right / CELL; i++) {
      for (let j = Math.floor(box.top / CELL); j <= box.bottom / CELL; j++) visit(i * 10_007 + j);
    }
  }
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The boxes of elements that lie over another, in its pixels. */
export function boxesOver(below: Element, elements: Element[]): Box[] {
  const { left, top } = below.getBoundingClientRect();
  return elements.map((one) => one.getBoundingClientRect()).map((box) => ({ left: box.left - left, top: box.top - top, right: box.right - left, bottom: box.bottom - top }));
}
