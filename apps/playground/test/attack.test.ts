import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { address, codeFragment, finished, open, run, setLimit, start, stop, write } from "./playground.ts";
import { serveTrap } from "./serve.ts";
import type { Listener } from "./serve.ts";

let page: Page;
let trap: Listener;

beforeAll(async () => {
  await start();
  trap = await serveTrap();
  page = await open();
});

afterAll(async () => {
  await trap.close();
  await stop();
});

beforeEach(() => {
  trap.requests.length = 0;
});

/** The page draws a frame within a second: proof that its thread is free. */
async function expectAlive(on: Page = page): Promise<void> {
  const before = Date.now();
  await on.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  expect(Date.now() - before).toBeLessThan(1000);
}

/**
 * Watches the frames of a page from now on; what it returns says the longest pause between two, in milliseconds. It is
 * measured inside the page: a flood of messages also fills the line between the browser and this test.
 */
async function watchFrames(on: Page): Promise<() => Promise<number>> {
  await on.evaluate(() => {
    const watch = { last: performance.now(), longest: 0 };
    Object.assign(window, { watch });
    const frame = (): void => {
      const now = performance.now();
      watch.longest = Math.max(watch.longest, now - watch.last);
      watch.last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return () =>
    on.evaluate(() => {
      const { watch } = window as unknown as { watch: { last: number; longest: number } };
      return Math.max(watch.longest, performance.now() - watch.last);
    });
}

/** Runs a program and measures the time from its start to its end. */
async function timeOf(source: string): Promise<{ status: string; rows: string[]; milliseconds: number }> {
  await write(page, source);
  await page.evaluate(() => {
    const status = document.getElementById("status")!;
    const seen: Record<string, number> = {};
    Object.assign(window, { seen });
    new MutationObserver(
      () => (seen[status.dataset["tone"] === "busy" ? status.textContent : "end"] ??= performance.now()),
    ).observe(status, {
      childList: true,
      attributes: true,
    });
  });
  await page.locator("#run").click();
  const result = await finished(page);
  const seen = await page.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen);
  return { ...result, milliseconds: seen["end"]! - seen["Running…"]! };
}

test("an endless loop ends within a second of the limit and the page stays alive", async () => {
  await write(page, "for (;;) {}");
  await page.locator("#run").click();
  await page.waitForFunction(() => document.getElementById("status")!.textContent === "Running…");
  await expectAlive();
  await page.locator("#stop").click();
  const { status, milliseconds } = await timeOf("for (;;) {}");
  expect(status).toBe("Stopped after 5 s, the limit");
  expect(milliseconds).toBeGreaterThan(4500);
  expect(milliseconds).toBeLessThan(6000);
  await expectAlive();
});

test("shorter limits hold as well", async () => {
  await setLimit(page, 1000);
  const { status, milliseconds } = await timeOf("for (;;) {}");
  expect(status).toBe("Stopped after 1 s, the limit");
  expect(milliseconds).toBeLessThan(2000);
});

test("an endless chain of microtasks ends at the limit", async () => {
  const { status, milliseconds } = await timeOf("for (;;) await null;");
  expect(status).toBe("Stopped after 1 s, the limit");
  expect(milliseconds).toBeLessThan(2000);
});

test("a program that catches every error still ends at the limit", async () => {
  const { status } = await timeOf(
    "const again = (): void => { try { again(); } finally { again(); } };\nagain();",
  );
  expect(status).toBe("Stopped after 1 s, the limit");
});

test("a flood of output is cut, counted, and leaves the page alive", async () => {
  await write(page, "for (let i = 0; ; i++) console.log(i);");
  await page.locator("#run").click();
  await page.waitForFunction(() => document.querySelectorAll("#rows .row").length > 100);
  await expectAlive();
  const { status, rows } = await finished(page);
  expect(status).toBe("Stopped after 1 s, the limit");
  expect(rows[0]).toBe("0");
  expect(rows.length).toBeLessThanOrEqual(1001);
  expect(rows.at(-1)).toMatch(/more were printed too fast to show/);
  await expectAlive();
});

test("a huge value is summarised before it leaves the sandbox", async () => {
  const source = [
    'console.log("x".repeat(50_000_000));',
    "Array.from({ length: 1_000_000 }, (_, i) => i);",
    "const self: Record<string, unknown> = {}; self.self = self;",
    "self;",
    "let deep: unknown = 0; for (let i = 0; i < 100_000; i++) deep = [deep];",
    "deep;",
    "new Float64Array(10_000_000);",
    "({ get trap(): number { throw new Error('no'); } });",
  ].join("\n");
  const { status, rows } = await run(page, source);
  expect(status).toMatch(/^Done/);
  expect(rows[0]!.length).toBeLessThan(10_100);
  expect(rows[1]).toContain("999900 more");
  expect(rows[2]).toContain("(the object itself)");
  expect(rows[5]).toContain("throws when it is looked at");
  await expectAlive();
});

test("a program that eats memory takes neither the page nor its reader's text with it", async () => {
  await setLimit(page, 3000);
  await write(page, "const all: number[][] = [];\nfor (;;) all.push(new Array(1e6).fill(all.length + 0.5));");
  await page.locator("#run").click();
  const { status } = await finished(page, 25_000);
  expect(status).toMatch(/^(Stopped after 3 s, the limit|Failed)/);
  await expectAlive();
  expect((await run(page, "1 + 1;")).rows).toEqual(["12"]);
});

test("nothing reaches the network, by any name, from any corner", async () => {
  const to = trap.url;
  const source = `
const tried: Record<string, string> = {};
const attempt = async (name: string, act: () => unknown): Promise<void> => {
  try { tried[name] = "did: " + String(await act()); } catch (error) { tried[name] = "refused"; }
};
const host = globalThis as any;
const evaluate = new Function("code", "return eval(code)") as (code: string) => any;
await attempt("fetch", () => host.fetch("${to}/fetch", { mode: "no-cors" }));
await attempt("fetch by eval", () => evaluate('fetch("${to}/eval")'));
await attempt("fetch by prototype", () => host.__proto__.__proto__.fetch.call(host, "${to}/proto"));
await attempt("XMLHttpRequest", () => { const x = new host.XMLHttpRequest(); x.open("GET", "${to}/xhr", false); x.send(); });
await attempt("WebSocket", () => new host.WebSocket("${to.replace("http", "ws")}/socket"));
await attempt("EventSource", () => new host.EventSource("${to}/events"));
await attempt("WebTransport", () => new host.WebTransport("${to.replace("http", "https")}/transport").ready);
await attempt("sendBeacon", () => host.navigator.sendBeacon("${to}/beacon"));
await attempt("importScripts", () => host.importScripts("${to}/scripts"));
await attempt("import", () => evaluate('import("${to}/module.js")'));
await attempt("import data", () => evaluate('import("data:text/javascript,export default 1")'));
await attempt("Worker", () => new host.Worker("${to}/worker.js"));
await attempt("Worker blob", () => new host.Worker(URL.createObjectURL(new Blob(["fetch('${to}/nested')"]))));
await attempt("SharedWorker", () => new host.SharedWorker("${to}/shared.js"));
await attempt("FontFace", () => new host.FontFace("x", "url(${to}/font)").load());
await attempt("image", () => host.createImageBitmap(new host.Image()));
await attempt("canvas filter", () => { const c = new OffscreenCanvas(9, 9).getContext("2d")!; c.filter = "url(${to}/filter#f)"; c.fillRect(0, 0, 9, 9); });
await attempt("RTCPeerConnection", () => new host.RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1" }] }));
await attempt("wasm", () => WebAssembly.compileStreaming(host.fetch("${to}/wasm")));
await attempt("location", () => { host.location.href = "${to}/location"; if (host.location.href.includes("location")) return "moved"; throw 0; });
await new Promise((done) => setTimeout(done, 300));
for (const [name, outcome] of Object.entries(tried)) console.log(name + ": " + outcome);
`;
  const { status, rows } = await run(page, source);
  expect(status).toMatch(/^Done/);
  const done = rows.filter((row) => !row.endsWith(": refused"));
  expect(done).toEqual(["canvas filter: did: undefined"]);
  expect(rows).toHaveLength(20);
  expect(trap.requests).toEqual([]);
});

test("the browser itself refuses the network, even to a worker whose globals were not taken away", async () => {
  // The same frame and policy, with a worker text of the attacker's instead of ours.
  const outcome = await page.evaluate(async (to) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.src = "/playground/sandbox/frame.html";
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
    document.body.append(frame);
    await loaded;
    const { port1, port2 } = new MessageChannel();
    const worker = `onmessage = async ({ ports: [port] }) => {
      const tried = [];
      const attempt = async (name, act) => { try { tried.push(name + " did " + (await act())); } catch (error) { tried.push(name + " refused"); } };
      await attempt("fetch", () => fetch("${to}/raw-fetch", { mode: "no-cors" }));
      await attempt("xhr", () => { const x = new XMLHttpRequest(); x.open("GET", "${to}/raw-xhr", false); x.send(); });
      await attempt("socket", () => new Promise((yes, no) => { const s = new WebSocket("${to.replace("http", "ws")}/raw-socket"); s.onopen = yes; s.onerror = no; }));
      await attempt("events", () => new Promise((yes, no) => { const s = new EventSource("${to}/raw-events"); s.onopen = yes; s.onerror = no; }));
      await attempt("scripts", () => importScripts("${to}/raw-scripts"));
      await attempt("import", () => import("${to}/raw-module"));
      await attempt("font", () => new FontFace("x", "url(${to}/raw-font)").load());
      await attempt("nested", () => new Promise((yes, no) => { const w = new Worker(URL.createObjectURL(new Blob(["fetch('${to}/raw-nested').then(() => postMessage(1), () => postMessage(0))"]))); w.onmessage = (e) => e.data ? yes() : no(); w.onerror = no; }));
      await attempt("idb", () => new Promise((yes, no) => { const r = indexedDB.open("x"); r.onsuccess = yes; r.onerror = no; }));
      await attempt("caches", () => caches.open("x"));
      await attempt("opfs", () => navigator.storage.getDirectory());
      await attempt("cookies", () => cookieStore.getAll());
      port.postMessage(tried);
    };`;
    frame.contentWindow!.postMessage({ worker, source: "" }, "*", [port2]);
    const answer = await new Promise<string[]>((resolve) => {
      port1.addEventListener("message", ({ data }) => resolve(data as string[]), { once: true });
      port1.start();
    });
    frame.remove();
    return answer;
  }, trap.url);
  expect(outcome).toEqual(
    [
      "fetch",
      "xhr",
      "socket",
      "events",
      "scripts",
      "import",
      "font",
      "nested",
      "idb",
      "caches",
      "opfs",
      "cookies",
    ].map((name) => `${name} refused`),
  );
  expect(trap.requests).toEqual([]);
});

test("storage, the page and other windows are out of reach", async () => {
  const names = [
    "document",
    "window",
    "parent",
    "top",
    "opener",
    "frames",
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "caches",
    "cookieStore",
    "navigator",
    "postMessage",
    "BroadcastChannel",
    "SharedWorker",
    "Worker",
    "fetch",
    "importScripts",
    "reportError",
    "close",
  ];
  const source = `const host = globalThis as any;\nfor (const name of ${JSON.stringify(names)}) console.log(name, typeof host[name]);\nself.origin;`;
  const { rows } = await run(page, source);
  expect(rows.slice(0, names.length)).toEqual(names.map((name) => `${name}undefined`));
  expect(rows.at(-1)).toBe('3"null"');
});

test("markup in output is text", async () => {
  const bad = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const { rows } = await run(
    page,
    `const bad = ${JSON.stringify(bad)};\nconsole.log(bad);\n({ [bad]: bad });\nthrow new Error(bad);`,
  );
  expect(rows[0]).toBe(bad);
  expect(rows.at(-1)).toContain(bad);
  expect(await page.locator("#rows img, #rows script").count()).toBe(0);
  expect(await page.title()).toBe("Playground · Adjoint");
});

test("the page refuses to make markup of any string", async () => {
  const refused = await page.evaluate(() => {
    try {
      document.createElement("div").innerHTML = "<b>x</b>";
      return false;
    } catch {
      return true;
    }
  });
  expect(refused).toBe(true);
});

test("messages posted to the page, by itself, its frames or other windows, are heard by nobody", async () => {
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.evaluate(() => void window.open(location.href)),
  ]);
  await popup.waitForLoadState();
  const forged = JSON.stringify({
    type: "output",
    entries: [{ level: "log", line: null, values: [{ kind: "text", text: "forged", tone: "plain" }] }],
    dropped: 0,
  });
  await write(page, 'await new Promise((r) => setTimeout(r, 600));\nconsole.log("true");');
  await page.locator("#run").click();
  await page.waitForFunction(() => document.getElementById("status")!.textContent === "Running…");
  await page.evaluate((text) => {
    postMessage(text, "*");
    const frame = document.createElement("iframe");
    document.body.append(frame);
    frame.contentWindow!.parent.postMessage(text, "*");
    document
      .querySelector<HTMLIFrameElement>("iframe[sandbox]")!
      .contentWindow!.postMessage({ worker: "1", source: "" }, "*");
    frame.remove();
  }, forged);
  await popup.evaluate((text) => (opener as Window).postMessage(text, "*"), forged);
  expect(await page.locator("iframe").getAttribute("sandbox")).toBe("allow-scripts");
  const { rows, status } = await finished(page);
  expect(status).toMatch(/^Done/);
  expect(rows).toEqual(["true"]);
  await popup.close();
});

