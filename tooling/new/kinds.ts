/** A line put into a file that stands: at its end, or before or after the line that holds `at`. */
export interface Edit {
  readonly file: string;
  readonly text: string;
  readonly at?: string;
  readonly side?: "before" | "after";
}

/** What `pnpm new <kind>` does: copy `templates/<kind>`, edit files that stand, say what is left to do. */
export interface Kind {
  readonly edits: readonly Edit[];
  readonly next: readonly string[];
}

/** Everything that can be scaffolded. */
export const kinds: Readonly<Record<string, Kind>> = {
  package: {
    edits: [
      {
        file: "tooling/layers/table.ts",
        text: '  "@adjoint/__kebab__": { packages: ["@adjoint/tensor"] },',
        at: '  "@adjoint/testing":',
      },
      {
        file: "tooling/size/budgets.json",
        text: '  { "name": "@adjoint/__kebab__", "path": "../../packages/__kebab__/dist/index.js", "gzip": true, "limit": "60 kB" },',
        at: "[",
        side: "after",
      },
      {
        file: "tooling/package.json",
        text: '    "@adjoint/__kebab__": "workspace:^",',
        at: '    "@adjoint/testing":',
      },
    ],
    next: [
      "pnpm install",
      "put its row in tooling/layers/table.ts where its layer stands",
      "re-export it from packages/adjoint",
    ],
  },
  primitive: {
    edits: [
      { file: "packages/tensor/src/index.ts", text: 'export { __camel__ } from "./__kebab__.ts";' },
      { file: "packages/adjoint/src/index.ts", text: "  __camel__,", at: "export {", side: "after" },
      {
        file: "packages/testing/test/operations.ts",
        text: "  __camel__,",
        at: "import {",
        side: "after",
      },
      {
        file: "packages/testing/test/operations.ts",
        text: "  __camel__: elementwise(__camel__),",
        at: "export const differentiable: Table = {",
        side: "after",
      },
      {
        file: "packages/tensor/test/errors.test.ts",
        text: "  __camel__: unary,",
        at: "const signatures: Readonly<Record<string, Signature>> = {",
        side: "after",
      },
    ],
    next: [
      "write kernel and tangent in packages/tensor/src/__kebab__.ts",
      "narrowest check: pnpm vitest run packages/testing -t __camel__",
    ],
  },
  distribution: {
    edits: [
      {
        file: "packages/probability/src/index.ts",
        text: 'export { __camel__, __camel__Family } from "./__kebab__.ts";\nexport type { __Pascal__, __Pascal__Options, __Pascal__Parameters } from "./__kebab__.ts";',
      },
      {
        file: "packages/probability/test/families.ts",
        text: 'import { __camel__ } from "../src/index.ts";',
        at: "import type { Distribution }",
      },
      {
        file: "packages/probability/test/families.ts",
        text: "  __camel__Family: {\n    cases: [__camel__(), __camel__({ mean: -3.5, scale: 0.02 }), __camel__({ mean: 1e4, scale: 700 })],\n    batch: __camel__({ mean: [0, 10], scale: [1, 3] }),\n  },",
        at: "export const families",
        side: "after",
      },
      {
        file: "apps/docs/scripts/family-groups.ts",
        text: '  { label: "New", names: ["__camel__"] },',
        at: "export const familyGroups",
        side: "after",
      },
    ],
    next: [
      "write the family in packages/probability/src/__kebab__.ts, and cases of it in test/families.ts",
      "make reference numbers: tooling/reference/probability_elementary.py",
      "put its name into its group in apps/docs/scripts/family-groups.ts, and draw its figure",
      "narrowest check: pnpm vitest run packages/probability -t __camel__",
    ],
  },
  lesson: {
    edits: [
      {
        file: "apps/docs/src/lessons/index.ts",
        text: 'import * as __camel__ from "./__kebab__.ts";',
        at: 'import type { Lesson } from "./lesson.ts";',
      },
      {
        file: "apps/docs/src/lessons/index.ts",
        text: '  "__kebab__": __camel__,',
        at: "} satisfies Record<string, Lesson>;",
      },
      {
        file: "apps/docs/src/lessons/load.ts",
        text: '  "__kebab__": () => import("./__kebab__.ts"),',
        at: "const modules: Record",
        side: "after",
      },
      {
        file: "apps/docs/src/lessons/pytorch/outputs.json",
        text: '  "__kebab__": ["6.0"],',
        at: "{",
        side: "after",
      },
      {
        file: "apps/docs/astro.config.ts",
        text: '            { slug: "lessons/__kebab__" },',
        at: '            { slug: "lessons" },',
        side: "after",
      },
    ],
    next: [
      "write figure, numbers and exercise in apps/docs/src/lessons/__kebab__.ts, the prose in src/content/docs/lessons/__kebab__.mdx",
      "record what PyTorch prints: apps/docs/scripts/run-pytorch.py",
      "narrowest check: pnpm --filter @adjoint/docs test:app",
    ],
  },
};
