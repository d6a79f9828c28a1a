/** A number with a fixed count of decimals and a true minus sign: `−0.053904`. */
export function fixed(value: number, decimals = 6): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** A number in at most `digits` significant digits, without trailing zeros. */
export function short(value: number, digits = 4): string {
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}

/** A power of ten written out, for residuals: `2.2 × 10⁻¹⁶`. */
export function scientific(value: number): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(1).split("e") as [string, string];
  const raised = String(Number(exponent)).replace(/./g, (sign) => superscripts[sign]!);
  return `${mantissa.replace("-", "−")} × 10${raised}`;
}

const superscripts: Readonly<Record<string, string>> = {
  "-": "⁻",
  0: "⁰",
  1: "¹",
  2: "²",
  3: "³",
  4: "⁴",
  5: "⁵",
  6: "⁶",
  7: "⁷",
  8: "⁸",
  9: "⁹",
};