test("a program that replaces what it finds cannot forge or silence the protocol", async () => {
  const source = `
const host = globalThis as any;
host.postMessage = () => {};
MessagePort.prototype.postMessage = function () { console.log("caught", typeof this); };
JSON.stringify = () => '{"type":"done","milliseconds":0}';
JSON.parse = () => ({});
Array.prototype.push = () => 0;
Array.prototype.map = () => [];
Object.prototype.toJSON = () => "forged";
Promise.prototype.then = () => { throw new Error("no"); };
host.addEventListener("message", () => console.log("heard"));
host.dispatchEvent(new MessageEvent("message", { data: "1 + 1", ports: [] }));
console.log("after");
`;
  const { status } = await run(page, source);
  // Its own output is its own affair; the page stays whole and the next run is untouched.
  expect(status).toMatch(/^(Done|Failed|Stopped)/);
  expect((await run(page, 'console.log("clean");')).rows).toEqual(["clean"]);
});

/**
 * A page whose sandbox holds the attacker's worker instead of ours: it says it is ready, then runs the
 * source as a function of the port, with every global of a worker still there.
 */
async function openHostile(): Promise<Page> {
  const context = await page.context().browser()!.newContext();
  const hostile = await context.newPage();
  const worker = `onmessage = ({ data, ports: [port] }) => { port.postMessage('{"type":"ready"}'); (0, eval)(data)(port); };`;
  await hostile.route("**/sandbox/worker.js", (route) =>
    route.fulfill({ body: worker, contentType: "text/javascript" }),
  );
  await hostile.goto(address());
  await setLimit(hostile, 1000);
  return hostile;
}

