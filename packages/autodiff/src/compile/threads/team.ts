import { CONTROL_WORDS, FAILED, FINISHED, JOBS, READY, workerSource } from "./worker-source.ts";
import type { WorkerTask } from "./worker-source.ts";

/** Workers that wait for jobs, each with its own part of the same program. */
export interface Team {
  /** Lets the workers do their parts, while `meanwhile` runs; false if a part could not be done. */
  readonly run: (meanwhile: () => void) => boolean;
  /** Ends the workers. */
  readonly release: () => void;
}

/** What Node and browsers call a worker. */
interface WorkerLike {
  readonly terminate: () => unknown;
  readonly unref?: () => void;
  readonly postMessage: (message: unknown, transfer: readonly object[]) => void;
}

/** What is needed of the host, beyond ECMAScript. */
interface Host {
  readonly process?: {
    readonly getBuiltinModule?: (name: string) => {
      readonly Worker: new (source: string, options: object) => WorkerLike;
    };
  };
  readonly Worker?: new (url: string) => WorkerLike;
  readonly Blob?: new (parts: readonly string[], options: object) => object;
  readonly URL?: { readonly createObjectURL: (blob: object) => string };
}

/** So long, in milliseconds, workers may take to start in Node, and to finish a part. */
const startPatience = 5000;
const partPatience = 60_000;

/** Memory by which threads tell each other how far they are, or why there can be none. */
export function controlMemory(): SharedArrayBuffer | string {
  try {
    const control = new SharedArrayBuffer(4 * CONTROL_WORDS);
    Atomics.wait(new Int32Array(control), JOBS, -1, 0);
    return control;
  } catch {
    return (
      "this thread has no memory to share, or may not wait for others: in a browser, call compiled functions with threads in a " +
      "worker, on a page that is cross-origin isolated"
    );
  }
}

/**
 * Starts a worker for each task, or says why that is impossible. They do not keep a Node process alive.
 *
 * In Node they are waited for; in a browser they start when the caller returns to its event loop.
 */
export function startTeam(control: SharedArrayBuffer, tasks: readonly WorkerTask[]): Team | string {
  const words = new Int32Array(control);
  const workers: WorkerLike[] = [];
  const release = (): void => workers.forEach((worker) => void worker.terminate());
  try {
    for (const task of tasks) workers.push(startWorker(task));
  } catch (error) {
    release();
    return `a worker could not be started: ${String(error)}`;
  }
  const ready = (): boolean => Atomics.load(words, READY) === workers.length;
  if (isNode() && !awaitCount(words, READY, workers.length, startPatience)) {
    release();
    return "the workers did not start in time";
  }
  return {
    run(meanwhile) {
      if (!ready()) return false;
      Atomics.store(words, FINISHED, 0);
      Atomics.store(words, FAILED, 0);
      Atomics.add(words, JOBS, 1);
      Atomics.notify(words, JOBS);
      meanwhile();
      return awaitCount(words, FINISHED, workers.length, partPatience) && Atomics.load(words, FAILED) === 0;
    },
    release,
  };
}

function isNode(): boolean {
  return (globalThis as unknown as Host).process?.getBuiltinModule !== undefined;
}

function startWorker(task: WorkerTask): WorkerLike {
  const { process, Worker, Blob, URL } = globalThis as unknown as Host;
  const threads = process?.getBuiltinModule?.("node:worker_threads");
  if (threads !== undefined) {
    const worker = new threads.Worker(workerSource(), { eval: true, execArgv: [], workerData: task });
    worker.unref?.();
    return worker;
  }
  const blob = new Blob!([workerSource()], { type: "text/javascript" });
  const worker = new Worker!(URL!.createObjectURL(blob));
  worker.postMessage(task, []);
  return worker;
}

/** Waits until a word has reached a count; false if that takes too long. */
function awaitCount(words: Int32Array, word: number, count: number, patience: number): boolean {
  const deadline = Date.now() + patience;
  for (;;) {
    const now = Atomics.load(words, word);
    const left = deadline - Date.now();
    if (now >= count || left <= 0) return now >= count;
    Atomics.wait(words, word, now, left);
  }
}
