import torch

A = torch.tensor([[1.0, 2.0], [3.0, 2.0]], dtype=torch.float64)
values, vectors = torch.linalg.eig(A)
residual = A.to(vectors.dtype) @ vectors - vectors * values

turn = torch.tensor([[1.0, -1.0], [1.0, 1.0]], dtype=torch.float64)
pair = torch.linalg.eigvals(turn)

print(sorted(values.real.tolist()))
print(residual.abs().max().item())
print([pair.real.tolist(), sorted(pair.imag.tolist())])
