/** A point in space, each coordinate from −1 to 1. */
export type Cube = readonly [number, number, number];

/** How the cube [−1, 1]³ is seen. */
export interface Projection {
  /** The pixel of a point. */
  readonly at: (point: Cube) => readonly [number, number];
  /** How near a point is to the eye; greater is nearer. */
  readonly depth: (point: Cube) => number;
  /** The direction towards the eye. */
  readonly eye: Cube;
}

/**
 * Parallel projection: the cube turned about its upright axis by the azimuth and tilted by the elevation, in degrees,
 * scaled so that it fits the rectangle at every azimuth, and with `steady` at every elevation too: then dragging turns it
 * and never resizes it.
 */
export function project(
  view: {
    readonly azimuth: number;
    readonly elevation: number;
    readonly height: number;
    readonly steady?: boolean;
  },
  box: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
): Projection {
  const [azimuth, elevation] = [radians(view.azimuth), radians(view.elevation)];
  const [ca, sa, ce, se] = [Math.cos(azimuth), Math.sin(azimuth), Math.cos(elevation), Math.sin(elevation)];
  const reach = Math.SQRT2;
  const tall = view.steady === true ? Math.hypot(reach, view.height) : reach * se + view.height * ce;
  const unit = Math.min((box.right - box.left) / (2 * reach), (box.bottom - box.top) / (2 * tall));
  const [cx, cy] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  return {
    at: ([x, y, z]) => {
      const across = x * ca - y * sa;
      const along = x * sa + y * ca;
      return [cx + unit * across, cy - unit * (along * se + z * view.height * ce)];
    },
    depth: ([x, y, z]) => z * view.height * se - (x * sa + y * ca) * ce,
    eye: [-sa * ce, -ca * ce, se / view.height],
  };
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** A value between two ends as a coordinate of the cube. */
export function toCube(value: number, [low, high]: readonly [number, number]): number {
  // Halves, because the difference of two huge ends overflows.
  return ((value / 2 - low / 2) / (high / 2 - low / 2)) * 2 - 1;
}
