import type { SharedKernel } from "./shared-kernel.ts";
import {
  ACTIVE,
  CONTROL_BYTES,
  FINISHED,
  JOB,
  type Job,
  JOBS,
  NEXT,
  OPEN,
  READY,
  takeStrips,
  wordsOf,
} from "./strips.ts";

/** Threads that compute products together: the one that calls, and workers that sleep between jobs. */
export interface Team {
  readonly threads: number;
  /** Whether the workers have started: in Node after waiting for them, in a browser without. */
  readonly ready: () => boolean;
  /**
   * Computes a job and returns when it is done; false if a worker does not answer. Rows that are finished are given to
   * `copyOut` while workers compute others.
   */
  readonly run: (job: Job, copyOut: CopyOut) => boolean;
  /** Ends the workers. */
  readonly release: () => void;
}

type CopyOut = (first: number, rows: number) => void;

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

/** So long, in milliseconds, workers may take to start in Node, and to finish a strip. */
const START_PATIENCE = 2000;
const STRIP_PATIENCE = 30_000;

/** What a worker does, as text, so that no file has to be found and no bundler configured. */
function workerSource(): string {
  return `
const takeStrips = ${takeStrips.toString()};
function start({ module, memory, thread }) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const control = new Int32Array(memory.buffer, 0, ${CONTROL_BYTES / 4});
  Atomics.add(control, ${READY}, 1);
  Atomics.notify(control, ${READY});
  for (let seen = 0; ; seen = Atomics.load(control, ${JOBS})) {
    Atomics.wait(control, ${JOBS}, seen);
    Atomics.add(control, ${ACTIVE}, 1);
    if (Atomics.load(control, ${OPEN}) === 1) takeStrips(exports, control, thread);
    Atomics.sub(control, ${ACTIVE}, 1);
    Atomics.notify(control, ${ACTIVE});
  }
}
const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
if (threads) start(threads.workerData);
else onmessage = ({ data }) => start(data);
`;
}

/**
 * Starts workers that share the kernel's memory, or says why that is impossible.
 *
 * In Node they are waited for; in a browser they start when the caller returns to its event loop, and until then the
 * caller works alone. They do not keep a Node process alive.
 */
export function startTeam(kernel: SharedKernel, threads: number): Team | string {
  const { memory, module } = kernel;
  const control = new Int32Array(memory.buffer, 0, CONTROL_BYTES / 4);
  try {
    Atomics.wait(control, JOBS, -1, 0);
  } catch {
    return "this thread may not wait for others, as the main thread of a browser may not: call accelerate in a worker";
  }
  const workers: WorkerLike[] = [];
  const release = (): void => workers.forEach((worker) => void worker.terminate());
  try {
    for (let thread = 1; thread < threads; thread++) workers.push(startWorker({ module, memory, thread }));
  } catch (error) {
    release();
    return `a worker could not be started: ${String(error)}`;
  }
  return {
    threads,
    ready: () => awaitWorkers(control, threads - 1),
    run: (job, copyOut) => runJob(kernel, control, job, copyOut),
    release,
  };
}

function startWorker(data: object): WorkerLike {
  const { process, Worker, Blob, URL } = globalThis as unknown as Host;
  const threads = process?.getBuiltinModule?.("node:worker_threads");
  if (threads !== undefined) {
    const worker = new threads.Worker(workerSource(), { eval: true, execArgv: [], workerData: data });
    worker.unref?.();
    return worker;
  }
  const blob = new Blob!([workerSource()], { type: "text/javascript" });
  const worker = new Worker!(URL!.createObjectURL(blob));
  worker.postMessage(data, []);
  return worker;
}

/** Waits until the workers have started, where they start while this thread waits. */
function awaitWorkers(control: Int32Array, workers: number): boolean {
  if ((globalThis as unknown as Host).process?.getBuiltinModule === undefined) return true;
  const deadline = Date.now() + START_PATIENCE;
  for (;;) {
    const ready = Atomics.load(control, READY);
    const left = deadline - Date.now();
    if (ready === workers || left <= 0) return ready === workers;
    Atomics.wait(control, READY, ready, left);
  }
}

function runJob(kernel: SharedKernel, control: Int32Array, job: Job, copyOut: CopyOut): boolean {
  const strips = Math.ceil(job.rows / job.strip);
  control.set(wordsOf(job), JOB);
  control.fill(0, FINISHED, FINISHED + strips);
  Atomics.store(control, NEXT, 0);
  Atomics.store(control, OPEN, 1);
  Atomics.add(control, JOBS, 1);
  Atomics.notify(control, JOBS);
  const copyFinished = (): void => {
    for (let i = 0; i < strips; i++) {
      if (Atomics.load(control, FINISHED + i) !== 1) continue;
      control[FINISHED + i] = 0;
      const first = i * job.strip;
      copyOut(first, Math.min(job.strip, job.rows - first));
    }
  };
  takeStrips(kernel, control, 0, (first, rows) => {
    copyOut(first, rows);
    copyFinished();
  });
  // Who comes late finds the job closed, and need not be waited for.
  Atomics.store(control, OPEN, 0);
  for (;;) {
    const active = Atomics.load(control, ACTIVE);
    if (active === 0) break;
    copyFinished();
    if (Atomics.wait(control, ACTIVE, active, STRIP_PATIENCE) === "timed-out") return false;
  }
  copyFinished();
  return true;
}
