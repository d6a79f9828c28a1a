import type { Backend } from "./backend.ts";

/** Whether it has been said: once is enough, since the host does not change. */
let warned = false;

/** Says once that programs run in the interpreter, and why. */
export function warnInterpreted(backend: Backend): void {
  if (warned) return;
  warned = true;
  const missing =
    backend === "javascript"
      ? "JavaScript that is made at run time ('unsafe-eval')"
      : backend === "webassembly"
        ? "WebAssembly with SIMD ('wasm-unsafe-eval')"
        : "code that is made at run time ('wasm-unsafe-eval' or 'unsafe-eval')";
  const { console } = globalThis as { readonly console?: { readonly warn: (message: string) => void } };
  console?.warn(
    `compile: this host, or its content security policy, does not allow ${missing}; ` +
      `compiled functions are interpreted, which is slower and gives the same results`,
  );
}
