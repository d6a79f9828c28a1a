import { createHash } from "node:crypto";
import { pca } from "@adjoint/linalg";
import { mean, reshape, std } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { digits } from "../src/index.ts";
import summaries from "./fixtures/summaries.json" with { type: "json" };

const { images, labels, names, source, licence } = digits();
const rows = reshape(images, [-1, 64]);

test("the digits are line by line those of the original file", () => {
  const shown = labels.toArray() as number[];
  const lines = (rows.toArray() as number[][]).map((pixels, i) => [...pixels, shown[i]].join(","));
  expect(createHash("sha256").update(lines.join("\n")).digest("hex")).toBe(summaries.digits.sha256);
});

test("there are 1797 images of 8 by 8 pixels from 0 to 16", () => {
  expect(images.shape).toEqual([1797, 8, 8]);
  expect(images.dtype).toBe("float64");
  expect(labels.dtype).toBe("int32");
  expect([Math.min(...rows.data), Math.max(...rows.data)]).toEqual([0, 16]);
});

test("each digit is as frequent as the repository says", () => {
  const counts = names.map((_, k) => labels.data.filter((label) => label === k).length);
  expect(counts).toEqual(summaries.digits.counts);
  expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
});

test("means and deviations of the pixels are those of NumPy", () => {
  const [means, deviations] = [mean(rows, { axis: 0 }), std(rows, { axis: 0, correction: 1 })];
  summaries.digits.means.forEach((value, i) => expect(means.data[i]).toBeCloseTo(value, 12));
  summaries.digits.deviations.forEach((value, i) => expect(deviations.data[i]).toBeCloseTo(value, 12));
});

test("the variances along its first ten principal components are those of NumPy", () => {
  const { explainedVariance } = pca(rows, { components: 10 });
  summaries.digits.variances.forEach((value, i) => expect(explainedVariance.data[i]).toBeCloseTo(value, 10));
});

test("it says where it comes from and on which terms", () => {
  expect(source).toContain("Alpaydin");
  expect(licence).toContain("CC BY 4.0");
});
