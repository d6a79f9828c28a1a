interface Build {
  modulePreload: unknown;
}

/** As much of a Vite plugin as is needed here. */
interface Plugin {
  readonly name: string;
  readonly configResolved: (config: {
    readonly build: Build;
    readonly environments?: Readonly<Record<string, { readonly build: Build }>>;
  }) => void;
}

/**
 * Leaves out the lists of files to fetch ahead of a dynamic import, which every page with a figure would carry for all
 * lessons. Astro sets the option of that name itself.
 */
export function noPreload(): Plugin {
  return {
    name: "no-preload",
    configResolved(config) {
      config.build.modulePreload = false;
      for (const { build } of Object.values(config.environments ?? {})) build.modulePreload = false;
    },
  };
}
