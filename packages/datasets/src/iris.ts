import { tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { tenths } from "./data/iris.ts";

/** What `iris` returns. */
export interface Iris {
  /** A flower in each row: length and width of its sepals, then of its petals, in centimetres: `[150, 4]`, float64. */
  readonly features: Tensor;
  /** The species of each flower, as a place in `names`: `[150]`, int32. */
  readonly labels: Tensor;
  /** The three species. */
  readonly names: readonly string[];
  /** What the columns of `features` are. */
  readonly featureNames: readonly string[];
  /** Who measured and published it. */
  readonly source: string;
  /** The terms on which it may be used. */
  readonly licence: string;
}

/**
 * Fisher's irises: four lengths of 150 flowers, fifty of each of three species.
 *
 * The numbers are those of Fisher's table; the copy in the UCI repository differs in two flowers. One species stands
 * apart, the other two overlap. Every call returns new tensors.
 *
 * Source: Fisher 1936, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7, 179–188.
 *
 * @example
 * ```ts
 * import { iris } from "@adjoint/datasets";
 * import { mean } from "@adjoint/tensor";
 *
 * const { features, names } = iris();
 * features.shape; // => [150, 4]
 * mean(features, { axis: 0 }).toArray(); // => [5.8433333333, 3.0573333333, 3.758, 1.1993333333]
 * names; // => ["setosa", "versicolor", "virginica"]
 * ```
 */
export function iris(): Iris {
  const rows = Array.from({ length: 150 }, (_, i) =>
    Array.from({ length: 4 }, (__, j) => Number(tenths.slice(8 * i + 2 * j, 8 * i + 2 * j + 2)) / 10),
  );
  return {
    features: tensor(rows),
    labels: tensor(Int32Array.from(rows, (_, i) => Math.floor(i / 50))),
    names: ["setosa", "versicolor", "virginica"],
    featureNames: ["sepal length", "sepal width", "petal length", "petal width"],
    source:
      "R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7 (1936), 179–188; measured by E. Anderson",
    licence: "CC BY 4.0, https://doi.org/10.24432/C56C76",
  };
}
