import { add, alignBatches, bind, DomainError, mul, neg, sum, Tensor } from "@adjoint/tensor";
import type { Primitive } from "@adjoint/tensor";
import { divergenceOf, outputOf } from "./information-of-rows.ts";
import { numbersLike } from "./numbers-like.ts";
import { leastDistortion, pointAtDistortion, pointAtSlope } from "./rate-distortion-curve.ts";
import type { CurvePoint, Source } from "./rate-distortion-curve.ts";

interface Limits {
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** Of equal leading axes. */
export type Inputs = [p: Tensor, distortion: Tensor, place: Tensor];
type Outputs = [
  rate: Tensor,
  distortion: Tensor,
  conditional: Tensor,
  slope: Tensor,
  gap: Tensor,
  iterations: Tensor,
  converged: Tensor,
];

/* @__NO_SIDE_EFFECTS__ */
function pointPrimitive(
  name: string,
  find: (source: Source, place: number, limits: Limits) => CurvePoint,
  jvp: Primitive<Inputs, Outputs, Limits>["jvp"],
): Primitive<Inputs, Outputs, Limits> {
  const primitive: Primitive<Inputs, Outputs, Limits> = {
    name,
    shape([, distortion, { shape, dtype }]) {
      const one = { shape, dtype };
      const conditional = { shape: distortion.shape, dtype };
      return [one, one, conditional, one, one, { shape, dtype: "int32" }, { shape, dtype: "bool" }];
    },
    kernel([p, distortion, place], limits) {
      const points = Array.from({ length: place.size }, (_, i) =>
        find(sourceAt(p, distortion, i), place.data[i]!, limits),
      );
      const each = (part: (point: CurvePoint) => number): Tensor =>
        numbersLike(p, place.shape, points.map(part));
      const rows = points.flatMap(({ conditional }) => conditional.flatMap((row) => [...row]));
      const converged = points.map(({ gap }) => (gap <= limits.tolerance ? 1 : 0));
      return [
        each(({ rate }) => rate),
        each((point) => point.distortion),
        numbersLike(p, distortion.shape, rows),
        each(({ slope }) => slope),
        each(({ gap }) => gap),
        new Tensor(
          place.shape,
          "int32",
          Int32Array.from(points, ({ iterations }) => iterations),
        ),
        new Tensor(place.shape, "bool", Uint8Array.from(converged)),
      ];
    },
    jvp,
    transpose: "not linear",
    batch: (inputs, batched, size, limits) => bind(primitive, alignBatches(inputs, batched, size), limits),
  };
  return primitive;
}

/** The point of the curve with a given slope. */
export const slopePrimitive: Primitive<Inputs, Outputs, Limits> = /* @__PURE__ */ pointPrimitive(
  "rateDistortionAtSlope",
  (source, slope, limits) => pointAtSlope(source, checkSlope(slope), limits),
  "the rate at a given slope depends on how the best reproduction moves; give a target, at which the derivative is known",
);

/** The point of the curve with a given distortion. */
export const targetPrimitive: Primitive<Inputs, Outputs, Limits> = /* @__PURE__ */ pointPrimitive(
  "rateDistortion",
  (source, target, limits) => pointAtDistortion(source, checkTarget(source, target), limits),
  ([inP, inDistortion, inTarget], [p, distortion, target], [, , conditional, slope]) => {
    const [ofP, ofDistortion, ofTarget] = bind(
      slopesPrimitive,
      [p, distortion, target, conditional, slope],
      null,
    );
    const tangents = [
      inP && sum(mul(inP, ofP), { axis: -1 }),
      inDistortion && sum(mul(inDistortion, ofDistortion), { axis: [-2, -1] }),
      inTarget && neg(mul(inTarget, ofTarget)),
    ].filter((tangent) => tangent !== null);
    return [tangents.reduce((a, b) => add(a, b)), null, null, null, null, null, null];
  },
);

/** The derivatives of the rate at the best reproduction, that in the target without its sign. */
const slopesPrimitive: Primitive<[...Inputs, conditional: Tensor, slope: Tensor], Inputs, null> = {
  name: "rateDistortionSlopes",
  shape: ([{ shape, dtype }, distortion, target]) => [
    { shape, dtype },
    { shape: distortion.shape, dtype },
    { shape: target.shape, dtype },
  ],
  kernel([p, distortion, target, conditional, slope]) {
    const ofP: number[] = [];
    const ofDistortion: number[] = [];
    for (let i = 0; i < target.size; i++) {
      const source = sourceAt(p, distortion, i);
      const rows = sourceAt(p, conditional, i).distortion;
      const output = outputOf(rows, source.p);
      const steepness = slope.data[i]!;
      rows.forEach((row, x) => {
        let mean = 0;
        row.forEach((q, j) => {
          if (q > 0) mean += q * source.distortion[x]![j]!;
          ofDistortion.push(steepness * source.p[x]! * q);
        });
        ofP.push((source.p[x]! > 0 ? divergenceOf(row, output) : 0) + steepness * mean);
      });
    }
    return [numbersLike(p, p.shape, ofP), numbersLike(p, distortion.shape, ofDistortion), slope];
  },
  jvp:
    "the first derivative of the rate holds the best reproduction fixed, which is exact by the envelope theorem; " +
    "the second would need how it moves",
  transpose: "not linear",
  batch: (inputs, batched, size) => bind(slopesPrimitive, alignBatches(inputs, batched, size), null),
};

function checkSlope(slope: number): number {
  if (slope >= 0 && slope < Infinity) return slope;
  throw new DomainError(`rateDistortion: slope must be a number from 0, got ${slope}`, {
    operation: "rateDistortion",
    slope,
  });
}

function checkTarget(source: Source, target: number): number {
  const least = leastDistortion(source);
  if (target >= least - 1e-12 * Math.abs(least)) return target;
  throw new DomainError(
    `rateDistortion: no reproduction has the mean distortion ${target}; the least that is possible is ${least}`,
    { operation: "rateDistortion", target, least },
  );
}

/** The source `i` of a batch. */
export function sourceAt(p: Tensor, distortion: Tensor, i: number): Source {
  const [symbols, reproductions] = distortion.shape.slice(-2) as [number, number];
  return {
    p: Float64Array.from(p.data.slice(i * symbols, (i + 1) * symbols)),
    distortion: Array.from({ length: symbols }, (_, x) => {
      const start = (i * symbols + x) * reproductions;
      return Float64Array.from(distortion.data.slice(start, start + reproductions));
    }),
  };
}
