"""Linear models over sparse rows, kept as plain numbers that are quick to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

# At which gradient LIBLINEAR stops: its authors' own for logistic regression, stricter than theirs for margins (0.1).
ENOUGH = 0.01
SEED = 111  # LIBLINEAR takes the rows in an order by chance
AT_ONCE = 2  # fits; each holds all rows once more


@dataclass(frozen=True)
class Linear:
    """`weights` is features × classes (half precision: they are most of the memory), `bias` one number a class."""

    classes: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray

    def scores(self, row: csr_matrix) -> np.ndarray:
        """The score of each class for one row; only the row's own features are read."""
        return np.asarray(row.data @ self.weights[row.indices] + self.bias, dtype=np.float64)

    def chances(self, row: csr_matrix, temperature: float = 1.0) -> np.ndarray:
        """The probability of each class for one row, in the order of `classes`; they add up to 1."""
        scores = self.scores(row) / temperature
        raised = np.exp(scores - scores.max())
        return np.asarray(raised / raised.sum(), dtype=np.float64)

    def each(self, row: csr_matrix) -> np.ndarray:
        """The probability of each name by itself, for what `learn_each` learnt."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.scores(row))), dtype=np.float64)


def learn(rows: csr_matrix, labels: Sequence[str], softness: float) -> Linear:
    """A class against all others each, by the widest margin (LIBLINEAR, Fan et al. 2008); `softness` is C.

    Its scores are no logarithms of chances: `chances` needs a temperature that was fitted to messages apart.
    """
    fitted = LinearSVC(C=softness, tol=ENOUGH, random_state=SEED).fit(rows, labels)
    return _linear((str(name) for name in fitted.classes_), fitted.coef_, fitted.intercept_)


def learn_whether(rows: csr_matrix, labels: Sequence[bool], softness: float, steps: int) -> Linear:
    """Logistic regression of yes or no by L-BFGS, `steps` the most iterations; read it with `each`."""
    fitted = LogisticRegression(C=softness, max_iter=steps, tol=1e-3).fit(rows, labels)
    return _linear(["yes"], fitted.coef_, fitted.intercept_)


def learn_each(rows: csr_matrix, labels: Sequence[frozenset[str]], names: Sequence[str], softness: float) -> Linear:
    """One yes-or-no model a name, for labels of which a message may bear several; read it with `each`."""

    def fit(name: str) -> LogisticRegression:
        return LogisticRegression(C=softness, solver="liblinear", tol=ENOUGH, random_state=SEED).fit(
            rows, [name in label for label in labels]
        )

    with ThreadPoolExecutor(AT_ONCE) as pool:  # LIBLINEAR lets other threads run
        fitted = list(pool.map(fit, names))
    return _linear(
        names, np.vstack([model.coef_ for model in fitted]), np.concatenate([model.intercept_ for model in fitted])
    )


def _linear(names: Iterable[str], coefficients: np.ndarray, bias: np.ndarray) -> Linear:
    weights = np.ascontiguousarray(coefficients.T, dtype=np.float16)
    return Linear(tuple(names), weights, np.asarray(bias, dtype=np.float32))
