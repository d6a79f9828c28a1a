/** What the source of each package may import; packages are doors, and dependencies point down. */
export interface Layer {
  /** Packages of this workspace. */
  readonly packages: readonly string[];
  /** Packages from elsewhere, by name or by a prefix that ends in `*`. */
  readonly thirdParty?: readonly string[];
}

const foundation = ["@adjoint/kernels", "@adjoint/tensor"];
const analysis = [...foundation, "@adjoint/autodiff", "@adjoint/linalg"];
const chance = [
  ...foundation,
  "@adjoint/special",
  "@adjoint/random",
  "@adjoint/linalg",
  "@adjoint/probability",
];

/** The import table of the architecture. A package that is not named here may not exist. */
export const layers: Readonly<Record<string, Layer>> = {
  "@adjoint/kernels": { packages: [] },
  "@adjoint/tensor": { packages: ["@adjoint/kernels"] },
  // The error function is a kernel, as the exponential is.
  "@adjoint/special": { packages: foundation },
  // Special functions make the derivatives of gamma draws; kernels the random bits.
  "@adjoint/random": { packages: [...foundation, "@adjoint/special"] },
  "@adjoint/datasets": { packages: ["@adjoint/tensor"] },
  "@adjoint/autodiff": { packages: foundation },
  "@adjoint/linalg": { packages: foundation },
  "@adjoint/expression": { packages: ["@adjoint/tensor", "@adjoint/special"] },
  "@adjoint/probability": {
    packages: ["@adjoint/tensor", "@adjoint/special", "@adjoint/random", "@adjoint/linalg"],
  },
  "@adjoint/information": { packages: [...new Set([...analysis, ...chance])] },
  "@adjoint/optim": { packages: analysis },
  "@adjoint/nn": {
    packages: [...new Set([...analysis, ...chance, "@adjoint/information", "@adjoint/optim"])],
  },
  "@adjoint/viz": {
    packages: ["@adjoint/tensor", "@adjoint/linalg", "@adjoint/autodiff"],
    thirdParty: [
      "d3-array",
      "d3-scale",
      "d3-shape",
      "d3-contour",
      "d3-interpolate",
      "d3-scale-chromatic",
      "@dagrejs/dagre",
    ],
  },
  "@adjoint/testing": { packages: ["@adjoint/tensor", "@adjoint/autodiff"], thirdParty: ["vitest"] },
  adjoint: {
    packages: [
      ...new Set([...analysis, ...chance]),
      "@adjoint/datasets",
      "@adjoint/expression",
      "@adjoint/information",
      "@adjoint/optim",
      "@adjoint/nn",
      "@adjoint/viz",
    ],
  },
};
