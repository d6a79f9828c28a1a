import { compiledCallOf } from "./compile/compiled-call.ts";
import type { Recording } from "./equation.ts";
import { both, pythonTuple } from "./python-translation.ts";
import type { PythonCall, PythonTemplate, PythonTranslations } from "./python-translation.ts";

const scanInTorch = `def scan(body, constants, carry, slices, length, reverse):
    count, rows = len(carry), []
    for i in reversed(range(length)) if reverse else range(length):
        results = body(*constants, *carry, *(x[i] for x in slices))
        results = results if isinstance(results, tuple) else (results,)
        carry, row = results[:count], results[count:]
        rows.insert(0 if reverse else len(rows), row)
    return (*carry, *(torch.stack(column) for column in zip(*rows)))`;

const scanInJax = `def scan(body, constants, carry, slices, length, reverse):
    def step(state, parts):
        results = body(*constants, *state, *parts)
        results = results if isinstance(results, tuple) else (results,)
        return results[: len(carry)], results[len(carry) :]

    state, rows = jax.lax.scan(step, carry, slices, length=length, reverse=reverse)
    return (*state, *rows)`;

const whileInTorch = `def while_loop(condition, body, constants, carry, limit):
    for _ in range(limit + 1):
        if not condition(*constants, *carry):
            return carry
        carry = body(*constants, *carry)
        carry = carry if isinstance(carry, tuple) else (carry,)
    raise RuntimeError(f"the condition still holds after {limit} iterations")`;

const whileInJax = `def while_loop(condition, body, constants, carry, limit):
    def step(state):
        carry = body(*constants, *state[1])
        return state[0] + 1, carry if isinstance(carry, tuple) else (carry,)

    def goes_on(state):
        return jnp.logical_and(state[0] < limit, condition(*constants, *state[1]))

    return jax.lax.while_loop(goes_on, step, (0, carry))[1]`;

const jacobianInTorch = `def solve_jacobian(residual, side, root, others, transposed):
    def flat(xs):
        return torch.cat([x.reshape(-1) for x in (xs if isinstance(xs, tuple) else (xs,))])

    def parts(v):
        pieces = torch.split(v, [x.numel() for x in root])
        return tuple(p.reshape(x.shape) for p, x in zip(pieces, root))

    def equations(v):
        return flat(residual(*parts(v), *others))

    matrix = torch.autograd.functional.jacobian(equations, flat(root))
    return parts(torch.linalg.solve(matrix.T if transposed else matrix, flat(side)))`;

const jacobianInJax = `def solve_jacobian(residual, side, root, others, transposed):
    def flat(xs):
        return jnp.concatenate([x.reshape(-1) for x in (xs if isinstance(xs, tuple) else (xs,))])

    def parts(v):
        ends = [sum(x.size for x in root[: i + 1]) for i in range(len(root) - 1)]
        return tuple(p.reshape(x.shape) for p, x in zip(jnp.split(v, ends), root))

    def equations(v):
        return flat(residual(*parts(v), *others))

    matrix = jax.jacobian(equations)(flat(root))
    return parts(jnp.linalg.solve(matrix.T if transposed else matrix, flat(side)))`;

/** Primitives whose parameters are programs. */
export const pythonControl: PythonTranslations = {
  cond: {
    torch: (call) => {
      const [predicate, ...operands] = call.operands();
      const branch = (name: string): string => `${nested(call, name)}(${operands.join(", ")})`;
      return `${branch("whenTrue")} if ${predicate} else ${branch("whenFalse")}`;
    },
    jax: (call) => {
      const [predicate, ...operands] = call.operands();
      const branches = [nested(call, "whenTrue"), nested(call, "whenFalse")];
      return `jax.lax.cond(${[predicate, ...branches, ...operands].join(", ")})`;
    },
  },
  scan: { torch: scanning(scanInTorch), jax: scanning(scanInJax) },
  whileLoop: { torch: looping(whileInTorch), jax: looping(whileInJax) },
  linearCall: both(callOf("program", "linear")),
  rootOf: both(callOf("solve", "solver")),
  // Python has the value alone; what a derivative of it needs is another primitive.
  implicitRoot: both((call) => {
    const root = call.operands().slice(0, call.params["count"] as number);
    return root.length === 1 ? root[0]! : pythonTuple(root);
  }),
  jacobianSolve: { torch: solving(jacobianInTorch), jax: solving(jacobianInJax) },
  checkpoint: both(callOf("program", "checkpointed")),
  compiled: both(({ nested: write, operands, params }) => {
    return `${write(compiledCallOf({ name: "compiled" }, params)!, "compiled")}(${operands().join(", ")})`;
  }),
  // Python has the value alone: its own derivatives would not know the rule.
  customJvp: both(callOf("f", "custom")),
  customVjp: both(callOf("f", "custom")),
  pullbackTranspose: {
    torch: "a pullback is a function of JavaScript",
    jax: "a pullback is a function of JavaScript",
  },
};

function nested({ nested: write, params }: PythonCall, name: string): string {
  return write(params[name] as Recording, name);
}

/* @__NO_SIDE_EFFECTS__ */
function scanning(source: string): PythonTemplate {
  return (call) => {
    call.define(source);
    const [constants, carry] = [call.params["constants"] as number, call.params["carry"] as number];
    const operands = call.operands();
    const groups = [
      operands.slice(0, constants),
      operands.slice(constants, constants + carry),
      operands.slice(constants + carry),
    ].map(pythonTuple);
    const reverse = call.params["reverse"] === true ? "True" : "False";
    const args = [nested(call, "body"), ...groups, String(call.params["length"]), reverse];
    return `scan(${args.join(", ")})${call.outputs.length === 1 ? "[0]" : ""}`;
  };
}

/* @__NO_SIDE_EFFECTS__ */
function looping(source: string): PythonTemplate {
  return (call) => {
    call.define(source);
    const constants = call.params["constants"] as number;
    const operands = call.operands();
    const groups = [operands.slice(0, constants), operands.slice(constants)].map(pythonTuple);
    const programs = [nested(call, "condition"), nested(call, "body")];
    const args = [...programs, ...groups, String(call.params["maxIterations"])];
    return `while_loop(${args.join(", ")})${call.outputs.length === 1 ? "[0]" : ""}`;
  };
}

/* @__NO_SIDE_EFFECTS__ */
function solving(source: string): PythonTemplate {
  return (call) => {
    call.define(source);
    const count = call.params["count"] as number;
    const operands = call.operands();
    const groups = [operands.slice(0, count), operands.slice(count, 2 * count), operands.slice(2 * count)];
    const transposed = call.params["transposed"] === true ? "True" : "False";
    const args = [nested(call, "residual"), ...groups.map(pythonTuple), transposed];
    return `solve_jacobian(${args.join(", ")})${call.outputs.length === 1 ? "[0]" : ""}`;
  };
}

/** A call of the one program among the parameters. */
/* @__NO_SIDE_EFFECTS__ */
function callOf(parameter: string, hint: string): PythonTemplate {
  return ({ nested: write, operands, params }) =>
    `${write(params[parameter] as Recording, hint)}(${operands().join(", ")})`;
}
