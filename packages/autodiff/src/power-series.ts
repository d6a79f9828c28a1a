import { add, addTangents, bind, div, isInexact, mul, runWith, Tracer, zerosLike } from "@adjoint/tensor";
import type { Interpreter, Primitive, Tangent, Tensor, TypedArray } from "@adjoint/tensor";
import type { Atom, Recording } from "./equation.ts";
import { Recorder } from "./recorder.ts";
import { forwardRule } from "./rules.ts";

/** The coefficients of Σₖ cₖ·tᵏ, each computed when it is first asked for, from those before it. */
export class PowerSeries {
  readonly #known: Tangent[];
  readonly #next: (k: number) => Tangent;

  /** @param next - the coefficient k ≥ 1, asked for in order; `null` is zero. */
  constructor(constant: Tensor, next: (k: number) => Tangent) {
    this.#known = [constant];
    this.#next = next;
  }

  coefficient(k: number): Tangent {
    for (let i = this.#known.length; i <= k; i++) this.#known.push(this.#next(i));
    return this.#known[k]!;
  }

  get constant(): Tensor {
    return this.#known[0]!;
  }

  /** The series of d/dt. */
  derivative(): PowerSeries {
    const scaled = (k: number): Tangent => {
      const coefficient = this.coefficient(k + 1);
      return coefficient && mul(k + 1, coefficient);
    };
    return new PowerSeries(scaled(0) ?? zerosLike(this.constant), scaled);
  }
}

/** A value whose dependence on t is known as a power series. */
class Expanded extends Tracer {
  readonly owner: Interpreter;
  readonly series: PowerSeries;

  constructor(owner: Interpreter, series: PowerSeries) {
    super(series.constant.shape, series.constant.dtype);
    this.owner = owner;
    this.series = series;
  }

  // The value at t = 0 is known while the series is made, so `if (x.item() > 0)` works.
  override get data(): TypedArray {
    return this.series.constant.data;
  }

  override get beneath(): Tensor {
    return this.series.constant;
  }
}

/** An application of a primitive whose inputs are series. */
interface Application {
  readonly primitive: Primitive;
  readonly params: unknown;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/**
 * Computes with truncated power series: Taylor mode. What a primitive y = p(x) does to them follows from its jvp rule:
 *
 * - a derivative that does not depend on what varies makes it linear: yₖ is the rule applied to xₖ;
 * - one that is the primitive itself in either of two inputs makes it bilinear: yₖ = Σᵢ p(aᵢ, bₖ₋ᵢ);
 * - in general the rule, read as an equation between series, is the differential equation y′ = J(x, y)·x′, and
 *   yₖ = (y′)ₖ₋₁ / k depends on coefficients before it alone.
 *
 * Source: A. Griewank and A. Walther, "Evaluating Derivatives", 2nd ed. (2008), chapter 13.
 */
export class SeriesInterpreter implements Interpreter {
  readonly name = "a Taylor expansion";
  readonly #below: Interpreter;
  /** By their first varying input. */
  readonly #applications = new Map<Tensor, Application[]>();

  constructor(below: Interpreter) {
    this.#below = below;
  }

  box(series: PowerSeries): Tensor {
    return new Expanded(this, series);
  }

  seriesOf(x: Tensor): PowerSeries {
    return this.#owns(x) ? x.series : new PowerSeries(x, () => null);
  }

