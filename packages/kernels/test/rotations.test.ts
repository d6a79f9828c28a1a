import { expect, test } from "vitest";
import { rotations, withArena } from "../src/index.ts";

const implementations = ["relaxed-simd", "simd", "typescript"] as const;

test.each(implementations)("sweeps of rotations in %s are those of plain loops", (implementation) => {
  const rows = 9;
  const strips = 3;
  // First row, direction, length.
  const sweeps = [
    [0, 1, 8],
    [8, -1, 8],
    [4, 1, 0],
    [2, 1, 3],
    [7, -1, 1],
  ] as const;
  const angles = Array.from({ length: 20 }, (_, i) => 3 * Math.sin(i));
  const expected = Float64Array.from({ length: rows * strips * 8 }, (_, i) => Math.cos(i * i));
  let rotation = 0;
  for (const [first, step, length] of sweeps) {
    for (let i = first; i !== first + step * length; i += step) {
      const [c, s] = [Math.cos(angles[rotation]!), Math.sin(angles[rotation]!)];
      rotation++;
      for (let strip = 0; strip < strips; strip++) {
        for (let lane = 0; lane < 8; lane++) {
          const at = (strip * rows + i) * 8 + lane;
          const [x, y] = [expected[at]!, expected[at + 8 * step]!];
          expected[at] = c * x + s * y;
          expected[at + 8 * step] = c * y - s * x;
        }
      }
    }
  }
  const error = withArena(
    expected.length + 64 + 3 * sweeps.length,
    ({ data, take, use }) => {
      const [x, list, recorded] = [take(expected.length), take(3 * sweeps.length), take(64)];
      for (let i = 0; i < expected.length; i++) data[x + i] = Math.cos(i * i);
      data.set(sweeps.flat(), list);
      data.set(
        angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]),
        recorded,
      );
      use(rotations).applySweeps(x, rows, strips, list, sweeps.length, recorded);
      return Math.max(...expected.map((element, i) => Math.abs(data[x + i]! - element)));
    },
    implementation,
  );
  expect(error).toBeLessThan(1e-14);
});
