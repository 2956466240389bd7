// A large network that is moved: the picture that is drawn moves, and is drawn anew where it rests.
import type Sigma from "sigma";

/** Milliseconds without a move. */
const REST = 150;
const ORIGIN = { x: 0, y: 0 };
/** Sigma's layers with the picture, and those that show nothing meanwhile and would be laid over it in each frame. */
const MOVED = ["edges", "nodes", "labels"];
const LEFT_OUT = ["edgeLabels", "hovers", "hoverNodes"];

/** Let a move of the camera that only pans draw nothing until it rests. */
export function panPicture(sigma: Sigma): void {
  const camera = sigma.getCamera();
  const layers = sigma.getCanvases();
  const draw = sigma.scheduleRender.bind(sigma);
  let drawn = camera.getState();
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function shift(x: number, y: number): void {
    const transform = x || y ? `translate(${x}px, ${y}px)` : "";
    for (const name of MOVED) layers[name]!.style.transform = transform;
    for (const name of LEFT_OUT) layers[name]!.style.display = transform && "none";
  }

  sigma.on("afterRender", () => {
    clearTimeout(waiting);
    drawn = camera.getState();
    shift(0, 0);
  });
  sigma.scheduleRender = () => {
    const now = camera.getState();
    const [from, to] = [drawn, now].map((cameraState) => sigma.framedGraphToViewport(ORIGIN, { cameraState }));
    if (now.ratio !== drawn.ratio || now.angle !== drawn.angle || (now.x === drawn.x && now.y === drawn.y)) return draw();
    shift(to!.x - from!.x, to!.y - from!.y);
    clearTimeout(waiting);
    waiting = setTimeout(draw, REST);
    return sigma;
  };
}
