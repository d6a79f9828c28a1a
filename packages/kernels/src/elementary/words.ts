const scratch: Float64Array = /* @__PURE__ */ new Float64Array(1);
const words: Int32Array = /* @__PURE__ */ wordsOf(scratch);

/** The two halves of a number, the upper one second: every platform that runs JavaScript stores the lower one first. */
/* @__NO_SIDE_EFFECTS__ */
function wordsOf(numbers: Float64Array): Int32Array {
  return new Int32Array(numbers.buffer);
}

/** The upper 32 bits: the sign, the exponent and the beginning of the mantissa. */
export function highWord(x: number): number {
  scratch[0] = x;
  return words[1]!;
}

/** `x` with another upper word. */
export function withHighWord(x: number, high: number): number {
  scratch[0] = x;
  words[1] = high;
  return scratch[0];
}

/** The number with this upper word and zeros after it. */
export function fromHighWord(high: number): number {
  scratch[0] = 0;
  words[1] = high;
  return scratch[0];
}
