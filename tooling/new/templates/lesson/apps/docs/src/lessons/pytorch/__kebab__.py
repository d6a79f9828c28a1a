import torch

x = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)
(slope,) = torch.autograd.grad(x**2, x)

print(slope.item())
