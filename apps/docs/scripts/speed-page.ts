/** What packages/linalg/bench writes to table.json. */
export interface SpeedTable {
  readonly machine: string;
  readonly node: string;
  readonly numpy: string;
  readonly rows: readonly {
    readonly function: string;
    readonly n: number;
    readonly ms: number;
    /** Our time divided by NumPy's. */
    readonly toNumpy: number;
  }[];
}

/** The page of times beside NumPy's: all of its numbers are measured ones. */
export function speedPage({ machine, node, numpy, rows }: SpeedTable): string {
  const sizes = [...new Set(rows.map(({ n }) => n))].sort((a, b) => a - b);
  const functions = [...new Set(rows.map((row) => row.function))];
  const cell = (name: string, n: number): string => {
    const row = rows.find((candidate) => candidate.function === name && candidate.n === n);
    return row === undefined ? "–" : `${row.toNumpy.toFixed(2)} (${spell(row.ms)})`;
  };
  return `${[
    "---",
    "title: How fast is it",
    "description: Times of factorizations beside those of NumPy, measured by the benchmark",
    "slug: linear-algebra/speed",
    "editUrl: false",
    "---",
    "",
    `Our time divided by that of NumPy ${numpy} with OpenBLAS on one thread, and in brackets our time, for n × n matrices of`,
    `float64. Below 1 is faster than NumPy. Medians of one run in which both took turns, Node ${node.replace(/^v/, "")},`,
    `${machine}, one core.`,
    "",
    `| function | ${sizes.map((n) => `n = ${n}`).join(" | ")} |`,
    `| -------- | ${sizes.map(() => "---:").join(" | ")} |`,
    ...functions.map((name) => `| \`${name}\` | ${sizes.map((n) => cell(name, n)).join(" | ")} |`),
    "",
    "Measure it on your machine: `node packages/linalg/bench/numpy.ts` prints the same table, and with `--table` writes it to",
    "where this page takes it from.",
  ].join("\n")}\n`;
}

function spell(ms: number): string {
  return ms < 1 ? `${Number((1000 * ms).toPrecision(2))}\u00a0µs` : `${Number(ms.toPrecision(2))}\u00a0ms`;
}
