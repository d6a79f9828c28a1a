/** As much of a Vite plugin as is needed here. */
interface Plugin {
  readonly name: string;
  readonly load: (id: string) => string | undefined;
}

/**
 * Leaves the compiled kernels of products and factorizations out of the pages, so that their TypeScript twins run: the
 * matrices of figures are too small for the difference to be seen, and the binaries would be a good part of a page.
 */
export function smallMatrices(): Plugin {
  return {
    name: "small-matrices",
    load: (id) =>
      /\/kernels\/src\/generated\/(matmul|dense\/[^/]+)\.ts$/.test(id)
        ? `export const relaxedSimdBinary = ""; export const simdBinary = "";`
        : undefined,
  };
}
