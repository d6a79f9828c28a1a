/** Makes the module of widened kernels, or undefined where they are not as they should be. */
type MakeModule = () => object | undefined;

/** Set by `accelerate`; whatever it is, results are the same. */
let chosen: MakeModule | undefined;

/** Sets how products in a memory get widened kernels; without an argument they get none. */
export function chooseWideResident(make: MakeModule | undefined): void {
  chosen = make;
}

/** The module of widened kernels, if they are switched on. */
export function wideResident(): object | undefined {
  return chosen?.();
}
