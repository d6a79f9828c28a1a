import torch

def f(x, y):
    r2 = x**2 + y**2
    return r2 * torch.exp(-r2)

x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
y = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
z = f(x, y)
gradient = torch.autograd.grad(z, (x, y))
hessian = torch.autograd.functional.hessian(f, (x, y))

print(z.item())
print([g.item() for g in gradient])
print([[h.item() for h in row] for row in hessian])
