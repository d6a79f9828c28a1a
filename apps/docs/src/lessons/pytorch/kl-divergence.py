import torch
from torch.distributions import Categorical, Normal, kl_divergence

p = Normal(torch.tensor(0.0, dtype=torch.float64), torch.tensor(1.0, dtype=torch.float64))
q = Normal(torch.tensor(1.0, dtype=torch.float64), torch.tensor(2.0, dtype=torch.float64))
print([kl_divergence(p, q).item(), kl_divergence(q, p).item()])

fair = Categorical(torch.tensor([0.5, 0.5], dtype=torch.float64))
sure = Categorical(torch.tensor([1.0, 0.0], dtype=torch.float64))
print([kl_divergence(sure, fair).item(), kl_divergence(fair, sure).item()])
