/**
 * The names of a function's parameters as its source has them; where that shows none (a pattern, a rest, a built-in
 * function) `x`, or `x0`, `x1`, … for several.
 */
export function parameterNames(f: (...args: never[]) => unknown, count: number): readonly string[] {
  const list = /^(?:function\s*[\w$]*\s*)?\(([^()]*)\)|^([\w$]+)\s*=>/.exec(
    Function.prototype.toString.call(f),
  );
  const names = (list?.[1] ?? list?.[2] ?? "").split(",").map((name) => name.trim());
  const plain = names.every((name) => /^[A-Za-z]\w*$/.test(name)) && new Set(names).size === names.length;
  if (plain && names.length >= count) return names.slice(0, count);
  return Array.from({ length: count }, (_, i) => (count === 1 ? "x" : `x${i}`));
}