  bind(primitive: Primitive, inputs: readonly Tensor[], params: unknown): readonly Tensor[] {
    const varying = inputs.flatMap((input, i) => (this.#owns(input) ? [i] : []));
    const constants = inputs.map((input) => (this.#owns(input) ? input.series.constant : input));
    if (varying.length === 0) return this.#beneath(() => bind(primitive, constants, params));
    // The derivative of sin asks for cos, whose derivative asks for sin again: it is to be the same series.
    const first = inputs[varying[0]!]!;
    const others = this.#applications.get(first) ?? [];
    const before = others.find((each) => isSame(each, primitive, inputs, params));
    if (before !== undefined) return before.outputs;
    const values = this.#beneath(() => bind(primitive, constants, params));
    if (primitive.form === "constant") return values;
    let coefficients: ((k: number) => readonly Tangent[]) | undefined;
    const outputs: readonly Tensor[] = values.map((value, i) => {
      const next = (k: number): Tangent => {
        coefficients ??= this.#coefficients({ primitive, params, inputs, outputs }, varying);
        return coefficients(k)[i]!;
      };
      return isInexact(value.dtype) ? this.box(new PowerSeries(value, next)) : value;
    });
    this.#applications.set(first, [...others, { primitive, params, inputs, outputs }]);
    return outputs;
  }

  /** How the coefficients of the outputs, from the first order on, are computed. */
  #coefficients(application: Application, varying: readonly number[]): (k: number) => readonly Tangent[] {
    const { primitive, params, inputs, outputs } = application;
    const rule = forwardRule(primitive);
    const constants = inputs.map((input) => this.seriesOf(input).constant);
    const values = outputs.map((output) => this.seriesOf(output).constant);
    if (this.#isLinear(application, varying)) {
      return (k) => {
        const tangents = inputs.map((input) => this.seriesOf(input).coefficient(k));
        if (tangents.every((tangent) => tangent === null)) return outputs.map(() => null);
        return this.#beneath(() => rule(tangents, constants, values, params));
      };
    }
    if (varying.length === 2 && varying.every((place) => this.#isLinearIn(application, place))) {
      return (k) => [this.#beneath(() => this.#convolution(application, varying, k))];
    }
    let slopes: readonly PowerSeries[] | undefined;
    return (k) => {
      slopes ??= this.#slopes(application, rule);
      return this.#beneath(() =>
        slopes!.map((slope) => {
          const coefficient = slope.coefficient(k - 1);
          return coefficient && div(coefficient, k);
        }),
      );
    };
  }

  /** The series of the derivatives of the outputs, by the jvp rule between series. */
  #slopes(
    { inputs, outputs, params }: Application,
    rule: ReturnType<typeof forwardRule>,
  ): readonly PowerSeries[] {
    const directions = this.#beneath(() =>
      inputs.map((input) => (this.#owns(input) ? this.box(input.series.derivative()) : null)),
    );
    const slopes = runWith(this, () => rule(directions, inputs, outputs, params));
    return slopes.map((slope, i) => this.seriesOf(slope ?? zerosLike(this.seriesOf(outputs[i]!).constant)));
  }

  /** Σᵢ p(aᵢ, bₖ₋ᵢ). */
  #convolution({ primitive, inputs, params }: Application, varying: readonly number[], k: number): Tangent {
    const [a, b] = varying.map((place) => this.seriesOf(inputs[place]!)) as [PowerSeries, PowerSeries];
    let total: Tangent = null;
    for (let i = 0; i <= k; i++) {
      const [left, right] = [a.coefficient(i), b.coefficient(k - i)];
      if (left === null || right === null) continue;
      const operands = inputs.map((input, place) =>
        place === varying[0] ? left : place === varying[1] ? right : input,
      );
      total = addTangents(total, bind(primitive, operands, params)[0]!, add);
    }
    return total;
  }

  /** Whether the derivative depends on nothing that varies. */
  #isLinear(application: Application, varying: readonly number[]): boolean {
    const { recording, primals } = this.#recordRule(application, varying);
    return !recording.equations.some(({ inputs }) => inputs.some((input) => primals.has(input)));
  }

  /** Whether the derivative with respect to one input is the primitive itself. */
  #isLinearIn(application: Application, place: number): boolean {
    const { recording, atoms } = this.#recordRule(application, [place]);
    const [equation, other] = recording.equations;
    return (
      equation !== undefined &&
      other === undefined &&
      equation.primitive === application.primitive &&
      equation.params === application.params &&
      equation.outputs.length === 1 &&
      recording.outputs[0] === equation.outputs[0] &&
      equation.inputs.every((input, i) => input === (i === place ? recording.inputs[0] : atoms[i]))
    );
  }

  /** The jvp rule written down, for tangents of the inputs at some places, with stand-ins for all that varies. */
  #recordRule(
    { primitive, params, inputs, outputs }: Application,
    places: readonly number[],
  ): { recording: Recording; atoms: readonly Atom[]; primals: ReadonlySet<Atom> } {
    const recorder = new Recorder(this.name, this.#below);
    const standIn = (x: Tensor): Tensor => (this.#owns(x) ? recorder.declare(x) : x);
    const primals = inputs.map(standIn);
    const values = outputs.map(standIn);
    const tangents = inputs.map((input, i) => (places.includes(i) ? recorder.declare(input) : null));
    const results = runWith(recorder, () => forwardRule(primitive)(tangents, primals, values, params));
    const given = tangents.filter((tangent) => tangent !== null);
    const declared = [...primals, ...values].filter((x) => x instanceof Tracer && x.owner === recorder);
    const recording = recorder.finish(
      [...given, ...declared],
      results.filter((result) => result !== null),
    );
    const variables = recording.inputs.slice(given.length);
    let next = 0;
    const atoms = primals.map((x) => (declared.includes(x) ? variables[next++]! : x));
    return { recording, atoms, primals: new Set<Atom>(variables) };
  }

  #beneath<Result>(compute: () => Result): Result {
    return runWith(this.#below, compute);
  }

  #owns(x: Tensor): x is Expanded {
    return x instanceof Expanded && x.owner === this;
  }
}

function isSame(
  before: Application,
  primitive: Primitive,
  inputs: readonly Tensor[],
  params: unknown,
): boolean {
  return (
    before.primitive === primitive &&
    before.params === params &&
    before.inputs.length === inputs.length &&
    before.inputs.every((input, i) => input === inputs[i])
  );
}
