/** As much of a Vite plugin as is needed here. */
interface Plugin {
  readonly name: string;
  readonly load: (id: string) => string | undefined;
}

/**
 * Leaves all compiled kernels out of the pages, so that their TypeScript twins run: what figures compute with is too
 * small for the difference to be seen, and the binaries, which do not compress, would be a good part of a page.
 */
export function smallMatrices(): Plugin {
  return {
    name: "small-matrices",
    load: (id) =>
      /\/kernels\/src\/generated\/[^?]+\.ts$/.test(id)
        ? `export const binary = ""; export const relaxedSimdBinary = ""; export const simdBinary = "";`
        : undefined,
  };
}
