import torch

H = torch.tensor([[4.0, 1.0], [1.0, 3.0]], dtype=torch.float64)

def f(x):
    return 0.5 * x @ H @ x

x = torch.tensor([2.0, 3.0], dtype=torch.float64, requires_grad=True)
v = torch.tensor([1.0, 1.0], dtype=torch.float64)

(gradient,) = torch.autograd.grad(f(x), x, create_graph=True)
(product,) = torch.autograd.grad(gradient, x, grad_outputs=v)

print(gradient.tolist())
print(product.tolist())
