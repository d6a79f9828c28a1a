import { multiplyAdd } from "../matmul/multiply-add";

/** Σ xᵢ yᵢ over `count` neighbouring elements. */
export function dot(x: usize, y: usize, count: i32): f64 {
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  const end = x + ((<usize>count) << 3);
  const offset = y - x;
  let i = x;
  for (; i + 32 <= end; i += 32) {
    sum0 = multiplyAdd<f64>(v128.load(i), v128.load(i + offset), sum0);
    sum1 = multiplyAdd<f64>(v128.load(i, 16), v128.load(i + offset, 16), sum1);
  }
  const sums = f64x2.add(sum0, sum1);
  let result = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; i < end; i += 8) result += load<f64>(i) * load<f64>(i + offset);
  return result;
}

/** z ← α x + β y over `count` neighbouring elements; z may be x or y. */
export function combination(z: usize, alpha: f64, x: usize, beta: f64, y: usize, count: i32): void {
  const a = f64x2.splat(alpha);
  const b = f64x2.splat(beta);
  const bytes = (<usize>count) << 3;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    v128.store(z + i, multiplyAdd<f64>(a, v128.load(x + i), f64x2.mul(b, v128.load(y + i))));
  }
  if (i < bytes) store<f64>(z + i, alpha * load<f64>(x + i) + beta * load<f64>(y + i));
}
