import { textWidth } from "../axis.ts";
import { formatTicks } from "../format-number.ts";
import { round } from "../round.ts";
import { scaleTicks } from "../scale.ts";
import type { SceneNode, TextNode } from "../scene.ts";
import { toCube } from "./projection.ts";
import type { Cube, Projection } from "./projection.ts";

type Interval = readonly [number, number];

/** The floor, the upright edges behind the surface, and ticks along the edges that nothing hides. */
export function surfaceBox(
  view: { readonly elevation: number },
  projection: Projection,
  { x, y, z, names }: { x: Interval; y: Interval; z: Interval; names: readonly [string, string, string] },
): SceneNode[] {
  const nearY = nearer(projection, [0, 1, 0]);
  const nearX = nearer(projection, [1, 0, 0]);
  const floor: Cube[] = [
    [-1, -1, -1],
    [1, -1, -1],
    [1, 1, -1],
    [-1, 1, -1],
  ];
  const side = leftmost(projection);
  const uprights = (
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const
  )
    .filter(([a, b]) => !(a === nearX && b === nearY))
    .map(([a, b]) => edge(projection, [a, b, -1], [a, b, 1]));
  const ceiling = [
    edge(projection, [-nearX, -1, 1], [-nearX, 1, 1]),
    edge(projection, [-1, -nearY, 1], [1, -nearY, 1]),
  ];
  const nodes: SceneNode[] = [
    {
      type: "group",
      stroke: "currentColor",
      strokeOpacity: 0.22,
      strokeWidth: 1,
      children: [
        ...floor.map((corner, i) => edge(projection, corner, floor[(i + 1) % 4]!)),
        ...(view.elevation > 80 ? [] : [...uprights, ...ceiling]),
      ],
    },
  ];
  const labels = [
    ...(view.elevation < 4
      ? []
      : ticksAlong(
          projection,
          x,
          (t) => [t, nearY, -1],
          (t) => [t, nearY * 1.16, -1],
          names[0],
        )),
    ...(view.elevation < 4
      ? []
      : ticksAlong(
          projection,
          y,
          (t) => [nearX, t, -1],
          (t) => [nearX * 1.16, t, -1],
          names[1],
        )),
    ...(view.elevation > 70 ? [] : heightTicks(projection, z, side, names[2])),
  ];
  return [...nodes, { type: "group", fill: "currentColor", fillOpacity: 0.72, children: apart(labels) }];
}

/** Leaves out a label that would touch one before it. */
function apart(labels: readonly TextNode[]): TextNode[] {
  const kept: { readonly node: TextNode; readonly box: readonly [number, number, number, number] }[] = [];
  for (const node of labels) {
    const width = textWidth(node.text, node.size!);
    const left = node.anchor === "end" ? node.x - width : node.x - width / 2;
    const box = [left, left + width, node.y - node.size! / 2, node.y + node.size! / 2] as const;
    const free = kept.every(
      ({ box: [a, b, c, d] }) => box[0] > b + 6 || box[1] < a - 6 || box[2] > d + 1 || box[3] < c - 1,
    );
    if (free) kept.push({ node, box });
  }
  return kept.map(({ node }) => node);
}

function ticksAlong(
  projection: Projection,
  domain: Interval,
  on: (t: number) => Cube,
  off: (t: number) => Cube,
  name: string,
): TextNode[] {
  const ticks = scaleTicks({ type: "linear", domain, range: [0, 1] }, 4);
  const labels = formatTicks(ticks);
  const at = (t: number, text: string, style: object): TextNode => {
    const [x, y] = place(projection, on(t), off(t));
    return { type: "text", x, y, text, size: 11, anchor: "middle", baseline: "middle", ...style };
  };
  const marks = ticks.map((tick, i) => at(toCube(tick, domain), labels[i]!, {}));
  const middle = projection.at(on(0));
  const [ox, oy] = outward(projection, on(0), off(0));
  const title: TextNode = {
    type: "text",
    x: round(middle[0] + ox * 34),
    y: round(middle[1] + oy * 30),
    text: name,
    size: 13,
    anchor: "middle",
    baseline: "middle",
    italic: name.length === 1,
  };
  return name === "" ? marks : [title, ...marks];
}

function heightTicks(
  projection: Projection,
  domain: Interval,
  [a, b]: readonly [number, number],
  name: string,
): TextNode[] {
  const ticks = scaleTicks({ type: "linear", domain, range: [0, 1] }, 3);
  const labels = formatTicks(ticks);
  const at = (t: number, dx: number, dy: number, text: string, style: object): TextNode => {
    const [x, y] = projection.at([a, b, t]);
    return {
      type: "text",
      x: round(x + dx),
      y: round(y + dy),
      text,
      size: 11,
      anchor: "end",
      baseline: "middle",
      ...style,
    };
  };
  const marks = ticks.map((tick, i) => at(toCube(tick, domain), -7, 0, labels[i]!, {}));
  return name === ""
    ? marks
    : [at(1, 0, -17, name, { size: 13, anchor: "middle", italic: name.length === 1 }), ...marks];
}

function place(projection: Projection, on: Cube, off: Cube): readonly [number, number] {
  const [x, y] = projection.at(on);
  const [ox, oy] = outward(projection, on, off);
  return [round(x + ox * 15), round(y + oy * 12)];
}

/** The direction on the page that leads away from the box. */
function outward(projection: Projection, on: Cube, off: Cube): readonly [number, number] {
  const [x0, y0] = projection.at(on);
  const [x1, y1] = projection.at(off);
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  return [(x1 - x0) / length, (y1 - y0) / length];
}

function nearer(projection: Projection, axis: Cube): 1 | -1 {
  return projection.depth(axis) >= projection.depth([0, 0, 0]) ? 1 : -1;
}

function leftmost(projection: Projection): readonly [number, number] {
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const;
  return corners.reduce((best, corner) =>
    projection.at([...corner, 0])[0] < projection.at([...best, 0])[0] ? corner : best,
  );
}

function edge(projection: Projection, from: Cube, to: Cube): SceneNode {
  const [x1, y1] = projection.at(from);
  const [x2, y2] = projection.at(to);
  return { type: "line", x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) };
}
