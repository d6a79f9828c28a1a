import { AdjointError } from "@adjoint/tensor";
import type { DType, ScalarOperation } from "@adjoint/tensor";
import type { Local } from "./function-writer.ts";
import type { Opcode } from "./opcodes.ts";
import { writeCast } from "./write-cast.ts";
import { narrowMask, widenMask } from "./vector-context.ts";
import type { VectorContext } from "./vector-context.ts";

/** The types of a vector's lanes. */
type Lanes = "f64x2" | "f32x4" | "i32x4";

/** Leaves the result of an operation on vectors on the stack; what evaluation gives, bit for bit. */
export function writeOperation(
  context: VectorContext,
  operation: ScalarOperation,
  inputs: readonly Local[],
  from: readonly DType[],
  to: DType,
): void {
  const { writer } = context;
  const [a, b, c] = inputs as readonly [Local, Local, Local];
  const dtype = from[0]!;
  if (operation === "cast") return writeCast(context, a, dtype, to);
  if (operation === "where") {
    writer.get(b);
    writer.get(c);
    writer.get(a);
    if (to === "float32" || to === "int32") narrowMask(context);
    return writer.op("bitSelect");
  }
  if (dtype === "bool") return writeOnMasks(context, operation, a, b);
  const lanes = lanesOf(dtype);
  const opcode = arithmetic(operation, lanes);
  if (opcode !== undefined) {
    for (const input of inputs) writer.get(input);
    return writer.op(opcode);
  }
  const zero = (): void => writer.get(context.constant(0, dtype));
  const compare = (comparison: Comparison): void => {
    writer.op(`${lanes}${comparison}`);
    if (dtype !== "float64") widenMask(context);
  };
  switch (operation) {
    case "relu":
      writer.get(a);
      zero();
      return writer.op(`${lanes}Max`);
    case "square":
      writer.get(a);
      writer.get(a);
      return writer.op(`${lanes}Mul`);
    case "equal":
    case "notEqual":
    case "less":
    case "lessEqual":
    case "greater":
    case "greaterEqual":
      writer.get(a);
      writer.get(b);
      return compare(comparisons[operation]);
    case "logicalNot":
      writer.get(a);
      zero();
      return compare("Eq");
    case "isNaN":
      writer.get(a);
      writer.get(a);
      return compare("Ne");
    case "isFinite":
      if (lanes === "i32x4") {
        writer.get(a);
        writer.get(a);
        return compare("Eq");
      }
      writer.get(a);
      writer.op(`${lanes}Abs`);
      writer.get(context.constant(Infinity, dtype));
      return compare("Lt");
    default:
      throw new AdjointError(`compile: no vector operation ${operation} of ${dtype}`, { operation, dtype });
  }
}

function lanesOf(dtype: DType): Lanes {
  if (dtype === "float64") return "f64x2";
  return dtype === "float32" ? "f32x4" : "i32x4";
}

type Comparison = "Eq" | "Ne" | "Lt" | "Le" | "Gt" | "Ge";

const comparisons = {
  equal: "Eq",
  notEqual: "Ne",
  less: "Lt",
  lessEqual: "Le",
  greater: "Gt",
  greaterEqual: "Ge",
} as const;

/** Operations that are one instruction. */
const instructions = {
  add: "Add",
  sub: "Sub",
  mul: "Mul",
  neg: "Neg",
  abs: "Abs",
  minimum: "Min",
  maximum: "Max",
} as const;

const floatInstructions = { div: "Div", sqrt: "Sqrt", floor: "Floor", ceil: "Ceil" } as const;

function arithmetic(operation: ScalarOperation, lanes: Lanes): Opcode | undefined {
  if (operation in instructions) return `${lanes}${instructions[operation as keyof typeof instructions]}`;
  if (operation in floatInstructions && lanes !== "i32x4") {
    return `${lanes}${floatInstructions[operation as keyof typeof floatInstructions]}`;
  }
  return undefined;
}

/** Operations on booleans; those of numbers count them as 0 and 1. */
function writeOnMasks({ writer }: VectorContext, operation: ScalarOperation, a: Local, b: Local): void {
  const both = (x: Local, y: Local, opcode: Opcode): void => {
    writer.get(x);
    writer.get(y);
    writer.op(opcode);
  };
  switch (operation) {
    case "abs":
    case "relu":
    case "square":
    case "floor":
    case "ceil":
      return writer.get(a);
    case "minimum":
    case "mul":
    case "logicalAnd":
      return both(a, b, "and");
    case "maximum":
    case "logicalOr":
      return both(a, b, "or");
    case "notEqual":
    case "logicalXor":
      return both(a, b, "xor");
    case "greater":
      return both(a, b, "andNot");
    case "less":
      return both(b, a, "andNot");
    case "isNaN":
      return both(a, a, "xor");
    case "equal":
      both(a, b, "xor");
      break;
    case "greaterEqual":
      both(b, a, "andNot");
      break;
    case "lessEqual":
      both(a, b, "andNot");
      break;
    case "logicalNot":
      writer.get(a);
      break;
    case "isFinite":
      both(a, a, "xor");
      break;
    default:
      throw new AdjointError(`compile: no vector operation ${operation} of bool`, { operation });
  }
  writer.op("not");
}
