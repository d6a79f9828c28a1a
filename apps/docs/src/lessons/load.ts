import type { Lesson, LessonSlug } from "./index.ts";

const modules: Record<LessonSlug, () => Promise<Pick<Lesson, "figure" | "exercise">>> = {
  "ring-function": () => import("./ring-function.ts"),
  "hessian-vector-product": () => import("./hessian-vector-product.ts"),
  "largest-curvature": () => import("./largest-curvature.ts"),
  "kl-divergence": () => import("./kl-divergence.ts"),
};

/** Fetches what a page needs of a lesson while it is read: each lesson is a chunk of its own. */
export function load(slug: string): Promise<Pick<Lesson, "figure" | "exercise">> {
  const fetch = modules[slug as LessonSlug];
  if (fetch === undefined) throw new Error(`no lesson "${slug}"`);
  return fetch();
}
