const table = [
  0, 0, 0.6931471805599453, 1.791759469228055, 3.1780538303479458, 4.787491742782046, 6.579251212010101,
];

/** log k! of an integer: from a table, and by Stirling's series (DLMF 5.11.1) to 1e-12 from 7 on. */
export function logFactorial(k: number): number {
  if (k < table.length) return table[k]!;
  const r = 1 / (k * k);
  const correction = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r / 1680))) / k;
  return (k + 0.5) * Math.log(k) - k + 0.9189385332046728 + correction;
}