test("what is not exactly the protocol ends the run", async () => {
  const hostile = await openHostile();
  const value = (inner: string): string =>
    `{"type":"output","entries":[{"level":"log","line":null,"values":[${inner}]}],"dropped":0}`;
  const deep = '{"kind":"record","name":"","more":0,"entries":[{"key":"k","value":'.repeat(50);
  const attacks = [
    "42",
    "{ type: 'done', milliseconds: 1 }",
    ...[
      "",
      "null",
      "[]",
      '{"type":"ready"}',
      '{"type":"nothing"}',
      '{"type":"done","milliseconds":"<b>"}',
      '{"type":"failed","name":"x","message":{"a":1},"line":1}',
      '{"type":"failed","name":"x","message":"y","line":-1}',
      '{"type":"output","entries":{},"dropped":0}',
      '{"type":"output","entries":[{"level":"<b>","line":null,"values":[]}],"dropped":0}',
      value('{"kind":"html","html":"<b>"}'),
      value('{"kind":"text","text":"x","tone":"a b"}'),
      value(`{"kind":"text","text":"${"x".repeat(20_000)}","tone":"plain"}`),
      value(
        '{"kind":"tensor","dtype":"float64","shape":[1e9],"blocks":[{"label":"","rows":[["1"],5]}],"clipped":false}',
      ),
      value(`${deep}0${"}]}".repeat(50)}`),
      `{"type":"output","entries":[${Array.from({ length: 2000 }, () => 0).join(",")}],"dropped":0}`,
    ].map((text) => JSON.stringify(text)),
    '"x".repeat(1_100_000)',
  ];
  for (const attack of attacks) {
    const { status, rows } = await run(hostile, `(port) => port.postMessage(${attack})`);
    expect(`${attack.slice(0, 80)} ${status}`).toBe(
      `${attack.slice(0, 80)} Stopped: it sent something that is not output`,
    );
    expect(rows).toEqual([]);
  }
  await hostile.context().close();
});

