/** Throws unless the results agree; peers that know float32 alone agree to six digits. */
export function compare(
  what: string,
  expected: readonly number[],
  got: readonly number[],
  tolerance = 1e-5,
): void {
  const largest = Math.max(...expected.map(Math.abs));
  const differs = (value: number, i: number): boolean => !(Math.abs(value - got[i]!) <= tolerance * largest);
  if (expected.length !== got.length)
    throw new Error(`${what}: ${got.length} numbers for ${expected.length}`);
  const place = expected.findIndex(differs);
  if (place !== -1) throw new Error(`${what}: number ${place} is ${got[place]}, not ${expected[place]}`);
}
