/**
 * Constants as the kernels of float32 read them, each in four lanes, in an array of float64 whose bytes they are.
 *
 * None of them may be infinite or NaN: a NaN of float64 need not keep its bytes.
 */
export function fourLanes(constants: readonly number[]): number[] {
  const lanes = Float32Array.from(constants.flatMap((constant) => [constant, constant, constant, constant]));
  return Array.from(new Float64Array(lanes.buffer));
}
