/**
 * Takes out of the worker's global scope whatever could reach or flood anything outside it, before
 * the user's program starts. The browser enforces the isolation (opaque origin, content security
 * policy); this only makes refusals quick and readable and keeps blocked calls from piling up
 * reports in the page's process. Errors that nobody caught go to `uncaught`.
 */
export function harden(uncaught: (error: unknown) => void): void {
  for (const name of removed) remove(name);
  const stop: () => void = Reflect.get(Event.prototype, "stopImmediatePropagation");
  const prevent: () => void = Reflect.get(Event.prototype, "preventDefault");
  const { apply } = Reflect;
  // An error event that reaches the frame, or a console report, is a task for the page's process.
  for (const type of swallowed)
    addEventListener(
      type,
      (event) => {
        apply(prevent, event, []);
        apply(stop, event, []);
        if (type === "error") uncaught((event as ErrorEvent).error);
        if (type === "unhandledrejection") uncaught((event as PromiseRejectionEvent).reason);
      },
      { capture: true },
    );
}

const swallowed: readonly string[] = [
  "error",
  "unhandledrejection",
  "rejectionhandled",
  "securitypolicyviolation",
  "message",
  "messageerror",
];

const removed: readonly string[] = `
  postMessage close reportError importScripts onmessage console navigator
  Worker SharedWorker BroadcastChannel MessageChannel
  fetch fetchLater XMLHttpRequest WebSocket WebSocketStream EventSource WebTransport
  RTCPeerConnection RTCDataChannel FontFace fonts Notification
  indexedDB caches cookieStore localStorage sessionStorage
  webkitRequestFileSystem webkitRequestFileSystemSync
  webkitResolveLocalFileSystemURL webkitResolveLocalFileSystemSyncURL
`
  .trim()
  .split(/\s+/);

function remove(name: string): void {
  for (let holder: object | null = self; holder; holder = Reflect.getPrototypeOf(holder)) {
    if (!Object.hasOwn(holder, name)) continue;
    if (!Reflect.deleteProperty(holder, name))
      Reflect.defineProperty(holder, name, { value: undefined, writable: false });
  }
}
