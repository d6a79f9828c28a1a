/**
 * A name as LaTeX: Greek names and letters become their command, what follows the first underscore or
 * ends in digits becomes a subscript, and words stand upright.
 */
export function latexName(name: string): string {
  const slot = /^\$\{(\d+)\}$/.exec(name);
  if (slot) return `\\square_{${slot[1]}}`;
  const [, stem = name, word, digits] = /^(.+?)(?:_(.+)|(\p{Nd}+))$/u.exec(name) ?? [];
  const subscript = word ?? digits;
  return subscript === undefined
    ? letters(name)
    : `${letters(stem)}_{${subscript.split("_").map(letters).join(",")}}`;
}

function letters(word: string): string {
  const greek = greekNames.has(word) ? word : greekLetters.get(word);
  if (greek !== undefined) return `\\${greek}`;
  if (/^\p{Nd}+$/u.test(word) || Array.from(word).length === 1) return word === "_" ? "\\_" : word;
  return `\\mathrm{${word.replaceAll("_", "\\_")}}`;
}

const greekLetters: ReadonlyMap<string, string> = new Map([
  ["α", "alpha"],
  ["β", "beta"],
  ["γ", "gamma"],
  ["δ", "delta"],
  ["ε", "varepsilon"],
  ["ϵ", "epsilon"],
  ["ζ", "zeta"],
  ["η", "eta"],
  ["θ", "theta"],
  ["ϑ", "vartheta"],
  ["ι", "iota"],
  ["κ", "kappa"],
  ["λ", "lambda"],
  ["μ", "mu"],
  ["µ", "mu"],
  ["ν", "nu"],
  ["ξ", "xi"],
  ["π", "pi"],
  ["ρ", "rho"],
  ["σ", "sigma"],
  ["τ", "tau"],
  ["υ", "upsilon"],
  ["φ", "varphi"],
  ["ϕ", "phi"],
  ["χ", "chi"],
  ["ψ", "psi"],
  ["ω", "omega"],
  ["Γ", "Gamma"],
  ["Δ", "Delta"],
  ["Θ", "Theta"],
  ["Λ", "Lambda"],
  ["Ξ", "Xi"],
  ["Π", "Pi"],
  ["Σ", "Sigma"],
  ["Φ", "Phi"],
  ["Ψ", "Psi"],
  ["Ω", "Omega"],
]);

const greekNames: ReadonlySet<string> = new Set(greekLetters.values());
