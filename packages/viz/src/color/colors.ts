/**
 * The colours of marks. Each has a contrast of at least 3.8 with white and with a near-black page, and each is a custom
 * property (`--adjoint-blue`, …) with that colour as its fallback, so a page may restyle its figures.
 *
 * @example
 * ```ts
 * import { colors } from "@adjoint/viz";
 *
 * colors.blue; // => "var(--adjoint-blue, #2f7de1)"
 * ```
 */
export const colors: Readonly<
  Record<"blue" | "orange" | "green" | "red" | "purple" | "gray" | "ink" | "paper", string>
> = Object.freeze({
  blue: "var(--adjoint-blue, #2f7de1)",
  orange: "var(--adjoint-orange, #cc5f14)",
  green: "var(--adjoint-green, #178f6b)",
  red: "var(--adjoint-red, #d1495b)",
  purple: "var(--adjoint-purple, #8f63d2)",
  gray: "var(--adjoint-gray, #7d7f87)",
  ink: "currentColor",
  paper: "var(--adjoint-paper, Canvas)",
});
