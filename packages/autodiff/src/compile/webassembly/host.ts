/** A WebAssembly memory, as far as programs use it. */
export interface HostMemory {
  readonly buffer: ArrayBuffer;
  readonly grow: (pages: number) => number;
}

/** What programs need of their host: browsers, workers and Node have it, the ECMAScript library does not declare it. */
interface Host {
  readonly atob: (base64: string) => string;
  readonly WebAssembly: {
    readonly Module: new (binary: Uint8Array<ArrayBuffer>) => object;
    readonly Instance: new (module: object, imports?: object) => { readonly exports: unknown };
    readonly Memory: new (limits: { readonly initial: number }) => HostMemory;
  };
}

/** The global object; it is read at each use, since a host may forbid WebAssembly. */
export const host: Host = globalThis as unknown as Host;
