"""Reference values for tests/metrics.rs: metrics, folds, weights, plateaus and temperatures.

Run:   python tests/reference/metrics.py > tests/reference/metrics.txt
Made with PyTorch 2.15.0 and scikit-learn 1.9.1, CPU. The first line of the output states the versions that made it.

One line for each array: its name and its numbers. Numbers are drawn coarsely, so that many are equal.
"""

import random

import numpy as np
import sklearn
import torch
from sklearn import metrics
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.utils.class_weight import compute_class_weight

torch.set_default_dtype(torch.float64)
random.seed(1)


def show(name, values):
    print(name, *[repr(float(v)) for v in np.asarray(values).flatten()])


def draw(rows, columns, scale):
    return np.array([[random.randint(-9, 9) / scale for _ in range(columns)] for _ in range(rows)])


print("PyTorch", torch.__version__, "scikit-learn", sklearn.__version__)

# Classes. Of the four, class 3 is seldom right; no two logits of a sample are equal, where ties are ours.
z = draw(60, 4, 7.0) + np.arange(4) * 1e-3
t = np.array([random.choice([0, 0, 0, 1, 2, 3]) for _ in range(60)])
y = z.argmax(axis=1)
show("logits", z)
show("classes", t)
show("accuracy", metrics.accuracy_score(t, y))
show("top 2", metrics.top_k_accuracy_score(t, z, k=2, labels=range(4)))
show("top 3", metrics.top_k_accuracy_score(t, z, k=3, labels=range(4)))
for name, f in [("precision", metrics.precision_score), ("recall", metrics.recall_score), ("f1", metrics.f1_score)]:
    show(name, f(t, y, average=None))
    show("macro " + name, f(t, y, average="macro"))
    # Class 2 is never predicted, class 3 never true, and classes 1 and 4 do not occur.
    show("odd " + name, f([0, 0, 2, 2, 0], [0, 3, 0, 0, 0], average="macro", zero_division=0))
show("balanced", compute_class_weight("balanced", classes=np.arange(4), y=t))
weights = torch.tensor(compute_class_weight("balanced", classes=np.arange(4), y=t))
loss = torch.nn.CrossEntropyLoss(weight=weights)
show("weighted loss", loss(torch.tensor(z), torch.tensor(t)))

# The temperature with the lowest cross-entropy: Newton's method on beta = 1/T, to the last digit.
z2 = torch.tensor(z) * 2.0
z2[range(60), t] += 1.0
beta = torch.tensor(1.0, requires_grad=True)
for _ in range(50):
    (g,) = torch.autograd.grad(torch.nn.functional.cross_entropy(beta * z2, torch.tensor(t)), beta, create_graph=True)
    (h,) = torch.autograd.grad(g, beta)
    beta = (beta - g / h).detach().requires_grad_()
show("temperature logits", z2)
show("temperature", 1.0 / beta.detach())

# Yes or no.
s = draw(80, 1, 3.0)[:, 0]
b = np.array([random.random() < 1 / (1 + np.exp(-v)) for v in s])
show("scores", s)
show("answers", b)
show("binary accuracy", metrics.accuracy_score(b, s > 0))
show("auc", metrics.roc_auc_score(b, s))

# Numbers: of three outputs, the last one has a constant target (of 0.3 scikit-learn rounds the mean, and says -2e30).
t = draw(25, 3, 4.0)
t[:, 2] = 0.25
y = t + draw(25, 3, 20.0)
show("outputs", y)
show("targets", t)
show("r2 of two", metrics.r2_score(t[:, :2], y[:, :2]))
show("r2", metrics.r2_score(t, y))
show("r2 of a constant that is right", metrics.r2_score(t[:, 2], t[:, 2]))
show("mean absolute error", metrics.mean_absolute_error(t, y))

# How many samples of each class are in each fold's validation.
c = np.sort([random.randrange(3) for _ in range(41)])
show("fold classes", c)
show("folds", [len(v) for _, v in KFold(4).split(c)])
show("stratified folds", [np.bincount(c[v], minlength=3) for _, v in StratifiedKFold(4).split(c, c)])

# Rates after each loss.
losses = [3.0, 2.0, 2.0, 1.9999, 1.9998, 1.5, 1.5, 1.6, 1.5, 1.4, 1.4, 1.4, 1.4, 1.4, 1.4, 1.4, 1.4, 1.4, 1.0]
show("losses", losses)
for name, options in [
    ("plateau", dict(factor=0.5, patience=2)),
    ("plateau threshold", dict(factor=0.1, patience=1, threshold=0.3)),
    ("plateau floor", dict(factor=0.5, patience=0, min_lr=0.2)),
]:
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1.0)
    plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, **options)
    rates = []
    for value in losses:
        plateau.step(value)
        rates.append(optimizer.param_groups[0]["lr"])
    show(name, rates)
