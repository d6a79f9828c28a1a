/** What has been said: once is enough, since the host does not change. */
const said = /* @__PURE__ */ new Set<string>();

/** Says something on the console, but not twice. */
export function warnOnce(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  const { console } = globalThis as { readonly console?: { readonly warn: (message: string) => void } };
  console?.warn(message);
}
