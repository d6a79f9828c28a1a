/** What one writes without a library: the gradient of (x² + y²)·exp(−(x² + y²)) as a function of numbers. */
export function load() {
  let total = 0;
  const run = (count) => {
    for (let i = 0; i < count; i++) {
      const [dx, dy] = gradient(0.3 + (i & 255) / 1024, -0.7);
      total += dx + dy;
    }
    if (Number.isNaN(total)) throw new Error("a gradient is not a number");
  };
  const entry = { run, check: () => gradient(0.3, -0.7) };
  const cases = { "gradient of two numbers": entry, "gradient of two numbers, last": entry };
  return { version: process.version, cases };
}

function gradient(x, y) {
  const r = x * x + y * y;
  const slope = (1 - r) * Math.exp(-r);
  return [2 * x * slope, 2 * y * slope];
}
