import { residentProducts, residentScratchBytes } from "@adjoint/kernels";
import { AdjointError } from "@adjoint/tensor";
import type { Access, BufferId } from "../loops/loop-kernel.ts";
import type { Product } from "../loops/schedule.ts";
import { programMemory } from "./memory.ts";
import type { MemoryPlan } from "./plan-memory.ts";

/** The bytes of room that a product needs beside its matrices. */
export function productScratch(product: Product): number {
  return residentScratchBytes(product);
}

/** Computes a product where its matrices lie, in the region at the address that it is given. */
export function productRunner(product: Product, plan: MemoryPlan): (base: number) => void {
  const { dtype, m, n, k, stack, a, b, c } = product;
  const products = residentProducts(programMemory());
  if (products === undefined) {
    throw new AdjointError("compile: this host has no vectors of 128 bits", { operation: "compile" });
  }
  const bytes = dtype === "float64" ? 8 : 4;
  const count = stack.at(-1) ?? 1;
  const step = ({ strides }: Access): number => (stack.length === 0 ? 0 : strides[stack.length - 1]!);
  const addressOf = (buffer: BufferId, place: number): number => plan.offsets[buffer]! + place * bytes;
  const [placesA, placesB, placesC] = [a, b, c].map((access) => outerPlaces(stack, access)) as [
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  const runs = placesC.map((place, i) =>
    products.prepare({
      dtype,
      m,
      n,
      k,
      a: addressOf(a.buffer, placesA[i]!),
      aRow: a.strides.at(-2)!,
      aColumn: a.strides.at(-1)!,
      b: addressOf(b.buffer, placesB[i]!),
      bRow: b.strides.at(-2)!,
      bColumn: b.strides.at(-1)!,
      c: addressOf(c.buffer, place),
      cRow: c.strides.at(-2)!,
      count,
      aStep: step(a),
      bStep: step(b),
      cStep: step(c),
      scratch: plan.products,
    }),
  );
  return runs.length === 1 ? runs[0]! : (base) => runs.forEach((run) => run(base));
}

/** The first elements of the stacks along the last axis, of a stack along several. */
function outerPlaces(stack: readonly number[], { offset, strides }: Access): readonly number[] {
  return stack
    .slice(0, -1)
    .reduce<readonly number[]>(
      (places, length, axis) =>
        places.flatMap((place) => Array.from({ length }, (_, i) => place + i * strides[axis]!)),
      [offset],
    );
}
