/** What something is called elsewhere and here; `null` where a library has nothing of the kind. */
export interface Row {
  readonly numpy: string | null;
  readonly torch: string | null;
  readonly jax: string | null;
  /** Names that the package `adjoint` exports, `linalg.solve` for one in a namespace. */
  readonly adjoint: readonly string[];
  /** How it is written here, where the name alone does not say it. */
  readonly example?: string;
  /** What is different. */
  readonly note?: string;
}

/** Rows on one subject. */
export interface NameTable {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** The names of NumPy, PyTorch and JAX, and ours. Every name in `adjoint` is checked to exist. */
export const nameTables: readonly NameTable[] = [
  {
    title: "Making tensors",
    rows: [
      {
        numpy: "np.array(data)",
        torch: "torch.tensor(data)",
        jax: "jnp.array(data)",
        adjoint: ["tensor"],
        example: "tensor(data)",
        note: "float64 unless the data say otherwise",
      },
      {
        numpy: "np.zeros, ones, full",
        torch: "torch.zeros, ones, full",
        jax: "jnp.zeros, ones, full",
        adjoint: ["zeros", "ones", "full"],
      },
      {
        numpy: "np.arange, linspace",
        torch: "torch.arange, linspace",
        jax: "jnp.arange, linspace",
        adjoint: ["arange", "linspace"],
      },
      { numpy: "np.eye", torch: "torch.eye", jax: "jnp.eye", adjoint: ["eye"] },
      {
        numpy: "x.astype(np.float32)",
        torch: "x.float()",
        jax: "x.astype(jnp.float32)",
        adjoint: ["astype"],
        example: 'astype(x, "float32")',
      },
      {
        numpy: "x.tolist(), x.item()",
        torch: "x.tolist(), x.item()",
        jax: "x.tolist(), x.item()",
        adjoint: ["Tensor"],
        example: "x.toArray(), x.item()",
      },
      {
        numpy: "np.load, np.save",
        torch: null,
        jax: "jnp.load, jnp.save",
        adjoint: ["readNpy", "writeNpy"],
        note: "from and to bytes",
      },
      {
        numpy: "rng.normal(size=n)",
        torch: "torch.randn(n)",
        jax: "jax.random.normal(key, n)",
        adjoint: ["random.key", "random.normal"],
        example: "random.normal(random.key(0), [n])",
        note: "keys as in JAX, with its values",
      },
    ],
  },
  {
    title: "Arithmetic",
    rows: [
      {
        numpy: "x + y, x * y",
        torch: "x + y, x * y",
        jax: "x + y, x * y",
        adjoint: ["add", "mul"],
        example: "add(x, y), mul(x, y)",
        note: "JavaScript has no operators for objects; the math template reads like a formula",
      },
      {
        numpy: "x ** 2, x ** y",
        torch: "x ** 2, x ** y",
        jax: "x ** 2, x ** y",
        adjoint: ["square", "pow"],
        example: "square(x), pow(x, y)",
      },
      {
        numpy: "x > y",
        torch: "x > y",
        jax: "x > y",
        adjoint: ["greater", "less", "equal"],
        example: "greater(x, y)",
      },
      { numpy: "np.abs, np.sign", torch: "torch.abs, sign", jax: "jnp.abs, sign", adjoint: ["abs", "sign"] },
      { numpy: "np.where", torch: "torch.where", jax: "jnp.where", adjoint: ["where"] },
      { numpy: "np.clip", torch: "torch.clamp", jax: "jnp.clip", adjoint: ["clip"] },
      {
        numpy: "np.maximum",
        torch: "torch.maximum",
        jax: "jnp.maximum",
        adjoint: ["maximum"],
        note: "ties share the derivative equally",
      },
      {
        numpy: "np.arctan2, arcsin",
        torch: "torch.atan2, asin",
        jax: "jnp.arctan2, arcsin",
        adjoint: ["atan2", "asin"],
      },
      { numpy: "np.mod", torch: "torch.remainder", jax: "jnp.mod", adjoint: ["mod"] },
      {
        numpy: "1 + 2j",
        torch: "torch.complex",
        jax: "jax.lax.complex",
        adjoint: ["complex"],
        example: "complex(1, 2)",
        note: "or { re: 1, im: 2 } wherever a number may stand",
      },
      {
        numpy: "np.real, imag, conj, angle",
        torch: "torch.real, imag, conj, angle",
        jax: "jnp.real, imag, conj, angle",
        adjoint: ["real", "imag", "conj", "angle"],
      },
      {
        numpy: null,
        torch: "torch.sigmoid, F.softplus, torch.relu",
        jax: "jax.nn.sigmoid, softplus, relu",
        adjoint: ["sigmoid", "softplus", "relu"],
      },
      {
        numpy: "z.real, z.imag, np.conj",
        torch: "z.real, z.imag, z.conj()",
        jax: "z.real, z.imag, jnp.conj",
        adjoint: ["real", "imag", "conj", "complex"],
      },
    ],
  },
  {
    title: "Reductions",
    rows: [
      {
        numpy: "x.sum(axis=0, keepdims=True)",
        torch: "x.sum(0, keepdim=True)",
        jax: "x.sum(0, keepdims=True)",
        adjoint: ["sum"],
        example: "sum(x, { axis: 0, keepDims: true })",
      },
      {
        numpy: "np.mean, np.prod",
        torch: "torch.mean, prod",
        jax: "jnp.mean, prod",
        adjoint: ["mean", "prod"],
      },
      {
        numpy: "np.var(x, ddof=1)",
        torch: "torch.var(x)",
        jax: "jnp.var(x, ddof=1)",
        adjoint: ["variance", "std"],
        example: "variance(x, { correction: 1 })",
        note: "divides by n unless told, as NumPy; PyTorch by n − 1",
      },
      {
        numpy: "np.max, np.argmax",
        torch: "torch.amax, argmax",
        jax: "jnp.max, argmax",
        adjoint: ["max", "min", "argmax", "argmin"],
      },
      { numpy: "np.any, np.all", torch: "torch.any, all", jax: "jnp.any, all", adjoint: ["any", "all"] },
      {
        numpy: "np.cumsum, cumprod",
        torch: "torch.cumsum, cumprod",
        jax: "jnp.cumsum, cumprod",
        adjoint: ["cumsum", "cumprod"],
      },
      { numpy: "np.diff", torch: "torch.diff", jax: "jnp.diff", adjoint: ["diff"] },
      {
        numpy: "np.quantile, median",
        torch: "torch.quantile, median",
        jax: "jnp.quantile, median",
        adjoint: ["quantile", "median"],
        example: "quantile(x, [0.25, 0.75], { axis: 0 })",
        note: "the median of an even number is the mean of both in the middle; PyTorch takes the lower",
      },
      {
        numpy: "np.histogram",
        torch: "torch.histogram",
        jax: "jnp.histogram",
        adjoint: ["histogram"],
        example: "histogram(x, { bins: 20 })",
      },
      {
        numpy: "np.cov, corrcoef",
        torch: "torch.cov, corrcoef",
        jax: "jnp.cov, corrcoef",
        adjoint: ["cov", "corrcoef"],
      },
      { numpy: "np.interp", torch: null, jax: "jnp.interp", adjoint: ["interp"] },
      {
        numpy: "scipy.special.logsumexp",
        torch: "torch.logsumexp",
        jax: "jax.nn.logsumexp",
        adjoint: ["logSumExp"],
      },
      {
        numpy: "scipy.special.softmax",
        torch: "F.softmax(x, -1)",
        jax: "jax.nn.softmax",
        adjoint: ["softmax", "logSoftmax"],
      },
    ],
  },
  {
    title: "Shapes and indexing",
    rows: [
      {
        numpy: "x.reshape(2, 3)",
        torch: "x.reshape(2, 3)",
        jax: "x.reshape(2, 3)",
        adjoint: ["reshape"],
        example: "reshape(x, [2, 3])",
      },
      {
        numpy: "x.T, np.transpose",
        torch: "x.T, x.permute",
        jax: "x.T, jnp.transpose",
        adjoint: ["transpose", "swapAxes", "moveAxis"],
      },
      {
        numpy: "x[:, None]",
        torch: "x.unsqueeze(1)",
        jax: "x[:, None]",
        adjoint: ["expandDims", "squeeze"],
        example: "expandDims(x, 1)",
      },
      {
        numpy: "x[1, 2:5, ..., ::-1]",
        torch: "x[1, 2:5]",
        jax: "x[1, 2:5]",
        adjoint: ["slice", "flip"],
        example: 'slice(x, 1, [2, 5], "...")',
      },
      {
        numpy: "x[[0, 2]]",
        torch: "x[[0, 2]]",
        jax: "x[jnp.array([0, 2])]",
        adjoint: ["take"],
        example: "take(x, [0, 2], { axis: 0 })",
      },
      { numpy: "x[mask]", torch: "x[mask]", jax: "x[mask]", adjoint: ["compress"] },
      { numpy: "np.take_along_axis", torch: "torch.gather", jax: "jnp.take_along_axis", adjoint: ["gather"] },
      {
        numpy: "np.add.at",
        torch: "x.scatter_add",
        jax: "x.at[i].add(v)",
        adjoint: ["scatterAdd", "at"],
        example: "at(x, i).add(v)",
      },
      {
        numpy: "x[i] = v",
        torch: "x[i] = v",
        jax: "x.at[i].set(v)",
        adjoint: ["at"],
        example: "at(x, i).set(v)",
        note: "a new tensor: tensors never change",
      },
      {
        numpy: "np.concatenate, stack",
        torch: "torch.cat, stack",
        jax: "jnp.concatenate, stack",
        adjoint: ["concat", "stack"],
      },
      {
        numpy: "np.pad, tile, repeat, roll",
        torch: "F.pad, tile, repeat_interleave, roll",
        jax: "jnp.pad, tile, repeat, roll",
        adjoint: ["pad", "tile", "repeat", "roll"],
      },
      {
        numpy: "np.sort, argsort",
        torch: "torch.sort, argsort, topk",
        jax: "jnp.sort, argsort",
        adjoint: ["sort", "argsort", "topK"],
      },
      {
        numpy: "np.unique, searchsorted",
        torch: "torch.unique, searchsorted",
        jax: "jnp.unique, searchsorted",
        adjoint: ["unique", "searchSorted"],
      },
      {
        numpy: "np.split",
        torch: "torch.split(x, 2)",
        jax: "jnp.split",
        adjoint: ["split"],
        example: "split(x, [2, 4])",
        note: "a number says how many parts, as NumPy; in PyTorch how long they are",
      },
      {
        numpy: "np.diag, diagonal, tril, triu",
        torch: "torch.diag, diagonal, tril, triu",
        jax: "jnp.diag, diagonal, tril, triu",
        adjoint: ["diag", "diagonal", "tril", "triu"],
        example: "tril(x, { offset: -1 })",
      },
      {
        numpy: "np.meshgrid(x, y)",
        torch: "torch.meshgrid(x, y)",
        jax: "jnp.meshgrid(x, y)",
        adjoint: ["meshgrid"],
        example: "meshgrid([x, y])",
        note: "indexing as NumPy, unless told",
      },
      { numpy: "np.broadcast_to", torch: "x.expand", jax: "jnp.broadcast_to", adjoint: ["broadcastTo"] },
    ],
  },
  {
    title: "Linear algebra",
    rows: [
      { numpy: "a @ b", torch: "a @ b", jax: "a @ b", adjoint: ["matmul"], example: "matmul(a, b)" },
      {
        numpy: "np.dot, outer, einsum, tensordot",
        torch: "torch.dot, outer, einsum, tensordot",
        jax: "jnp.dot, outer, einsum, tensordot",
        adjoint: ["dot", "outer", "einsum", "tensordot"],
      },
      {
        numpy: "np.convolve",
        torch: "F.conv1d, F.conv2d",
        jax: "jnp.convolve",
        adjoint: ["convolve"],
        note: "true convolution, as NumPy; flip the kernel for PyTorch's",
      },
      {
        numpy: "np.linalg.solve, inv",
        torch: "torch.linalg.solve, inv",
        jax: "jnp.linalg.solve, inv",
        adjoint: ["linalg.solve", "linalg.inv"],
      },
      {
        numpy: "np.linalg.norm",
        torch: "torch.linalg.norm",
        jax: "jnp.linalg.norm",
        adjoint: ["linalg.norm"],
      },
      {
        numpy: "np.linalg.cholesky, eigh, svd",
        torch: "torch.linalg.cholesky, eigh, svd",
        jax: "jnp.linalg.cholesky, eigh, svd",
        adjoint: ["linalg.cholesky", "linalg.eigh", "linalg.svd"],
        note: "parts by name: const { values, vectors } = linalg.eigh(a)",
      },
    ],
  },
  {
    title: "Files, workers and printing",
    rows: [
      {
        numpy: "np.save, np.load",
        torch: null,
        jax: "jnp.save, jnp.load",
        adjoint: ["writeNpy", "readNpy"],
        note: "bytes in and out; reading and writing files is the platform's",
      },
      { numpy: "np.load of np.savez", torch: null, jax: "jnp.load of jnp.savez", adjoint: ["readNpz"] },
      {
        numpy: "pickle.dumps, loads",
        torch: "torch.save, load",
        jax: null,
        adjoint: ["toData", "fromData"],
        note: "for JSON, structured clone and postMessage",
      },
      {
        numpy: "np.array2string(x, precision=3)",
        torch: "torch.set_printoptions",
        jax: "jnp.set_printoptions",
        adjoint: ["formatTensor"],
        example: "formatTensor(x, { precision: 3 })",
      },
    ],
  },
  {
    title: "Derivatives",
    rows: [
      {
        numpy: null,
        torch: "torch.func.grad(f)",
        jax: "jax.grad(f)",
        adjoint: ["grad"],
        example: "grad(f)(x)",
      },
      {
        numpy: null,
        torch: "y.backward(); x.grad",
        jax: "jax.value_and_grad(f)",
        adjoint: ["valueAndGrad"],
        note: "nothing is stored in tensors: the gradient is a result",
      },
      {
        numpy: null,
        torch: "grad(f, argnums=(0, 1))",
        jax: "jax.grad(f, argnums=(0, 1))",
        adjoint: ["grad"],
        example: "grad(f, { argnums: [0, 1] })",
      },
      {
        numpy: null,
        torch: "has_aux=True",
        jax: "has_aux=True",
        adjoint: ["grad", "valueAndGrad"],
        example: "grad(f, { hasAux: true })",
      },
      {
        numpy: null,
        torch: "x.detach(), torch.no_grad()",
        jax: "lax.stop_gradient(x)",
        adjoint: ["stopGradient"],
      },
      {
        numpy: null,
        torch: "torch.func.jvp",
        jax: "jax.jvp(f, primals, tangents)",
        adjoint: ["jvp"],
        example: "jvp(f, [x], [v])",
      },
      { numpy: null, torch: "torch.func.vjp", jax: "jax.vjp(f, x)", adjoint: ["vjp"], example: "vjp(f, x)" },
      { numpy: null, torch: "torch.func.linearize", jax: "jax.linearize", adjoint: ["linearize"] },
      {
        numpy: null,
        torch: "torch.func.jacrev, jacfwd",
        jax: "jax.jacrev, jacfwd",
        adjoint: ["jacobian"],
        note: "takes the cheaper mode, or the one named",
      },
      { numpy: null, torch: "torch.func.hessian", jax: "jax.hessian", adjoint: ["hessian"] },
      {
        numpy: null,
        torch: "autograd.functional.hvp",
        jax: "jax.jvp(jax.grad(f), [x], [v])[1]",
        adjoint: ["hvp"],
        example: "hvp(f, x, v)",
      },
      { numpy: null, torch: null, jax: "jax.experimental.jet.jet", adjoint: ["jet"] },
      {
        numpy: null,
        torch: "torch.vmap(f, in_dims)",
        jax: "jax.vmap(f, in_axes)",
        adjoint: ["vmap"],
        example: "vmap(f, { inAxes: [0, null] })",
      },
      {
        numpy: null,
        torch: "autograd.Function",
        jax: "jax.custom_vjp, custom_jvp",
        adjoint: ["customVjp", "customJvp"],
      },
      { numpy: null, torch: "torch.utils.checkpoint", jax: "jax.checkpoint", adjoint: ["checkpoint"] },
      {
        numpy: null,
        torch: "if, for",
        jax: "lax.cond, lax.scan, lax.while_loop",
        adjoint: ["cond", "scan", "whileLoop"],
        note: "plain if and for work in derivatives; these are for traced and mapped values",
      },
      {
        numpy: null,
        torch: "torch.fx.symbolic_trace(f)",
        jax: "jax.make_jaxpr(f)(x)",
        adjoint: ["trace"],
        example: "trace(f)(x)",
      },
      {
        numpy: null,
        torch: "autograd.gradcheck",
        jax: "jax.test_util.check_grads",
        adjoint: ["checkGradients"],
      },
      {
        numpy: null,
        torch: "set_detect_anomaly(True)",
        jax: 'config.update("jax_debug_nans", True)',
        adjoint: ["checkFinite"],
      },
    ],
  },
];
