import * as autodiff from "@adjoint/autodiff";
import * as datasets from "@adjoint/datasets";
import * as expression from "@adjoint/expression";
import * as information from "@adjoint/information";
import * as kernels from "@adjoint/kernels";
import * as linalg from "@adjoint/linalg";
import * as optim from "@adjoint/optim";
import * as probability from "@adjoint/probability";
import * as random from "@adjoint/random";
import * as special from "@adjoint/special";
import * as tensor from "@adjoint/tensor";
import * as viz from "@adjoint/viz";
import * as adjoint from "adjoint";

const modules: Readonly<Record<string, object>> = {
  adjoint,
  "@adjoint/autodiff": autodiff,
  "@adjoint/datasets": datasets,
  "@adjoint/expression": expression,
  "@adjoint/information": information,
  "@adjoint/kernels": kernels,
  "@adjoint/linalg": linalg,
  "@adjoint/optim": optim,
  "@adjoint/probability": probability,
  "@adjoint/random": random,
  "@adjoint/special": special,
  "@adjoint/tensor": tensor,
  "@adjoint/viz": viz,
};

/** What an `import` of the user's program finds: the packages of Adjoint, and nothing else. */
export function createRequire(): (name: string) => unknown {
  const opened = new Map<string, object>();
  return (name) => {
    if (!Object.hasOwn(modules, name))
      throw new Error(`no module "${name}" here; there are ${Object.keys(modules).join(", ")}`);
    const known = opened.get(name) ?? open(name, modules[name]!);
    opened.set(name, known);
    return known;
  };
}

/** Own properties answer at full speed; only a name that is missing falls through to the proxy. */
function open(name: string, exports: object): object {
  const missing = new Proxy(Object.freeze({}), {
    get(_, key) {
      if (typeof key === "symbol" || key === "then" || key === "default") return undefined;
      if (key in Object.prototype) return Object.prototype[key as keyof object];
      throw new Error(`${name} has no export "${key}"${suggestion(key, Object.keys(exports))}`);
    },
  });
  return Object.freeze(Object.assign(Object.create(missing), { __esModule: true }, exports));
}

function suggestion(name: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({ candidate, far: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ far }) => far <= 2)
    .sort((a, b) => a.far - b.far)[0];
  return near ? `; did you mean "${near.candidate}"?` : "";
}

/** Levenshtein distance, by rows. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
