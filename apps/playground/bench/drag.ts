/**
 * What a frame takes in the formula half while the point is dragged, while the graph is turned, and while the range
 * changes, in a headless Chromium: `node apps/playground/bench/drag.ts [formula]`, after a build. The time on the
 * processor is that of the page's thread, drawing included; unlike the others it does not grow when the machine is busy.
 */
import { address, open, start, stop } from "../test/playground.ts";
import type { CDPSession, Page } from "playwright-core";

const ring = "(x^2 + y^2) * exp(-(x^2 + y^2))";
const frames = 120;

/** Times of frames and of the scripts in them, in milliseconds. */
interface Recorded {
  readonly scripts: readonly number[];
  readonly frames: readonly number[];
}

/** Does something once a frame, and records what the frames took. */
async function record(page: Page, act: "drag" | "turn" | "range"): Promise<Recorded> {
  return page.evaluate(
    async ([kind, count]) => {
      const scripts: number[] = [];
      const intervals: number[] = [];
      const target = document.querySelector<HTMLElement>(kind === "turn" ? "#graph" : "#map")!;
      const range = document.querySelector<HTMLInputElement>("#range")!;
      const box = target.getBoundingClientRect();
      const point = (k: number): PointerEventInit => ({
        clientX: box.left + box.width * (0.5 + 0.3 * Math.cos(k / 17)),
        clientY: box.top + box.height * (0.5 + 0.3 * Math.sin(k / 11)),
        pointerId: 1,
        button: 0,
        bubbles: true,
      });
      // A pointer that a script makes cannot be captured.
      target.setPointerCapture = () => {};
      target.hasPointerCapture = () => true;
      target.dispatchEvent(new PointerEvent("pointerdown", point(0)));
      const next = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      let last = await next();
      for (let k = 1; k <= count; k++) {
        const before = performance.now();
        if (kind === "range") {
          range.value = String(3 + k / count);
          range.dispatchEvent(new Event("input", { bubbles: true }));
        } else target.dispatchEvent(new PointerEvent("pointermove", point(k)));
        const handled = performance.now() - before;
        // The page has asked for its frame before this one: the time that frames begin is the same for both.
        const now = await next();
        scripts.push(handled + performance.now() - now);
        intervals.push(now - last);
        last = now;
      }
      return { scripts: scripts.slice(10), frames: intervals.slice(10) };
    },
    [act, frames] as const,
  );
}

/** Seconds that the page's thread has worked. */
async function processorTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")!.value;
}

function quantile(values: readonly number[], q: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!.toFixed(1);
}

await start();
try {
  const page = await open(`#formula=${encodeURIComponent(process.argv[2] ?? ring)}&x=1&y=2`);
  await page.locator("#f-value").waitFor();
  console.log(address());
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  for (const act of ["drag", "turn", "range"] as const) {
    const before = await processorTime(session);
    const { scripts, frames: intervals } = await record(page, act);
    const each = (1000 * ((await processorTime(session)) - before)) / frames;
    const line = (times: readonly number[]): string =>
      `median ${quantile(times, 0.5)} ms, 95 % within ${quantile(times, 0.95)} ms`;
    console.log(
      `${act}: processor ${each.toFixed(1)} ms a frame; scripts ${line(scripts)}; frames ${line(intervals)}`,
    );
  }
} finally {
  await stop();
}
