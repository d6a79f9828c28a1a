/** A WebAssembly memory, as far as the kernels use it. */
export interface Memory {
  readonly buffer: ArrayBuffer;
  readonly grow: (pages: number) => number;
}

/** What the kernels need of their host: browsers, workers and Node have it, the ECMAScript library does not declare it. */
interface Host {
  readonly atob: (base64: string) => string;
  readonly WebAssembly: {
    readonly Module: new (binary: Uint8Array<ArrayBuffer>) => object;
    readonly Instance: new (module: object, imports?: object) => { readonly exports: unknown };
    readonly Memory: new (limits: { readonly initial: number }) => Memory;
  };
}

/** The global object; it is read at each use, since a host may forbid WebAssembly. */
export const host: Host = globalThis as unknown as Host;
