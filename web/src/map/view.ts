// What part of the map is seen: zoomed by wheel, pinch and buttons, moved by dragging.

export interface Spot { x: number; y: number }
export interface Seen { x: number; y: number; width: number; height: number }

const [NEAREST, STEP, TAP, LINE] = [4, 1.6, 5, 30]; // units across at most near, a step of a button, pixels of a tap, pixels of a name

/** A view of an SVG that calls back when it changes. */
export class View {
  seen: Seen = { x: 0, y: 0, width: 1, height: 1 };
  private readonly pointers = new Map<number, Spot>();
  private travelled = 0;

  constructor(private readonly svg: SVGSVGElement, private readonly changed: () => void) {
    svg.addEventListener("wheel", (event) => { event.preventDefault(); this.zoom(1.0016 ** event.deltaY, this.at(event)); }, { passive: false });
    svg.addEventListener("pointerdown", (event) => {
      if (!this.pointers.size) this.travelled = 0;
      this.pointers.set(event.pointerId, this.pixel(event));
    });
    svg.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel", "pointerleave"] as const) svg.addEventListener(name, (event) => this.pointers.delete(event.pointerId));
    new ResizeObserver(() => this.set(this.seen)).observe(svg);
  }

  /** Whether the pointer has moved the map since it went down: then a click is none. */
  get dragged(): boolean { return this.travelled > TAP; }

  /** Units of the map a pixel. */
  get unit(): number { return this.seen.width / (this.svg.clientWidth || 1); }

  zoomIn(): void { this.zoom(1 / STEP); }
  zoomOut(): void { this.zoom(STEP); }

  /** Show some spots with room around; `above`: for a name over the highest. */
  fit(spots: Spot[], room = Math.min(40, this.svg.clientWidth / 20), above = Math.max(room, LINE)): void {
    if (!spots.length) return;
    const [xs, ys] = [spots.map((one) => one.x), spots.map((one) => one.y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const { clientWidth: wide, clientHeight: high } = this.svg;
    const unit = Math.max((right - left) / Math.max(60, wide - 2 * room), (bottom - top) / Math.max(60, high - 2 * above), NEAREST / wide);
    this.set({ x: (left + right) / 2 - unit * wide / 2, y: (top + bottom) / 2 - unit * high / 2, width: unit * wide, height: unit * high });
  }

  set({ x, y, width, height }: Seen): void {
    const { clientWidth: wide, clientHeight: high } = this.svg;
    if (!wide || !high) return;
    const tall = width * high / wide;
    this.seen = { x, y: y + (height - tall) / 2, width, height: tall };
    this.svg.setAttribute("viewBox", [x, this.seen.y, width, tall].map((one) => one.toFixed(3)).join(" "));
    this.changed();
  }

  private zoom(factor: number, at?: Spot): void {
    const { x, y, width, height } = this.seen;
    const wanted = Math.min(1400, Math.max(NEAREST, width * factor));
    const by = wanted / width;
    const still = at ?? { x: x + width / 2, y: y + height / 2 };
    this.set({ x: still.x - (still.x - x) * by, y: still.y - (still.y - y) * by, width: wanted, height: height * by });
  }

  private move(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.pixel(event);
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, spot]) => spot);
    this.pointers.set(event.pointerId, now);
    this.travelled += Math.hypot(now.x - before.x, now.y - before.y);
    const { unit, seen } = this;
    const share = 1 / (others.length + 1);
    this.set({ ...seen, x: seen.x - (now.x - before.x) * unit * share, y: seen.y - (now.y - before.y) * unit * share });
    const [other] = others;
    if (other) {
      const far = (spot: Spot) => Math.hypot(spot.x - other.x, spot.y - other.y) || 1;
      this.zoom(far(before) / far(now), this.place({ x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }));
    }
  }

  private pixel(event: MouseEvent): Spot {
    const box = this.svg.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** The spot of the map under the pointer. */
  at(event: MouseEvent): Spot { return this.place(this.pixel(event)); }

  private place({ x, y }: Spot): Spot { return { x: this.seen.x + x * this.unit, y: this.seen.y + y * this.unit }; }
}
