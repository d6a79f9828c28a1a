import torch
from sklearn.datasets import load_iris

X = torch.from_numpy(load_iris().data)
centred = X - X.mean(0)
U, S, Vh = torch.linalg.svd(centred, full_matrices=False)
variances = S**2 / (len(X) - 1)

print(variances.tolist())
print((variances / variances.sum()).tolist())
print(torch.linalg.eigvalsh(torch.cov(X.T)).flip(0).tolist())