test("floods by every road leave the page alive and end", async () => {
  const hostile = await openHostile();
  const entry = JSON.stringify('{"type":"output","entries":[],"dropped":1}');
  const floods: Record<string, string> = {
    [`(port) => { for (;;) port.postMessage(${entry}); }`]: "Stopped: it printed more than the page can take",
    "(port) => { for (;;) postMessage(1); }": "Stopped after 1 s, the limit",
    "(port) => { for (;;) console.log(1); }": "Stopped after 1 s, the limit",
    "(port) => { for (;;) reportError(new Error()); }": "Stopped after 1 s, the limit",
  };
  for (const [attack, end] of Object.entries(floods)) {
    await write(hostile, attack);
    const longestPause = await watchFrames(hostile);
    await hostile.locator("#run").click();
    expect(`${attack} ${(await finished(hostile)).status}`).toBe(`${attack} ${end}`);
    expect(await longestPause()).toBeLessThan(1000);
  }
  await hostile.context().close();
});

test("a forged figure is refused before anything is drawn", async () => {
  const hostile = await openHostile();
  const scene = (children: unknown): string =>
    JSON.stringify({ width: 100, height: 100, scales: {}, children });
  const forgeries = [
    "{}",
    "[]",
    scene([{ type: "script", text: "1" }]),
    scene([{ type: "path", d: "M0 0", fill: `url(${trap.url}/paint)` }]),
    scene([{ type: "path", d: '"><script>1</script>' }]),
    scene([{ type: "rect", x: 0, y: 0, width: 1, height: 1, fill: '"/><image href="//x"/>' }]),
    scene([{ type: "circle", x: null, y: 0, r: 1 }]),
  ];
  for (const forgery of forgeries) {
    const message = `{"type":"output","entries":[{"level":"log","line":null,"values":[{"kind":"figure","scene":${forgery}}]}],"dropped":0}`;
    await write(
      hostile,
      `(port) => { port.postMessage(${JSON.stringify(message)}); port.postMessage('{"type":"done","milliseconds":0}'); }`,
    );
    await hostile.locator("#run").click();
    await hostile.locator("#rows .text.error").waitFor();
    expect(await hostile.locator("#rows").textContent()).toContain("not a figure:");
    expect(await hostile.locator("#rows svg, #rows script, #rows image").count()).toBe(0);
  }
  expect(trap.requests).toEqual([]);
  await hostile.context().close();
});

test("a shared link shows the program and does not run it", async () => {
  const shared = await open(codeFragment('console.log("ran");'));
  expect(await shared.locator(".cm-content").textContent()).toContain('console.log("ran");');
  await shared.waitForTimeout(700);
  expect(await shared.locator("#rows > *").count()).toBe(0);
  expect(await shared.locator("iframe").count()).toBe(0);
  expect(await shared.locator("#status").textContent()).toBe("Ready");
  expect(await shared.locator("#notice").textContent()).toContain("came with the link");
});

test("the frame by itself, outside the page, runs nothing", async () => {
  const alone = await page.context().newPage();
  await alone.goto(address("sandbox/frame.html"));
  const workers: string[] = [];
  alone.on("worker", (worker) => workers.push(worker.url()));
  await alone.evaluate(() => {
    const { port2 } = new MessageChannel();
    postMessage({ worker: "1", source: "" }, "*", [port2]);
  });
  await alone.waitForTimeout(200);
  expect(workers).toEqual([]);
  await alone.close();
});
