import torch
import torch.nn.functional as F

p = torch.tensor([0.5, 0.25, 0.1875, 0.0625], dtype=torch.float64)
z = torch.tensor([-0.4, 0.3, 0.2, 0.9], dtype=torch.float64, requires_grad=True)

loss = F.cross_entropy(z, p)
loss.backward()
print(loss.item())
print(z.grad.tolist())

data = torch.tensor([0] * 8 + [1] * 4 + [2] * 3 + [3])
print(F.cross_entropy(z.expand(16, 4), data).item())

extreme = torch.tensor([1000.0, 0.0, -1000.0], dtype=torch.float64)
print([F.cross_entropy(extreme, torch.tensor(label)).item() for label in (1, 0, 2)])
