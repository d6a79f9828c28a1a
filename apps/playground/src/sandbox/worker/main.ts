import type { Entry } from "../protocol.ts";
import { createConsole, echoTo } from "./console.ts";
import { describeFailure } from "./failure.ts";
import { harden } from "./harden.ts";
import { createRequire } from "./modules.ts";
import { createOutput } from "./output.ts";
import type { Output } from "./output.ts";
import { compileProgram } from "./transform.ts";

/**
 * The worker: receives the source and one port, closes every other way out, runs the program once.
 * All that it needs afterwards is bound beforehand, since the program may replace any global.
 */
addEventListener(
  "message",
  (event: MessageEvent<string>) => {
    const port = event.ports[0]!;
    const output = createOutput(port.postMessage.bind(port));
    harden((error) => output.print(() => uncaughtEntry(error)));
    Object.defineProperty(self, "console", { value: createConsole(output) });
    output.send({ type: "ready" });
    void run(event.data, output);
  },
  { once: true },
);

async function run(source: string, output: Output): Promise<void> {
  const now = performance.now.bind(performance);
  const start = now();
  try {
    await compileProgram(source)(createRequire(), {}, echoTo(output));
    output.send({ type: "done", milliseconds: now() - start });
  } catch (error) {
    output.send(describeFailure(error));
  }
}

function uncaughtEntry(error: unknown): Entry {
  const { name, message, line } = describeFailure(error);
  return { level: "error", line, values: [{ kind: "text", text: `${name}: ${message}`, tone: "error" }] };
}
