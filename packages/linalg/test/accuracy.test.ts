import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { accuracyCases, matrixKinds } from "./support/accuracy-cases.ts";
import type { MatrixKind } from "./support/accuracy-cases.ts";
import { ratioDefinitions } from "./support/accuracy-definitions.ts";
import { exceptions, limit, recordedTable, rivalRatios } from "./support/accuracy-table.ts";
import type { RecordedTable, Worst } from "./support/accuracy-table.ts";
import type { Precision } from "./support/test-ratios.ts";

/** From here on a ratio says that there is no result. */
const useless = 1e6;

const precisions: readonly Precision[] = ["float64", "float32"];

interface Measurement {
  readonly worst: Readonly<Record<string, Worst>>;
  readonly names: readonly string[];
  /** The cases above the limit. */
  readonly above: readonly string[];
}

const measurements = new Map<string, Measurement>();

function including(so: Worst, value: number, name: string): Worst {
  const cases = so.cases + 1;
  if (!(value < useless)) return { ...so, cases, failed: so.failed + 1 };
  return value > so.worst ? { ...so, cases, worst: value, case: name } : { ...so, cases };
}

function isAllowed(ratio: string, name: string, value: number): boolean {
  const exception = exceptions.find((entry) => entry.case === name && entry.ratios.includes(ratio));
  return exception?.limit === null || value <= (exception?.limit ?? limit);
}

/** The ratios of all cases of a kind. */
function measure(kind: MatrixKind, precision: Precision): Measurement {
  const key = `${kind}, ${precision}`;
  const known = measurements.get(key);
  if (known) return known;
  const worst: Record<string, Worst> = {};
  const above: string[] = [];
  const cases = accuracyCases(kind, precision);
  for (const { name, ratios } of cases) {
    for (const [ratio, value] of Object.entries(ratios())) {
      worst[ratio] = including(worst[ratio] ?? { cases: 0, worst: 0, failed: 0, case: name }, value, name);
      if (!isAllowed(ratio, name, value)) above.push(`${ratio} of ${name}: ${value}`);
    }
  }
  const measurement = { worst, names: cases.map(({ name }) => name), above };
  measurements.set(key, measurement);
  return measurement;
}

/** Every ratio belongs to one kind of matrix. */
function measureAll(precision: Precision): Readonly<Record<string, Worst>> {
  return Object.assign({}, ...matrixKinds.map((kind) => measure(kind, precision).worst)) as Record<
    string,
    Worst
  >;
}

describe.each(precisions)("every test ratio is at most 10, in %s", { timeout: 120_000 }, (precision) => {
  test.each(matrixKinds)("%s", (kind) => {
    expect(measure(kind, precision).above).toEqual([]);
  });
});

function countMatrices(): number {
  return new Set(matrixKinds.flatMap((kind) => measure(kind, "float64").names)).size;
}

const howToUpdate = "UPDATE_ACCURACY=1 pnpm vitest run packages/linalg/test/accuracy.test.ts; pnpm oxfmt";

/** Rewrites the table. */
function update(): void {
  const short = (row: Worst): Worst => ({ ...row, worst: Number(row.worst.toPrecision(2)) });
  const { versions, ratios } = rivalRatios();
  const all = { float64: measureAll("float64"), float32: measureAll("float32") };
  const rows = Object.entries(ratioDefinitions).map(([key, definition]) => ({
    key,
    ...definition,
    worst: { float64: short(all.float64[key]!), float32: short(all.float32[key]!) },
    rivals: ratios[definition.rival.ratio ?? key],
  }));
  writeFileSync(
    recordedTable,
    `${JSON.stringify({ matrices: countMatrices(), versions, exceptions, rows })}\n`,
  );
}

describe("the recorded table, which the documentation shows", { timeout: 120_000 }, () => {
  let table: RecordedTable;
  beforeAll(() => {
    if (process.env["UPDATE_ACCURACY"] !== undefined) update();
    table = JSON.parse(readFileSync(recordedTable, "utf8")) as RecordedTable;
  }, 120_000);

  test("has a row for every ratio, and what it is compared with", () => {
    const { rows, ...head } = table;
    const { versions, ratios } = rivalRatios();
    expect(head).toEqual({ matrices: countMatrices(), versions, exceptions });
    expect(rows.map(({ key }) => key)).toEqual(Object.keys(ratioDefinitions));
    for (const { key, worst: _, rivals: recorded, ...definition } of rows) {
      expect(definition).toEqual(ratioDefinitions[key]);
      expect(recorded).toEqual(ratios[definition.rival.ratio ?? key]);
    }
  });

  test.each(precisions)(
    "is not better than the truth by more than other machines may round differently, in %s",
    (precision) => {
      const all = measureAll(precision);
      expect(Object.keys(all).toSorted()).toEqual(Object.keys(ratioDefinitions).toSorted());
      for (const { key, worst } of table.rows) {
        expect(all[key]!.cases, key).toBe(worst[precision].cases);
        expect(all[key]!.failed, key).toBeLessThanOrEqual(worst[precision].failed);
        expect(
          all[key]!.worst,
          `${key} of ${all[key]!.case}; if that is as it should be, ${howToUpdate}`,
        ).toBeLessThanOrEqual(Math.max(1, 1.5 * worst[precision].worst));
      }
    },
  );

  test("NumPy and SciPy have been measured on as many cases", () => {
    for (const { key, worst, rivals } of table.rows) {
      for (const precision of precisions) {
        expect(rivals[precision].cases, key).toBe(worst[precision].cases);
      }
    }
  });
});
