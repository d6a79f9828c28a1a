import * as crossEntropy from "./cross-entropy.ts";
import * as eigenvectors from "./eigenvectors.ts";
import * as gaussian from "./gaussian.ts";
import * as hessianVectorProduct from "./hessian-vector-product.ts";
import * as klDivergence from "./kl-divergence.ts";
import * as largestCurvature from "./largest-curvature.ts";
import type { Lesson } from "./lesson.ts";
import * as principalComponents from "./principal-components.ts";
import * as ringFunction from "./ring-function.ts";
import * as singularValues from "./singular-values.ts";

export type { Lesson } from "./lesson.ts";

/** Every lesson by the last part of its address, in reading order. */
export const lessons = {
  eigenvectors,
  "principal-components": principalComponents,
  "singular-values": singularValues,
  "largest-curvature": largestCurvature,
  gaussian,
  "cross-entropy": crossEntropy,
  "kl-divergence": klDivergence,
  "ring-function": ringFunction,
  "hessian-vector-product": hessianVectorProduct,
} satisfies Record<string, Lesson>;

/** The last part of a lesson's address. */
export type LessonSlug = keyof typeof lessons;

/** The lessons in reading order. */
export const lessonList: readonly (Lesson & { readonly slug: LessonSlug })[] = (
  Object.keys(lessons) as LessonSlug[]
).map((slug) => ({ slug, ...lessons[slug] }));
