import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** PyTorch in a process of its own, which times itself. */
export interface Torch {
  readonly version: string;
  readonly names: readonly string[];
  check(name: string): Promise<readonly number[]>;
  /** The seconds that so many runs take. */
  time(name: string, repeats: number): Promise<number>;
  close(): void;
}

/** PyTorch of the system's Python, or `undefined` where there is none. */
export async function startTorch(): Promise<Torch | undefined> {
  const script = fileURLToPath(new URL("./peers/torch_server.py", import.meta.url));
  const environment = { ...process.env, OMP_NUM_THREADS: "1", PYTHONIOENCODING: "utf-8" };
  const child = spawn("/usr/bin/python3", [script], {
    env: environment,
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.on("error", () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async <Answer>(...words: readonly (string | number)[]): Promise<Answer | undefined> => {
    child.stdin.write(`${words.join("\t")}\n`);
    const { value, done } = await lines.next();
    return done === true ? undefined : (JSON.parse(value) as Answer);
  };
  child.stdin.on("error", () => undefined);
  const about = await ask<{ version: string; names: readonly string[] }>("names", "");
  if (about === undefined) return undefined;
  return {
    ...about,
    check: async (name) => (await ask<readonly number[]>("check", name))!,
    time: async (name, repeats) => (await ask<number>("time", name, repeats))!,
    close: () => void child.stdin.end(),
  };
}
