import { spawn } from "node:child_process";
import { join } from "node:path";

/** The repository's root. */
export const root: string = join(import.meta.dirname, "..", "..");

/** How a command ended and everything it printed. */
export interface Outcome {
  readonly code: number;
  readonly seconds: number;
  readonly output: string;
}

/** Runs a command at the root and keeps its output; `live` shows it as it comes. */
function run(command: string, options: { readonly live?: boolean } = {}): Promise<Outcome> {
  const start = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, {
      cwd: root,
      shell: true,
      stdio: ["ignore", options.live ? "inherit" : "pipe", options.live ? "inherit" : "pipe"],
      env: {
        ...process.env,
        TURBO_TELEMETRY_DISABLED: "1",
        ASTRO_TELEMETRY_DISABLED: "1",
        TURBO_NO_UPDATE_NOTIFIER: "1",
        FORCE_COLOR: "0",
      },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.on("close", (code) => {
      resolve({ code: code ?? 1, seconds: (performance.now() - start) / 1000, output });
    });
  });
}

/** Installs what the lockfile names. */
export function install(): Promise<Outcome> {
  return run("pnpm install --frozen-lockfile --prefer-offline");
}

/** Runs turbo tasks; each prints only if it fails. */
export function turbo(tasks: readonly string[], flags: readonly string[] = []): Promise<Outcome> {
  const command = [
    "pnpm exec turbo run",
    ...tasks,
    ...flags,
    "--output-logs=errors-only --log-order=grouped",
  ];
  return run(command.join(" "));
}
