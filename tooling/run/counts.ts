import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { root } from "./commands.ts";

/** How many checks a task ran. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The tests that failed, by file and title. */
  readonly failures?: readonly string[];
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Where a task's Vitest JSON report lies, if it is a task that writes one. */
function reportPath(directory: string, task: string): string {
  return join(root, directory, ".results", `${task.replace(":", "-")}.json`);
}

/** The tests of a task from its Vitest report; a task without one is a single check. */
export async function countsOf(directory: string, task: string, succeeded: boolean): Promise<Counts> {
  const text = await readFile(reportPath(directory, task), "utf8").catch(() => undefined);
  if (text === undefined) return { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 };
  const report = JSON.parse(text) as VitestReport;
  // A file that does not load fails the run without failing a test.
  const failed = succeeded ? report.numFailedTests : Math.max(1, report.numFailedTests);
  return {
    passed: report.numPassedTests,
    failed,
    skipped: report.numPendingTests,
    failures: failuresOf(report),
  };
}

function failuresOf({ testResults }: VitestReport): string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0 && message !== "") return [`${file}: ${message}`];
    return failed.map(({ fullName }) => `${file}: ${fullName}`);
  });
}

/** The sum of several counts. */
export function total(counts: readonly Counts[]): Counts {
  const add = (key: "passed" | "failed" | "skipped"): number =>
    counts.reduce((sum, count) => sum + count[key], 0);
  return {
    passed: add("passed"),
    failed: add("failed"),
    skipped: add("skipped"),
    failures: counts.flatMap(({ failures = [] }) => failures),
  };
}
