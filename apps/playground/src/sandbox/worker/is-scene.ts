/** Whether a value looks like a figure; the page checks it in full before drawing. */
export function isScene(value: object): boolean {
  const { width, height, scales, children } = value as Record<string, unknown>;
  return (
    typeof width === "number" &&
    typeof height === "number" &&
    typeof scales === "object" &&
    Array.isArray(children)
  );
}
