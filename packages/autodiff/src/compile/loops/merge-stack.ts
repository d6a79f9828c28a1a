import type { Access } from "./loop-kernel.ts";
import type { Product } from "./schedule.ts";

/** The same product with as short a stack as possible: matrices that share an operand are one large matrix. */
export function mergeStack(product: Product): Product {
  for (let axis = product.stack.length - 1; axis >= 0; axis--) {
    const merged = withoutAxis(product, axis);
    if (merged !== undefined) return mergeStack(merged);
  }
  return product;
}

function withoutAxis(product: Product, axis: number): Product | undefined {
  const { stack, m, n } = product;
  const count = stack[axis]!;
  const [a, b, c] = [matrixOf(product.a), matrixOf(product.b), matrixOf(product.c)];
  const [stepA, stepB] = [product.a.strides[axis]!, product.b.strides[axis]!];
  const rest: Product = {
    ...product,
    stack: stack.toSpliced(axis, 1),
    a: without(product.a, axis),
    b: without(product.b, axis),
    c: without(product.c, axis),
  };
  if (count === 1) return rest;
  // Only the rows of the last axis of the stack stand below each other in the result.
  if (axis < stack.length - 1) return undefined;
  if (stepB === 0 && (m === 1 || stepA === m * a.row)) {
    const row = m === 1 ? stepA : a.row;
    const to = m === 1 ? n : c.row;
    return {
      ...rest,
      m: count * m,
      a: withMatrix(rest.a, row, a.column),
      c: withMatrix(rest.c, to, c.column),
    };
  }
  if (stepA === 0 && n === 1) {
    // Each product is a vector A·b; all of them are the rows of B·Aᵀ, where the b are the rows of B.
    return {
      ...rest,
      m: count,
      n: m,
      a: withMatrix(rest.b, stepB, b.row),
      b: withMatrix(rest.a, a.column, a.row),
      c: withMatrix(rest.c, m, 1),
    };
  }
  return undefined;
}

function matrixOf({ strides }: Access): { readonly row: number; readonly column: number } {
  const [row, column] = strides.slice(-2) as [number, number];
  return { row, column };
}

function withMatrix(access: Access, row: number, column: number): Access {
  return { ...access, strides: [...access.strides.slice(0, -2), row, column] };
}

function without(access: Access, axis: number): Access {
  return { ...access, strides: access.strides.toSpliced(axis, 1) };
}
