/**
 * Times samplers against NumPy's on one thread: `node packages/random/bench/numpy.ts [count]`, a million draws each unless
 * given. PYTHON names the interpreter that has NumPy. Both take turns; each row reports the median of our times and the
 * median of the ratios of neighbouring times.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { beta, binomial, exponential, gamma, key, normal, poisson, uniform, vonMises } from "@adjoint/random";

const samplers: Readonly<Record<string, (count: number, seed: number) => unknown>> = {
  uniform: (n, seed) => uniform(key(seed), [n]),
  normal: (n, seed) => normal(key(seed), [n]),
  exponential: (n, seed) => exponential(key(seed), [n]),
  "gamma 2.5": (n, seed) => gamma(key(seed), [n], { concentration: 2.5 }),
  "gamma 0.3": (n, seed) => gamma(key(seed), [n], { concentration: 0.3 }),
  "beta 2, 3": (n, seed) => beta(key(seed), [n], { alpha: 2, beta: 3 }),
  "von mises 2": (n, seed) => vonMises(key(seed), [n], { concentration: 2 }),
  "poisson 4": (n, seed) => poisson(key(seed), [n], { rate: 4 }),
  "poisson 1000": (n, seed) => poisson(key(seed), [n], { rate: 1000 }),
  "binomial 20": (n, seed) => binomial(key(seed), [n], { total: 20, probs: 0.3 }),
  "binomial 1000": (n, seed) => binomial(key(seed), [n], { total: 1000, probs: 0.3 }),
};

const repeats = 11;

const script = new URL("numpy-times.py", import.meta.url).pathname;
const child = spawn(process.env["PYTHON"] ?? "/usr/bin/python3", [script]);
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
const nextLine = async (): Promise<string> => (await lines.next()).value as string;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

const count = Number(process.argv[2] ?? 1e6);
console.log(`Node ${process.versions.node}, NumPy ${await nextLine()}, ${count} draws`);
for (const [name, draw] of Object.entries(samplers)) {
  draw(count, 0);
  const ours: number[] = [];
  const ratios: number[] = [];
  for (let seed = 1; seed <= repeats; seed++) {
    const start = performance.now();
    draw(count, seed);
    ours.push(performance.now() - start);
    child.stdin.write(`${name} ${count}\n`);
    ratios.push(ours.at(-1) / Number(await nextLine()));
  }
  console.log(
    `${name.padEnd(14)} ${median(ours).toFixed(1).padStart(8)} ms  ${median(ratios).toFixed(2)} of NumPy's time`,
  );
}
child.stdin.end();
