import type { LoopKernel } from "./loops/loop-kernel.ts";
import type { Schedule, Step } from "./loops/schedule.ts";

/** About how long a schedule takes, in nanoseconds. */
export interface Estimate {
  readonly javascript: number;
  readonly webassembly: number;
}

// Measured by bench/backends.ts on x64 with Node 24; only their ratios matter.
const plain = { javascript: 0.5, webassembly: 0.25 };
const called = { javascript: 12, webassembly: 2.2 };
const multiplied = { javascript: 0.7, webassembly: 0.06 };
/** What a loop costs beside its turns. */
const started = { javascript: 4, webassembly: 20 };
/** What a call of the program costs beside its steps, and what copying an element in or out does. */
const entered = { javascript: 60, webassembly: 450 };
const copied = { javascript: 0.1, webassembly: 0.6 };

/** Estimates from the sizes of loops and products alone; calls of primitives take as long either way. */
export function estimate({ steps, inputs, outputs, buffers }: Schedule): Estimate {
  const elements = [...inputs, ...outputs].reduce((total, { buffer }) => total + buffers[buffer]!.size, 0);
  return sum([timeOf(steps), entered, times(copied, elements)]);
}

function timeOf(steps: readonly Step[]): Estimate {
  return sum(
    steps.map((step): Estimate => {
      switch (step.kind) {
        case "loops":
          return loopTime(step.kernel);
        case "product": {
          const { stack, m, n, k } = step.product;
          return sum([
            times(
              multiplied,
              stack.reduce((a, b) => a * b, m * n * k),
            ),
            times(started, 4),
          ]);
        }
        case "scan":
          return times(sum([timeOf(step.body), started]), step.length);
        case "whileLoop":
          // How often it turns is not known: what matters is which of the two its turns are for.
          return times(sum([timeOf(step.body), timeOf(step.condition), started]), 100);
        case "cond":
          return sum([timeOf(step.whenTrue), timeOf(step.whenFalse)]);
        case "copy":
        case "call":
          return started;
      }
    }),
  );
}

function loopTime({ lengths, nodes }: LoopKernel): Estimate {
  const turns = lengths.reduce((a, b) => a * b, 1);
  const calls = nodes.filter((node) => node.kind === "apply" && typeof node.function !== "string").length;
  // Vectors gain nothing where there is one element.
  const single = turns === 1;
  const webassembly = single
    ? { plain: plain.javascript, called: called.javascript + 6 }
    : { plain: plain.webassembly, called: called.webassembly };
  return sum([
    started,
    {
      javascript: turns * (plain.javascript * (nodes.length - calls) + called.javascript * calls),
      webassembly: turns * (webassembly.plain * (nodes.length - calls) + webassembly.called * calls),
    },
  ]);
}

function sum(parts: readonly Estimate[]): Estimate {
  return parts.reduce(
    (a, b) => ({ javascript: a.javascript + b.javascript, webassembly: a.webassembly + b.webassembly }),
    { javascript: 0, webassembly: 0 },
  );
}

function times({ javascript, webassembly }: Estimate, factor: number): Estimate {
  return { javascript: factor * javascript, webassembly: factor * webassembly };
}
