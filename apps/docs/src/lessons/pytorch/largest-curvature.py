import torch

H = torch.tensor([[4.0, 1.0], [1.0, 3.0]], dtype=torch.float64)
values = torch.linalg.eigvalsh(H)

def distance(eta, steps=200):
    x = torch.tensor([2.0, 1.0], dtype=torch.float64)
    for _ in range(steps):
        x = x - eta * (H @ x)
    return x.norm().item()

print(values.tolist())
print((2 / values.max()).item())
print([distance(0.43), distance(0.436)])
