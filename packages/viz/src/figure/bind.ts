import { toValue } from "../scale.ts";
import type { AxisBind, Bind, HandleNode, PlaneBind, Scene, SceneNode, Turn } from "../scene.ts";
import { settle, stepOf } from "./figure.ts";
import type { Param, Params } from "./figure.ts";

/** New values for some of the params. */
export type Change = Readonly<Record<string, number>>;

/** The handles of a scene in the order in which they are drawn. */
export function handlesOf(scene: Scene): readonly HandleNode[] {
  const find = (node: SceneNode): readonly HandleNode[] =>
    node.type === "handle" ? [node] : node.type === "group" ? node.children.flatMap(find) : [];
  return scene.children.flatMap(find);
}

/** The names of the params that a handle or a turning group moves. */
export function paramsOf(bind: Bind | Turn): readonly string[] {
  type Part = string | { readonly param: string };
  return Object.values(bind as Readonly<Record<string, Part | readonly Part[]>>)
    .flat()
    .map((part) => (typeof part === "string" ? part : part.param));
}

/** What moving a handle to a pixel of the scene means for its params. */
export function moveTo(
  bind: Bind,
  scene: Scene,
  params: Params,
  [px, py]: readonly [number, number],
): Change {
  const { x: scaleX, y: scaleY } = scene.scales;
  const x = scaleX === undefined ? NaN : toValue(scaleX, px);
  const y = scaleY === undefined ? NaN : toValue(scaleY, py);
  const change: Record<string, number> = {};
  const set = (name: string, wanted: number): void => {
    change[name] = settle(params[name]!, wanted);
  };
  if (bind.x !== undefined) set(...along(bind.x, x));
  if (bind.y !== undefined) set(...along(bind.y, y));
  if (bind.angle !== undefined) {
    const { param, center = [0, 0] } = typeof bind.angle === "string" ? { param: bind.angle } : bind.angle;
    set(param, turnInto(params[param]!, Math.atan2(y - center[1], x - center[0])));
  }
  for (const part of bind.plane ?? []) set(part.param, (part.offset ?? 0) + onPlane(part, x, y));
  return change;
}

/** What an arrow key means for the params of a handle, or nothing. */
export function nudge(
  bind: Bind,
  scene: Scene,
  params: Params,
  values: Change,
  key: string,
  far: boolean,
): Change {
  const [dx, dy] = arrows[key] ?? [0, 0];
  const change: Record<string, number> = {};
  const step = (name: string, direction: number, distance = stepOf(params[name]!)): void => {
    if (direction === 0) return;
    change[name] = settle(params[name]!, values[name]! + direction * distance * (far ? 10 : 1));
  };
  const axis = (part: string | AxisBind | undefined, towards: number, reversed: boolean): void => {
    if (part === undefined) return;
    const { param, factor = 1 } = typeof part === "string" ? { param: part } : part;
    step(param, towards * Math.sign(factor) * (reversed ? -1 : 1));
  };
  const isReversed = (scale: Scene["scales"]["x"]): boolean =>
    scale !== undefined && scale.domain[0] > scale.domain[1];
  axis(bind.x, dx, isReversed(scene.scales.x));
  axis(bind.y, dy, isReversed(scene.scales.y));
  if (bind.angle !== undefined)
    step(typeof bind.angle === "string" ? bind.angle : bind.angle.param, dx === 0 ? dy : -dx);
  for (const part of bind.plane ?? [])
    step(part.param, onPlane(part, dx, dy), 10 * stepOf(params[bind.plane![0]!.param]!));
  return change;
}

/** What turning a surface by so many pixels means for its params. */
export function turnBy(
  turn: Turn,
  params: Params,
  values: Change,
  [dx, dy]: readonly [number, number],
): Change {
  const degreesPerPixel = 0.5;
  const { azimuth, elevation } = turn;
  return {
    [azimuth]: settle(params[azimuth]!, values[azimuth]! + dx * degreesPerPixel),
    [elevation]: settle(params[elevation]!, values[elevation]! + dy * degreesPerPixel),
  };
}

/** Right and up are positive, as on the axes. */
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function along(part: string | AxisBind, coordinate: number): [name: string, wanted: number] {
  if (typeof part === "string") return [part, coordinate];
  const { param, offset = 0, factor = 1 } = part;
  return [param, (coordinate - offset) * factor];
}

function onPlane({ x = 0, y = 0 }: PlaneBind, right: number, up: number): number {
  return x * right + y * up;
}

/** An angle plus full turns, so that it lies between the ends of its param if it can. */
function turnInto({ min, max }: Param, angle: number): number {
  const turn = 2 * Math.PI;
  const above = angle + turn * Math.ceil((min - angle) / turn);
  return above <= max ? above : angle;
}
