import { pythonDType, pythonTuple } from "./python-translation.ts";
import type { PythonCall, PythonLibrary, PythonTemplate, PythonTranslations } from "./python-translation.ts";

const recurrenceInTorch = `def recurrence(a, b, axis):
    state, states = torch.zeros_like(b.select(axis, 0)), []
    for factor, term in zip(a.unbind(axis), b.unbind(axis)):
        state = factor * state + term
        states.append(state)
    return torch.stack(states, dim=axis)`;

const recurrenceInJax = `def recurrence(a, b, axis):
    def step(state, parts):
        state = parts[0] * state + parts[1]
        return state, state

    a, b = jnp.moveaxis(a, axis, 0), jnp.moveaxis(b, axis, 0)
    return jnp.moveaxis(jax.lax.scan(step, jnp.zeros_like(b[0]), (a, b))[1], 0, axis)`;

const sortInTorch = `def sort(x, axis, descending):
    values, indices = torch.sort(x, dim=axis, descending=descending, stable=True)
    return values, indices.to(torch.int32)`;

const sortInJax = `def sort(x, axis, descending):
    indices = jnp.argsort(-x if descending else x, axis=axis)
    return jnp.take_along_axis(x, indices, axis=axis), indices.astype(jnp.int32)`;

/** Operations that go along an axis: cumulative ones and sorting. */
export const pythonScans: PythonTranslations = {
  cumsum: { torch: cumulative("torch", "torch.cumsum"), jax: cumulative("jax", "jnp.cumsum") },
  cumprod: { torch: cumulative("torch", "torch.cumprod"), jax: cumulative("jax", "jnp.cumprod") },
  recurrence: { torch: recurring("torch", recurrenceInTorch), jax: recurring("jax", recurrenceInJax) },
  searchSorted: { torch: searchInTorch, jax: searchInJax },
  sort: { torch: sorting(sortInTorch), jax: sorting(sortInJax) },
  topK: { torch: choosing(sortInTorch), jax: choosing(sortInJax) },
};

/* @__NO_SIDE_EFFECTS__ */
function cumulative(library: PythonLibrary, name: string): PythonTemplate {
  const keyword = library === "torch" ? "dim" : "axis";
  return (call) =>
    inDirection(call, library, ([x]) => {
      const { dtype } = call.inputs[0]!;
      const type = dtype === "int32" ? [`dtype=${pythonDType(library, dtype)}`] : [];
      return `${name}(${[x, `${keyword}=${axisOf(call)}`, ...type].join(", ")})`;
    });
}

/* @__NO_SIDE_EFFECTS__ */
function recurring(library: PythonLibrary, source: string): PythonTemplate {
  return (call) => {
    call.define(source);
    return inDirection(call, library, (operands) => `recurrence(${operands.join(", ")}, ${axisOf(call)})`);
  };
}

/* @__NO_SIDE_EFFECTS__ */
function sorting(source: string): PythonTemplate {
  return (call) => {
    call.define(source);
    const descending = call.params["descending"] === true ? "True" : "False";
    return `sort(${call.operands()[0]}, ${axisOf(call)}, ${descending})`;
  };
}

/** The largest begin the descending order, of equal ones the first, which `torch.topk` leaves open. */
/* @__NO_SIDE_EFFECTS__ */
function choosing(source: string): PythonTemplate {
  return (call) => {
    call.define(source);
    const first = `${"slice(None), ".repeat(call.params["axis"] as number)}slice(${String(call.params["k"])})`;
    return `tuple(part[${first}] for part in sort(${call.operands()[0]}, ${axisOf(call)}, True))`;
  };
}

/** PyTorch wants as many axes of the values as of the sorted lists. */
function searchInTorch({ inputs: [list, values], operands, params }: PythonCall): string {
  const [sorted, x] = operands();
  const right = params["side"] === "right" ? ", right=True" : "";
  const leading = list!.shape.slice(0, -1);
  const rest = values!.shape.slice(leading.length).reduce((size, length) => size * length, 1);
  const alike = leading.length === 0 || values!.shape.length === list!.shape.length;
  const rows = alike ? x : `${x}.reshape(${pythonTuple([...leading, rest])})`;
  const places = `torch.searchsorted(${sorted}, ${rows}${right}).to(torch.int32)`;
  return alike ? places : `${places}.reshape(${pythonTuple(values!.shape)})`;
}

function searchInJax({ inputs: [list], operands, params }: PythonCall): string {
  const side = params["side"] === "right" ? ', side="right"' : "";
  let search = `jnp.searchsorted`;
  if (list!.shape.length > 1) search = `(lambda s, v: jnp.searchsorted(s, v${side}))`;
  for (let axis = 1; axis < list!.shape.length; axis++)
    search = `jax.vmap${axis === 1 ? search : `(${search})`}`;
  return `${search}(${operands().join(", ")}${list!.shape.length > 1 ? "" : side}).astype(jnp.int32)`;
}

/** From the end: flipped before and after. */
function inDirection(
  call: PythonCall,
  library: PythonLibrary,
  write: (operands: readonly string[]) => string,
): string {
  if (call.params["reverse"] !== true) return write(call.operands());
  const flip = (x: string): string =>
    library === "torch" ? `torch.flip(${x}, (${axisOf(call)},))` : `jnp.flip(${x}, ${axisOf(call)})`;
  return flip(write(call.operands().map(flip)));
}

function axisOf({ params }: PythonCall): string {
  return String(params["axis"]);
}
