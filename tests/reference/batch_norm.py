"""Reference values for tests/batch_norm.rs: a network with batch normalisation before and after its
dense layers, in eval mode.

Run:   python tests/reference/batch_norm.py > tests/reference/batch_norm.txt
Made with PyTorch 2.15.0, CPU. The first line of the output states the version that made it.

Format: lines of a key and its numbers, in float64. Inputs are written sample after sample.
"""

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(6)
print("PyTorch", torch.__version__)

model = nn.Sequential(
    nn.BatchNorm1d(3),
    nn.Linear(3, 4),
    nn.BatchNorm1d(4, eps=1e-3),
    nn.Tanh(),
    nn.Linear(4, 2),
    nn.BatchNorm1d(2, affine=False),
).double()
with torch.no_grad():
    for p in model.parameters():
        p.copy_(torch.randn_like(p))
# Running statistics from batches of data that is not standardised.
model.train()
for _ in range(50):
    model(torch.randn(16, 3).double() * torch.tensor([0.1, 5.0, 40.0]) + torch.tensor([2.0, 0.0, -90.0]))
model.eval()
x = torch.randn(8, 3).double() * torch.tensor([0.1, 5.0, 40.0]) + torch.tensor([2.0, 0.0, -90.0])
y = model(x)
for key, value in [*model.state_dict().items(), ("x", x), ("y", y)]:
    if value.dtype == torch.float64:
        print(key, *[f"{v:.17g}" for v in value.detach().flatten().tolist()])
