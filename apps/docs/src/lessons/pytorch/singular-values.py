import torch

A = torch.tensor([[3.0, 0.0], [4.0, 5.0]], dtype=torch.float64, requires_grad=True)
U, S, Vh = torch.linalg.svd(A)
(gradient,) = torch.autograd.grad(S[0], A)

print(S.tolist())
print(torch.linalg.cond(A).item())
print(gradient.tolist())
