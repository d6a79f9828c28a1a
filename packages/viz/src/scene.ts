import type { Scale } from "./scale.ts";

/** How a node is painted. Colours are CSS colours; `currentColor` follows the page. */
export interface Paint {
  readonly fill?: string;
  readonly fillOpacity?: number;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly strokeOpacity?: number;
  /** Lengths of dashes and gaps. */
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

/** What every node may carry. */
export interface NodeBase extends Paint {
  /** What it is, for people who do not see it. */
  readonly label?: string;
}

/** Nodes that share a paint, a clip or a meaning. */
export interface GroupNode extends NodeBase {
  readonly type: "group";
  readonly children: readonly SceneNode[];
  /** Left, top, width, height: nothing outside is shown. */
  readonly clip?: readonly [number, number, number, number];
  /** The params that turn what is inside when it is dragged. */
  readonly turn?: Turn;
}

/** A path in SVG's notation. */
export interface PathNode extends NodeBase {
  readonly type: "path";
  readonly d: string;
}

/** A straight line. */
export interface LineNode extends NodeBase {
  readonly type: "line";
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** A circle. */
export interface CircleNode extends NodeBase {
  readonly type: "circle";
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** A rectangle. */
export interface RectNode extends NodeBase {
  readonly type: "rect";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line of text. */
export interface TextNode extends NodeBase {
  readonly type: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly baseline?: "alphabetic" | "middle" | "hanging";
  readonly italic?: boolean;
  readonly bold?: boolean;
  /** Whether a rim in the colour of the page keeps it legible on what lies below. */
  readonly halo?: boolean;
}

/** A grid of coloured cells, the first row on top; an empty string leaves a cell out. */
export interface CellsNode extends NodeBase {
  readonly type: "cells";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  readonly colors: readonly string[];
}

/** A point that people drag; a still figure shows it, a mounted one moves it. */
export interface HandleNode extends NodeBase {
  readonly type: "handle";
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly bind: Bind;
}

/** One node of a scene. */
export type SceneNode =
  | GroupNode
  | PathNode
  | LineNode
  | CircleNode
  | RectNode
  | TextNode
  | CellsNode
  | HandleNode;

/** A param that follows a coordinate: param = (coordinate − offset) · factor. */
export interface AxisBind {
  readonly param: string;
  readonly offset?: number;
  readonly factor?: number;
}

/** A param that follows the angle, in radians, in which the handle lies around a center. */
export interface AngleBind {
  readonly param: string;
  readonly center?: readonly [number, number];
}

/** A param that follows both coordinates: param = offset + x · the one + y · the other. */
export interface PlaneBind {
  readonly param: string;
  readonly offset?: number;
  readonly x?: number;
  readonly y?: number;
}

/** The params that a handle moves; a string names a param that equals the coordinate. */
export interface Bind {
  readonly x?: string | AxisBind;
  readonly y?: string | AxisBind;
  readonly angle?: string | AngleBind;
  /** Any number of params; an arrow key moves the handle by ten steps of the first. */
  readonly plane?: readonly PlaneBind[];
}

/** The params, in degrees, that turn a surface. */
export interface Turn {
  readonly azimuth: string;
  readonly elevation: string;
}

/**
 * A picture as plain data: it survives JSON and structured clone, renders the same everywhere, and remembers its scales,
 * so that a pointer position can be read as a value.
 */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly title?: string;
  readonly description?: string;
  readonly scales: { readonly x?: Scale; readonly y?: Scale };
  readonly children: readonly SceneNode[];
}
