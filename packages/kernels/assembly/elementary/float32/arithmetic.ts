/** a + b·c */
/* inline */ export function plus(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(a, f32x4.mul(b, c));
}

/** a − b·c */
/* inline */ export function minus(a: v128, b: v128, c: v128): v128 {
  return f32x4.sub(a, f32x4.mul(b, c));
}
