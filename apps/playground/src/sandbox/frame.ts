/**
 * The whole program of the sandboxed frame: start the worker it is handed, hand it the port, and
 * be silent. It refuses to act unless its origin is opaque and the page that speaks to it is the
 * one that serves it, so opening this document by itself gives nobody a way to run code.
 */
addEventListener(
  "message",
  (event: MessageEvent) => {
    const port = event.ports[0];
    const { worker, source } = event.data as { worker: string; source: string };
    if (origin !== "null" || event.source !== parent || event.origin !== location.origin || !port) return;
    const url = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
    new Worker(url).postMessage(source, [port]);
  },
  { once: true },
);
