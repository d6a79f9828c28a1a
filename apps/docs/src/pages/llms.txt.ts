import { readFileSync } from "node:fs";
import type { APIRoute } from "astro";
import { publicPackages } from "../../scripts/packages.ts";
import { figureProgram } from "../lessons/figure-program.ts";
import { lessonList } from "../lessons/index.ts";

/** The site in one plain file: packages, then each lesson with its numbers and the program of its figure. */
export const GET: APIRoute = () => {
  const packages = publicPackages().map(({ name, slug, description }) =>
    slug === "adjoint" ? `- ${name}: ${description}` : `- [${name}](/api/${slug}/): ${description}`,
  );
  const lessons = lessonList.map(({ slug, about, figure, numbers, exercise }) =>
    [
      `## [${about.title}](/lessons/${slug}/)`,
      about.summary,
      `Numbers: ${JSON.stringify(numbers(), (_key, value: unknown) => (value === Infinity ? "Infinity" : value))}`,
      `Exercise: ${exercise.question}`,
      `Solution: ${exercise.solution}`,
      "```ts",
      figureProgram(readFileSync(`src/lessons/${slug}.ts`, "utf8"), figure),
      "```",
    ].join("\n\n"),
  );
  const text = [
    "# Adjoint",
    "> The mathematics of deep learning for TypeScript: tensors, derivatives, linear algebra, probability, information, optimisation and figures.",
    packages.join("\n"),
    ...lessons,
  ].join("\n\n");
  return new Response(`${text}\n`, { headers: { "content-type": "text/plain; charset=utf-8" } });
};
