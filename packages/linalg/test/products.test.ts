import { kron, matrixPower } from "@adjoint/linalg";
import { eye, matmul, tensor, zeros } from "@adjoint/tensor";
import { checkPrimitive, expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { catchError } from "./support/catch-error.ts";
import { build, randomMatrix } from "./support/matrices.ts";

test("kron has the block aᵢⱼ B at (i, j)", () => {
  const a = randomMatrix(2, 3, 1);
  const b = randomMatrix(4, 2, 2);
  const expected = build(8, 6, (i, j) => a[Math.floor(i / 4)]![Math.floor(j / 2)]! * b[i % 4]![j % 2]!);
  expect(kron(a, b).toArray()).toEqual(expected);
  expect(kron([a, a], b).toArray()).toEqual([expected, expected]);
  expect(kron(zeros([3, 1, 2, 2]), zeros([5, 1, 3])).shape).toEqual([3, 5, 2, 6]);
  expect(kron(zeros([0, 2]), b).shape).toEqual([0, 4]);
  expect(kron([1, 2], [3, 4]).toArray()).toEqual([3, 4, 6, 8]);
  expect(kron(tensor([[1]], { dtype: "float32" }), tensor([[2]], { dtype: "float32" })).dtype).toBe(
    "float32",
  );
  expect(kron([1, { re: 0, im: 1 }], [2]).toArray()).toEqual([
    { re: 2, im: 0 },
    { re: 0, im: 2 },
  ]);
  expect(() => kron(2, a)).toThrow("kron: a is [] and b is [2, 3]");
  expect(() => kron([1, 2], a)).toThrow("both must be matrices or both vectors");
});

test("the mixed product: (A ⊗ B)(C ⊗ D) = AC ⊗ BD", () => {
  const [a, b, c, d] = [
    randomMatrix(2, 3, 3),
    randomMatrix(4, 2, 4),
    randomMatrix(3, 2, 5),
    randomMatrix(2, 3, 6),
  ];
  expectClose(matmul(kron(a, b), kron(c, d)), kron(matmul(a, c), matmul(b, d)), {
    relative: 1e-13,
    absolute: 1e-14,
  });
});

test("matrixPower multiplies as often as it says", () => {
  const a = tensor(randomMatrix(4, 4, 7));
  let product = eye(4);
  for (let power = 0; power <= 9; power++) {
    expectClose(matrixPower(a, power), product, { relative: 1e-12, absolute: 1e-13 });
    expectClose(matmul(matrixPower(a, -power), product), eye(4), { absolute: 1e-7 });
    product = matmul(product, a);
  }
  expect(
    matrixPower(
      [
        [1, 1],
        [0, 1],
      ],
      2 ** 40,
    ).toArray(),
  ).toEqual([
    [1, 2 ** 40],
    [0, 1],
  ]);
  expect(matrixPower([[[2]], [[3]]], 3).toArray()).toEqual([[[8]], [[27]]]);
  expect(matrixPower([[[NaN]], [[3]]], 0).toArray()).toEqual([[[1]], [[1]]]);
  expect(matrixPower(zeros([0, 0]), 3).shape).toEqual([0, 0]);
  expect(matrixPower(tensor([[2]], { dtype: "float32" }), 0).dtype).toBe("float32");
});

test("kron and matrixPower obey the laws of primitives", () => {
  const a = [
    [2, 0.5],
    [-0.3, 1.5],
  ];
  checkPrimitive((x, y) => kron(x, y), [a, [[1, 2, 3]]]);
  checkPrimitive(
    (x, y) => kron(x, y),
    [
      [1, 2],
      [3, 4, 5],
    ],
  );
  for (const power of [0, 1, 3, -2]) checkPrimitive((x) => matrixPower(x, power), [a]);
});

test("what is no integer or has no inverse is named", () => {
  expect(() => matrixPower(eye(2), 0.5)).toThrow("matrixPower: power must be an integer, got 0.5");
  expect(catchError(() => matrixPower([[1, 2]], 2)).message).toContain("matrixPower: a must be square");
  expect(
    catchError(() =>
      matrixPower(
        [
          [1, 2],
          [2, 4],
        ],
        -1,
      ),
    ).message,
  ).toContain("is singular");
});
