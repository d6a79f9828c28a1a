/** Words of the control memory: how many jobs there were, workers that have started, have finished, and could not do their part. */
export const JOBS = 0;
export const READY = 1;
export const FINISHED = 2;
export const FAILED = 3;
export const CONTROL_WORDS = 4;

/** Bytes that are copied between the memory that threads share and that of a worker. */
export interface Transfer {
  readonly shared: number;
  readonly own: number;
  readonly bytes: number;
}

/** What a worker is told when it starts. */
export interface WorkerTask {
  readonly control: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
  readonly module: object;
  /** For each import of the module the text of the binary that exports it as `run`, or null for what a worker cannot do. */
  readonly imports: readonly (readonly [name: string, binary: string | null])[];
  readonly pages: number;
  /** What its memory holds from the beginning. */
  readonly contents: readonly { readonly at: number; readonly bytes: Uint8Array }[];
  readonly base: number;
  readonly inputs: readonly Transfer[];
  readonly outputs: readonly Transfer[];
}

/** What a worker does, as text, so that no file has to be found and no bundler configured. */
export function workerSource(): string {
  return `
function start({ control, data, module, imports, pages, contents, base, inputs, outputs }) {
  const words = new Int32Array(control);
  const shared = new Uint8Array(data);
  const memory = new WebAssembly.Memory({ initial: pages });
  const own = new Uint8Array(memory.buffer);
  for (const { at, bytes } of contents) own.set(bytes, at);
  const fail = () => void Atomics.add(words, ${FAILED}, 1);
  const runOf = (text) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports.run;
  };
  const f = Object.fromEntries(imports.map(([name, text]) => [name, text === null ? fail : runOf(text)]));
  const { run } = new WebAssembly.Instance(module, { env: { ...f, memory } }).exports;
  Atomics.add(words, ${READY}, 1);
  Atomics.notify(words, ${READY});
  for (let seen = 0; ; ) {
    Atomics.wait(words, ${JOBS}, seen);
    seen = Atomics.load(words, ${JOBS});
    for (const t of inputs) own.set(shared.subarray(t.shared, t.shared + t.bytes), t.own);
    run(base);
    for (const t of outputs) shared.set(own.subarray(t.own, t.own + t.bytes), t.shared);
    Atomics.add(words, ${FINISHED}, 1);
    Atomics.notify(words, ${FINISHED});
  }
}
const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
if (threads) start(threads.workerData);
else onmessage = ({ data }) => start(data);
`;
}
