import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** As much of a Vite plugin as is needed here. */
interface Plugin {
  readonly name: string;
  readonly enforce: "post";
  readonly transform: (code: string) => string | undefined;
}

const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));

/**
 * Lets modules import from the file that defines a name, where they say the package that re-exports it.
 *
 * Chunks are cut along imports of files. Through a package's index every lesson would load what any of them draws.
 */
export function directImports(): Plugin {
  const tables = new Map<string, ReadonlyMap<string, string>>();
  const tableOf = (name: string): ReadonlyMap<string, string> => {
    const known = tables.get(name) ?? filesOf(name);
    tables.set(name, known);
    return known;
  };
  return {
    name: "direct-imports",
    enforce: "post",
    transform(code) {
      if (!code.includes("@adjoint/")) return undefined;
      return code.replaceAll(
        /import\s*\{([^}]*)\}\s*from\s*["']@adjoint\/([a-z]+)["'];?/g,
        (statement: string, names: string, name: string) => {
          const parts = names.split(",").map((part) => part.trim());
          const files = parts
            .filter((part) => part !== "")
            .map((part) => [part, tableOf(name).get(part.split(/\s+as\s+/)[0]!)]);
          if (files.some(([, file]) => file === undefined)) return statement;
          return files.map(([part, file]) => `import { ${part} } from ${JSON.stringify(file)};`).join(" ");
        },
      );
    },
  };
}

/** Which file each name of a package comes from, as its index says. */
function filesOf(name: string): ReadonlyMap<string, string> {
  const index = readFileSync(`${packages}${name}/src/index.ts`, "utf8");
  const table = new Map<string, string>();
  for (const [, names, file] of index.matchAll(/export \{([^}]*)\} from "\.\/([\w./-]+)";/g)) {
    for (const exported of names!.split(",")) {
      if (exported.trim() !== "") table.set(exported.trim(), `${packages}${name}/src/${file}`);
    }
  }
  return table;
}
