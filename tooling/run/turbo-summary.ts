import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./commands.ts";

/** What turbo recorded of one task. */
export interface TaskSummary {
  readonly taskId: string;
  readonly task: string;
  readonly directory: string;
  readonly cached: boolean;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly exitCode: number;
}

interface RawTask {
  readonly taskId: string;
  readonly task: string;
  readonly directory: string;
  readonly command: string;
  readonly cache: { readonly status: "HIT" | "MISS" };
  readonly execution?: { readonly startTime: number; readonly endTime: number; readonly exitCode: number };
}

/** The tasks of the run that turbo's `--summarize` wrote down since a moment; those without a script are left out. */
export async function latestSummary(since: Date): Promise<TaskSummary[]> {
  const folder = join(root, ".turbo", "runs");
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), time: (await stat(join(folder, name))).mtimeMs })),
  );
  const newest = files.filter((file) => file.time >= since.getTime()).toSorted((a, b) => b.time - a.time)[0];
  if (newest === undefined) return [];
  const { tasks } = JSON.parse(await readFile(newest.path, "utf8")) as { tasks: RawTask[] };
  return tasks.filter((task) => task.command !== "<NONEXISTENT>").map(readTask);
}

function readTask(raw: RawTask): TaskSummary {
  return {
    taskId: raw.taskId,
    task: raw.task,
    directory: raw.directory,
    cached: raw.cache.status === "HIT",
    start: raw.execution?.startTime ?? 0,
    end: raw.execution?.endTime ?? 0,
    // A task that never ran, because what it waits for failed, has not passed.
    exitCode: raw.execution?.exitCode ?? 1,
  };
}
