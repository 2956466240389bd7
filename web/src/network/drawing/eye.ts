// Where the camera stands: it follows what is seen until the reader moves it.
import type Sigma from "sigma";
import type { CameraState } from "sigma/types";
import { boundsOf } from "./layouts";

const ALL: CameraState = { x: 0.5, y: 0.5, ratio: 1, angle: 0 };
const [SETTLED, SMOOTH] = [250, 350];
/** No nearer to few nodes than this. */
const NEAREST = 0.2;

export class Eye {
  /** Where it was sent to see all that is seen; none once the reader has moved it. */
  private goal: CameraState | undefined = ALL;

  /** `under`: how many pixels of the drawing's foot a sheet covers. */
  constructor(private readonly sigma: Sigma, private readonly seen: () => Iterable<string>, moved: (text: string) => void, private readonly under: () => number) {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    this.camera.on("updated", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        if (!this.arrived) this.goal = undefined;
        moved(this.text);
      }, SETTLED);
    });
    sigma.on("resize", () => this.follow());
  }

  private get camera() { return this.sigma.getCamera(); }

  private get arrived(): boolean {
    const now = this.camera.getState();
    return this.goal !== undefined && (["x", "y", "ratio"] as const).every((key) => Math.abs(now[key] - this.goal![key]) < 1e-3);
  }

  /** Show all that is seen. */
  fit(): void {
    this.goal = this.whole();
    this.go(this.goal);
  }

  /** The same, unless the reader has moved the drawing. */
  follow(): void {
    if (this.goal) this.fit();
  }

  /** Come near some nodes, above a sheet. */
  look(ids: Iterable<string>): void {
    const under = this.under();
    const near = this.around(ids, under);
    if (!near) return;
    this.goal = undefined;
    const { width, height } = this.sigma.getDimensions();
    const cameraState = { ...near, ratio: Math.min(1.1, Math.max(0.15, 1.25 * near.ratio)) };
    const middle = this.sigma.viewportToFramedGraph({ x: width / 2, y: (height + under) / 2 }, { cameraState });
    this.go({ ...cameraState, ...middle });
  }

  /** One step nearer, or further where `by` is less than 0. */
  zoom(by: number): void {
    this.goal = undefined;
    void (by > 0 ? this.camera.animatedZoom() : this.camera.animatedUnzoom());
  }

  /** Where it stands as "x,y,ratio", "" where it follows what is seen. */
  get text(): string {
    const { x, y, ratio } = this.camera.getState();
    return this.arrived ? "" : [x, y, ratio].map((one) => one.toFixed(4)).join(",");
  }

  set text(text: string) {
    const [x, y, ratio] = text.split(",").map(Number);
    if (!ratio || ![x, y, ratio].every(Number.isFinite)) return;
    this.goal = undefined;
    this.camera.setState({ x: x!, y: y!, ratio });
  }

  private go(to: CameraState): void {
    if (this.arrived) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still) this.camera.setState(to);
    else void this.camera.animate(to, { duration: SMOOTH });
  }

  private whole(): CameraState {
    const ids = [...this.seen()];
    const near = ids.length < this.sigma.getGraph().order ? this.around(ids) : undefined;
    return near ? { ...near, ratio: Math.min(1, Math.max(NEAREST, near.ratio)) } : ALL;
  }

  /** The middle of some nodes, and the ratio at which they fill the drawing. */
  private around(ids: Iterable<string>, under = 0): CameraState | undefined {
    const { sigma } = this;
    const bounds = boundsOf([...ids].flatMap((id) => sigma.getNodeDisplayData(id) ?? []));
    if (!bounds) return undefined;
    const [low, high] = [0, 1].map((end) => sigma.framedGraphToViewport({ x: bounds.x[end]!, y: bounds.y[end]! }, { cameraState: ALL }));
    const { width, height } = sigma.getDimensions();
    const room = 2 * sigma.getStagePadding();
    const ratio = Math.max(Math.abs(high!.x - low!.x) / (width - room), Math.abs(high!.y - low!.y) / Math.max(room, height - under - room));
    return { x: (bounds.x[0] + bounds.x[1]) / 2, y: (bounds.y[0] + bounds.y[1]) / 2, ratio, angle: 0 };
  }
}
