import torch
from torch.distributions import Normal

mean = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
scale = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)

for x in (5.0, 3.0):
    log_prob = Normal(mean, scale).log_prob(torch.tensor(x, dtype=torch.float64))
    scores = torch.autograd.grad(log_prob, (mean, scale))
    print([log_prob.item(), scores[0].item(), scores[1].item()])

standard = Normal(torch.tensor(0.0, dtype=torch.float64), torch.tensor(1.0, dtype=torch.float64))
print([(standard.cdf(torch.tensor(k)) - standard.cdf(torch.tensor(-k))).item() for k in (1.0, 2.0, 3.0)])
