import type { Complex } from "./complex-number.ts";
import { allocate } from "./dtype.ts";
import type { DType } from "./dtype.ts";
import { Tensor } from "./tensor.ts";

/** A new complex tensor from each element of one. */
export function mapComplex(z: Tensor, f: (z: Complex) => Complex): Tensor {
  const { data } = z;
  const elements = new Float64Array(data.length);
  for (let i = 0; i < elements.length; i += 2) {
    const { re, im } = f({ re: data[i]!, im: data[i + 1]! });
    elements[i] = re;
    elements[i + 1] = im;
  }
  return new Tensor(z.shape, "complex128", elements);
}

/** A new complex tensor from each pair of elements of two of equal shape. */
export function zipComplex(a: Tensor, b: Tensor, f: (a: Complex, b: Complex) => Complex): Tensor {
  const [left, right] = [a.data, b.data];
  const elements = new Float64Array(left.length);
  for (let i = 0; i < elements.length; i += 2) {
    const { re, im } = f({ re: left[i]!, im: left[i + 1]! }, { re: right[i]!, im: right[i + 1]! });
    elements[i] = re;
    elements[i + 1] = im;
  }
  return new Tensor(a.shape, "complex128", elements);
}

/** A tensor of booleans from each pair of elements of two complex tensors of equal shape. */
export function compareComplex(a: Tensor, b: Tensor, f: (a: Complex, b: Complex) => boolean): Tensor {
  const [left, right] = [a.data, b.data];
  const elements = new Uint8Array(left.length / 2);
  for (let i = 0, j = 0; i < elements.length; i++, j += 2) {
    const holds = f({ re: left[j]!, im: left[j + 1]! }, { re: right[j]!, im: right[j + 1]! });
    elements[i] = holds ? 1 : 0;
  }
  return new Tensor(a.shape, "bool", elements);
}

/** A new tensor of another type from the two parts of each element of a complex one. */
export function mapParts(z: Tensor, dtype: DType, f: (re: number, im: number) => number): Tensor {
  const { data } = z;
  const elements = allocate(dtype, data.length / 2);
  for (let i = 0; i < elements.length; i++) elements[i] = f(data[2 * i]!, data[2 * i + 1]!);
  return new Tensor(z.shape, dtype, elements);
}

/**
 * A complex tensor as real numbers: its elements are one more axis, of length 2, at the end. Whatever rearranges or adds
 * elements along the other axes means the same there.
 */
function asParts(z: Tensor): Tensor {
  return new Tensor([...z.shape, 2], "float64", z.data);
}

/** The complex tensor whose real and imaginary parts lie along the last axis. */
function fromParts(parts: Tensor): Tensor {
  return new Tensor(parts.shape.slice(0, -1), "complex128", parts.data);
}

/**
 * A bilinear operation on complex tensors by four on real ones: (a + ib)(c + id) = ac − bd + i(ad + bc). Of the ways
 * with three, all lose digits of one part where the other is much larger.
 */
export function bilinearInParts(x: Tensor, y: Tensor, f: (x: Tensor, y: Tensor) => Tensor): Tensor {
  const partsOf = (z: Tensor): [re: Tensor, im: Tensor] => [
    mapParts(z, "float64", (re) => re),
    mapParts(z, "float64", (_re, im) => im),
  ];
  const [a, b] = partsOf(x);
  const [c, d] = partsOf(y);
  const { data: ac, shape } = f(a, c);
  const [bd, ad, bc] = [f(b, d).data, f(a, d).data, f(b, c).data];
  const elements = new Float64Array(2 * ac.length);
  for (let i = 0; i < ac.length; i++) {
    elements[2 * i] = ac[i]! - bd[i]!;
    elements[2 * i + 1] = ad[i]! + bc[i]!;
  }
  return new Tensor(shape, "complex128", elements);
}

/** Combines complex tensors part by part. */
export function zipParts(a: Tensor, b: Tensor, f: (a: Tensor, b: Tensor) => Tensor): Tensor {
  return fromParts(f(asParts(a), asParts(b)));
}
