import { createHash } from "node:crypto";
import { pca } from "@adjoint/linalg";
import { mean, std } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { iris } from "../src/index.ts";
import summaries from "./fixtures/summaries.json" with { type: "json" };

const { features, labels, names, featureNames, source, licence } = iris();

test("the irises are line by line those of the original file", () => {
  const species = labels.toArray() as number[];
  const lines = (features.toArray() as number[][]).map((row, i) =>
    [...row.map((length) => length.toFixed(1)), species[i]].join(","),
  );
  expect(createHash("sha256").update(lines.join("\n")).digest("hex")).toBe(summaries.iris.sha256);
});

test("lengths are the float64 numbers nearest to the decimals, labels are int32", () => {
  expect(features.shape).toEqual([150, 4]);
  expect(features.dtype).toBe("float64");
  expect(labels.dtype).toBe("int32");
  for (const length of features.data) expect(length).toBe(Number(length.toFixed(1)));
});

test("there are fifty of each species, and names for all columns", () => {
  const counts = names.map((_, k) => labels.data.filter((label) => label === k).length);
  expect(counts).toEqual(summaries.iris.counts);
  expect(counts).toEqual([50, 50, 50]);
  expect(featureNames.length).toBe(4);
});

test("means and deviations are the published ones, and those of NumPy", () => {
  const [means, deviations] = [mean(features, { axis: 0 }), std(features, { axis: 0, correction: 1 })];
  expect([...means.data].map((value) => value.toFixed(2))).toEqual(["5.84", "3.06", "3.76", "1.20"]);
  expect([...deviations.data].map((value) => value.toFixed(2))).toEqual(["0.83", "0.44", "1.77", "0.76"]);
  summaries.iris.means.forEach((value, i) => expect(means.data[i]).toBeCloseTo(value, 13));
  summaries.iris.deviations.forEach((value, i) => expect(deviations.data[i]).toBeCloseTo(value, 13));
});

test("the variances along its principal components are those of NumPy", () => {
  const { explainedVariance } = pca(features);
  summaries.iris.variances.forEach((value, i) => expect(explainedVariance.data[i]).toBeCloseTo(value, 12));
});

test("it says where it comes from and on which terms", () => {
  expect(source).toContain("Fisher");
  expect(licence).toContain("CC BY 4.0");
});

test("every call returns data of its own", () => {
  const first = iris();
  first.features.data[0] = 0;
  expect(iris().features.data[0]).toBe(5.1);
});
