import type { BinaryOperator, Expression } from "@adjoint/expression";

/** Numbers in [0, 1) that are the same in every run (Park and Miller 1988). */
export function fixedRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** What a random expression is made of. */
export interface Vocabulary {
  readonly numbers: readonly number[];
  readonly names: readonly string[];
  readonly operators: readonly BinaryOperator[];
  readonly unaryFunctions: readonly string[];
  readonly binaryFunctions: readonly string[];
  readonly transposes: boolean;
}

/** A random tree of at most the given depth. */
export function randomExpression(random: () => number, vocabulary: Vocabulary, depth: number): Expression {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const child = (): Expression => randomExpression(random, vocabulary, depth - 1);
  const dice = depth === 0 ? random() * 0.2 : random();
  if (dice < 0.1) return { kind: "number", value: pick(vocabulary.numbers) };
  if (dice < 0.2) return { kind: "name", name: pick(vocabulary.names) };
  if (dice < 0.35) return { kind: "negate", operand: child() };
  if (dice < 0.4 && vocabulary.transposes) return { kind: "transpose", operand: child() };
  if (dice < 0.5) return { kind: "call", name: pick(vocabulary.unaryFunctions), arguments: [child()] };
  if (dice < 0.55)
    return { kind: "call", name: pick(vocabulary.binaryFunctions), arguments: [child(), child()] };
  return { kind: "binary", operator: pick(vocabulary.operators), left: child(), right: child() };
}
