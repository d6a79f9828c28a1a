import type { Access } from "../loops/loop-kernel.ts";
import type { Product } from "../loops/schedule.ts";
import { elementText } from "./places.ts";
import type { Place } from "./places.ts";
import { stackPlaces } from "./run-product.ts";
import type { Source } from "./source.ts";

/** Writes out a small product of matrices: sums in the order of `matmul`. */
export function writeProduct(product: Product, places: readonly Place[], source: Source): void {
  const { dtype, stack, m, n, k, a, b, c } = product;
  const single = dtype === "float32";
  const round = (text: string): string => (single ? `Math.fround(${text})` : text);
  const starts = [a, b, c].map((access) => stackPlaces(stack, access));
  starts[0]!.forEach((_, matrix) => {
    const element = (operand: number, access: Access, row: number, column: number): string => {
      const [down, along] = access.strides.slice(-2) as [number, number];
      return elementText(
        places[access.buffer]!,
        String(starts[operand]![matrix]! + row * down + column * along),
      );
    };
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let total = "0";
        for (let p = 0; p < k; p++) {
          total = round(`${total} + ${round(`${element(0, a, i, p)} * ${element(1, b, p, j)}`)}`);
        }
        source.line(`${element(2, c, i, j)} = ${total};`);
      }
    }
  });
}
