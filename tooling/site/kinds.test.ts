import { expect, test } from "vitest";
import { kindsOf } from "./kinds.ts";

test("one page of every kind is chosen, every lesson, and nothing that only stands in a frame", () => {
  const pages = [
    "/index.html",
    "/404.html",
    "/api/tensor/index.html",
    "/api/linalg/index.html",
    "/lessons/index.html",
    "/lessons/ring/index.html",
    "/lessons/kl/index.html",
    "/playground/index.html",
    "/playground/sandbox/frame.html",
  ];
  expect(kindsOf(pages)).toEqual([
    "/404.html",
    "/api/linalg/index.html",
    "/index.html",
    "/lessons/index.html",
    "/lessons/kl/index.html",
    "/lessons/ring/index.html",
    "/playground/index.html",
  ]);
});
