// The name of the node under the pointer, or of the chosen one, on a plate of its own.
import type { NodeHoverDrawingFunction } from "sigma/rendering";
import type { Inks } from "./ink";

const [SIZE, PAD] = [13, 5];

export function drawHover(context: CanvasRenderingContext2D, data: Parameters<NodeHoverDrawingFunction>[1], { ink, paper, quiet }: Inks): void {
  if (!data.label) return;
  context.font = `600 ${SIZE}px system-ui, sans-serif`;
  const wide = context.measureText(data.label).width + 2 * PAD;
  const left = data.x + data.size + 3;
  context.fillStyle = paper;
  context.strokeStyle = quiet;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(left, data.y - SIZE / 2 - PAD, wide, SIZE + 2 * PAD, 4);
  context.fill();
  context.stroke();
  context.fillStyle = ink;
  context.fillText(data.label, left + PAD, data.y + SIZE * 0.36);
}
