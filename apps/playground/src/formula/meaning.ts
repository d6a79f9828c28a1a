import type { Analysis } from "./analyse.ts";

/** What the second derivatives say at a point: a name for it, and why. */
export interface Meaning {
  readonly kind: "minimum" | "maximum" | "saddle" | "degenerate" | "no critical point" | "undefined";
  readonly title: string;
  readonly because: string;
}

/**
 * Reads the spectrum of the Hessian. Definiteness classifies only where ∇f = 0; everywhere else it
 * says how the surface curves, and an indefinite Hessian is no saddle.
 */
export function meaningOf({ value, gradient, directions }: Analysis): Meaning {
  if (!Number.isFinite(value) || !gradient.every(Number.isFinite) || directions === null)
    return {
      kind: "undefined",
      title: "Not defined here",
      because: "f or one of its derivatives is not a finite number at this point.",
    };
  const [low, high] = directions.map(({ lambda }) => lambda) as [number, number];
  const size = Math.max(Math.abs(low), Math.abs(high));
  const signs = [signOf(low, size), signOf(high, size)] as const;
  const flat = Math.hypot(...gradient) <= 1e-9 * Math.max(1, Math.abs(value), size);
  return flat ? critical(signs) : elsewhere(signs);
}

type Sign = -1 | 0 | 1;

/** Rounding leaves about 1e-16 of the larger eigenvalue where a zero should stand. */
function signOf(lambda: number, size: number): Sign {
  if (Math.abs(lambda) <= 1e-9 * size) return 0;
  return lambda > 0 ? 1 : -1;
}

function critical([low, high]: readonly [Sign, Sign]): Meaning {
  if (low > 0)
    return {
      kind: "minimum",
      title: "A minimum",
      because: "∇f = 0 and both eigenvalues are positive: the surface curves up in every direction.",
    };
  if (high < 0)
    return {
      kind: "maximum",
      title: "A maximum",
      because: "∇f = 0 and both eigenvalues are negative: the surface curves down in every direction.",
    };
  if (low < 0 && high > 0)
    return {
      kind: "saddle",
      title: "A saddle",
      because:
        "∇f = 0 and the eigenvalues have opposite signs: up along one direction, down along the other.",
    };
  return {
    kind: "degenerate",
    title: "Degenerate",
    because:
      "∇f = 0, but an eigenvalue is 0: second derivatives cannot tell a minimum, a maximum or a saddle apart here.",
  };
}

function elsewhere([low, high]: readonly [Sign, Sign]): Meaning {
  const kind = "no critical point";
  if (low > 0)
    return {
      kind,
      title: "Curves up in both directions",
      because: "Both eigenvalues are positive, but ∇f ≠ 0: this is a slope, not a minimum.",
    };
  if (high < 0)
    return {
      kind,
      title: "Curves down in both directions",
      because: "Both eigenvalues are negative, but ∇f ≠ 0: this is a slope, not a maximum.",
    };
  if (low < 0 && high > 0)
    return {
      kind,
      title: "Curves up one way, down the other",
      because:
        "The Hessian is indefinite, but ∇f ≠ 0: definiteness classifies only critical points, so this is no saddle.",
    };
  if (low === 0 && high === 0)
    return {
      kind,
      title: "Flat to second order",
      because: "Both eigenvalues are 0: near this point f is its tangent plane, up to third order.",
    };
  const way = high > 0 ? "up" : "down";
  return {
    kind,
    title: `Curves ${way} one way, straight the other`,
    because: "One eigenvalue is 0, and ∇f ≠ 0: no critical point.",
  };
}
