// Nodes as discs, squares, diamonds and triangles of about one area, with a light rim where they are not faint.
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import { floatColor } from "sigma/utils";

export const SHAPES = ["disc", "square", "diamond", "triangle"];
/** How far a corner may reach, in radii. */
const REACH = 1.45;

const VERTEX = `
attribute vec4 a_id; attribute vec4 a_color; attribute vec2 a_position; attribute float a_size; attribute float a_shape; attribute float a_rim;
uniform float u_sizeRatio; uniform float u_pixelRatio; uniform mat3 u_matrix;
varying vec4 v_color; varying float v_pixel; varying float v_shape; varying float v_rim;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  float radius = a_size / u_sizeRatio * u_pixelRatio;
  gl_PointSize = (radius * ${REACH} + 1.0) * 2.0;
  v_pixel = 1.0 / radius;
  v_shape = a_shape;
  v_rim = a_rim;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;

// The distance from a point to the rim of its shape, in radii, less than 0 inside.
const FRAGMENT = `
precision highp float;
varying vec4 v_color; varying float v_pixel; varying float v_shape; varying float v_rim;
float rim(vec2 p) {
  if (v_shape < 0.5) return length(p) - 1.0;
  if (v_shape < 1.5) return max(abs(p.x), abs(p.y)) - 0.89;
  if (v_shape < 2.5) return (abs(p.x) + abs(p.y) - 1.22) * 0.7071;
  return max(p.y - 0.8, (abs(p.x) * 2.05 - p.y - 1.25) * 0.4384);
}
void main() {
  vec2 p = (gl_PointCoord - 0.5) * 2.0 * (${REACH} + v_pixel);
  float far = rim(p);
  #ifdef PICKING_MODE
  gl_FragColor = far < v_pixel ? v_color : vec4(0.0);
  #else
  float inside = 1.0 - smoothstep(-0.5 * v_pixel, 0.5 * v_pixel, far);
  vec4 light = vec4(1.0, 1.0, 1.0, 1.0);
  float edge = smoothstep(-1.7 * v_pixel, -0.9 * v_pixel, far) * step(v_pixel, 0.3);
  gl_FragColor = mix(v_color, light, edge * v_rim * 0.85) * inside;
  #endif
}`;

const { UNSIGNED_BYTE, FLOAT } = WebGLRenderingContext;
const UNIFORMS = ["u_sizeRatio", "u_pixelRatio", "u_matrix"] as const;

export class ShapeProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  override getDefinition() {
    return {
      VERTICES: 1, VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT, METHOD: WebGLRenderingContext.POINTS,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_rim", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
    };
  }

  override processVisibleItem(nodeIndex: number, i: number, data: NodeDisplayData & { shape?: number; rim?: number }): void {
    this.array.set([data.x, data.y, data.size, data.shape ?? 0, data.rim ?? 1, floatColor(data.color), nodeIndex], i);
  }

  override setUniforms({ sizeRatio, pixelRatio, matrix }: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniform1f(uniformLocations["u_sizeRatio"]!, sizeRatio);
    gl.uniform1f(uniformLocations["u_pixelRatio"]!, pixelRatio);
    gl.uniformMatrix3fv(uniformLocations["u_matrix"]!, false, matrix);
  }
}
