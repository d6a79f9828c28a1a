/** The line of tensor's interpreter that computes a primitive. */
const evaluated = "return primitive.kernel(inputs, params);";

/** What is asked of a plugin of Vite. */
interface Plugin {
  readonly name: string;
  readonly enforce: "pre";
  transform(code: string, id: string): string | undefined;
}

/** Lets evaluation ask `globalThis.compiledKernel` for the outputs of a primitive, which `setup.ts` defines. */
export function compiledPrimitives(): Plugin {
  return {
    name: "compiled-primitives",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith("/packages/tensor/src/interpreter.ts")) return undefined;
      if (!code.includes(evaluated))
        throw new Error(`tensor's interpreter has no line "${evaluated}" any more`);
      return code.replace(evaluated, "return globalThis.compiledKernel(primitive, inputs, params);");
    },
  };
}
