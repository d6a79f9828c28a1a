import type { Lesson, LessonSlug } from "./index.ts";

type Alive = Pick<Lesson, "figure" | "exercise">;

// naming the parts that are used keeps the others, and what they import, out of the page
const modules: Record<LessonSlug, () => Promise<Alive>> = {
  "ring-function": () => import("./ring-function.ts").then(({ figure, exercise }) => ({ figure, exercise })),
  "hessian-vector-product": () =>
    import("./hessian-vector-product.ts").then(({ figure, exercise }) => ({ figure, exercise })),
  eigenvectors: () => import("./eigenvectors.ts").then(({ figure, exercise }) => ({ figure, exercise })),
  "principal-components": () =>
    import("./principal-components.ts").then(({ figure, exercise }) => ({ figure, exercise })),
  "singular-values": () =>
    import("./singular-values.ts").then(({ figure, exercise }) => ({ figure, exercise })),
  "largest-curvature": () =>
    import("./largest-curvature.ts").then(({ figure, exercise }) => ({ figure, exercise })),
  gaussian: () => import("./gaussian.ts").then(({ figure, exercise }) => ({ figure, exercise })),
  "cross-entropy": () => import("./cross-entropy.ts").then(({ figure, exercise }) => ({ figure, exercise })),
  "kl-divergence": () => import("./kl-divergence.ts").then(({ figure, exercise }) => ({ figure, exercise })),
};

/** Fetches what a page needs of a lesson while it is read: each lesson is a chunk of its own. */
export function load(slug: string): Promise<Alive> {
  const fetch = modules[slug as LessonSlug];
  if (fetch === undefined) throw new Error(`no lesson "${slug}"`);
  return fetch();
}
