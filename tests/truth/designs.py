"""The designs: which limits are measured in which world. A new one is a line here."""

from __future__ import annotations

from functools import partial

from scipy.special import expit

from . import shapes, worlds
from .beside import Grouped, Weighted
from .design import ALPHA, Design, Tolerance
from .scenes import Claims, Matrix, PerfectSoftmax
from .worlds import areas, binary, far_tails, flips, labelled, no_skill, scored, softmaxed

COUNTED = (
    "accuracy", "recall", "specificity", "precision", "npv", "f1", "fbeta", "balanced_accuracy", "mcc", "kappa",
    "ppv_at_prevalence", "npv_at_prevalence", "accuracy_at_prevalence",
)  # fmt: skip
AVERAGED = (
    "accuracy", "balanced_accuracy", "macro precision", "macro f1", "weighted precision", "weighted f1", "macro fbeta",
    "mcc", "kappa",
)  # fmt: skip
AUC, GAP = ("roc_auc",), ("calibration_gap",)
AP = ("average_precision", "average_precision_at_prevalence")
LOSSES = ("log_loss", "brier", "log_loss_skill", "brier_skill")
OVER_CLASSES = ("macro roc_auc", "weighted roc_auc", "log_loss", "brier", "brier_skill")
OVER_LABELS = (
    "macro accuracy", "macro balanced_accuracy", "macro recall", "macro precision", "macro f1", "weighted f1",
    "micro f1", "macro fbeta", "macro specificity", "subset_accuracy", "hamming_loss", "macro roc_auc", "micro roc_auc",
    "macro log_loss", "macro brier",
)  # fmt: skip
CALIBRATED = ("observed_over_expected", "calibration_intercept", "calibration_slope", "confident_errors")
CONFIDENT = ("augrc", "hand_till", "confident_errors")
BESIDE = ("accuracy", "recall", "f1", "roc_auc", "log_loss", "brier_skill")
FEW_FOLDS = "jackknife of few folds, or rows cut by the design effect"
GROUPED = dict.fromkeys(BESIDE, Tolerance(0.075, 0.051, FEW_FOLDS, third=0.41)) | {
    name: Tolerance(0.075, 0.077, FEW_FOLDS, third=0.41) for name in ("log_loss", "brier_skill")
}
WEIGHTED = dict.fromkeys(BESIDE, Tolerance(0.060, 0.060, "Kish or linearised rows")) | {
    "roc_auc": Tolerance(0.075, 0.075, "Kish rows")
}
LABELS = {
    "micro roc_auc": Tolerance(0.053, ALPHA, "jackknife over folds"),
    "weighted f1": Tolerance(ALPHA, 0.056, "jackknife over folds"),
}
COUNTED_WEIGHTS = {
    "weighted precision": Tolerance(0.076, ALPHA, "weights counted from the same rows, many weak classes", third=0.4)
}
RARELY_WRONG = {"calibration_slope": Tolerance(0.05, 0.06, "a few wrong labels carry it", third=0.55)}
UNSEEN = {"calibration_gap": Tolerance(0.05, 0.10, "oscillation inside bins cannot be seen")}

OF_COUNTS = [
    Design(binary("about 10 positives of 100, F1 .9", 100, 0.1, 0.9, 0.989), COUNTED),
    Design(binary("about 15 positives of 50, F1 .8", 50, 0.3, 0.8, 0.914), COUNTED),
    Design(binary("about 20 positives of 1000, F1 .65", 1000, 0.02, 0.7, 0.991), COUNTED),
    Design(binary("about 50 positives of 500, recall .98", 500, 0.1, 0.98, 0.98), COUNTED),
    Design(binary("about 20 positives of 200, recall .1", 200, 0.1, 0.1, 0.99), COUNTED),
    Design(binary("no relation, 200 rows", 200, 0.3, 0.3, 0.7), COUNTED),
    *(
        Design(Matrix(name, rows, prior, decided), AVERAGED, COUNTED_WEIGHTS)
        for name, rows, prior, decided in (
            ("3 classes, rarest about 10 of 300", 300, (0.6, 0.367, 0.033), worlds.RARE_CLASS),
            ("3 classes, nearly perfect, rarest about 20 of 1000", 1000, (0.6, 0.38, 0.02), worlds.NEARLY_PERFECT),
            ("4 even classes, 120 rows", 120, (0.25,) * 4, worlds.EVEN),
            ("8 even classes, weak, 240 rows", 240, (0.125,) * 8, worlds.WEAK),
            ("3 classes, one found 1 time in 10, about 15 of 300", 300, (0.6, 0.35, 0.05), worlds.SELDOM_FOUND),
        )
    ),
]

OF_AREAS = [
    *(Design(areas(p, 10 * p, auc), AUC) for p in (10, 20, 50) for auc in (0.5, 0.7, 0.9, 0.95, 0.98, 0.99)),
    Design(areas(10, 100, 0.6), AUC),
    Design(areas(10, 1000, 0.99, sd=3), AUC),
    Design(areas(30, 300, 0.95, sd=2), AUC),
    Design(areas(20, 500, 0.9, sd=0.5), AUC),
    Design(areas(100, 1000, 0.95, hopeless=0.02), AUC),
    Design(areas(50, 500, 0.99, hopeless=0.02), AUC),
    Design(far_tails("AUC .99, exponential", 100, 100, partial(shapes.exponentials, auc=0.99)), AUC),
    Design(far_tails("Student's t2", 50, 1000, partial(shapes.heavy_tails, apart=3)), AUC),
    Design(areas(150, 600, 0.8), (*AUC, *AP)),
    Design(scored("prior .2, AUC .9", 600, 0.2, 0.9), (*AUC, *AP)),
    Design(scored("prior .3, AUC .97", 500, 0.3, 0.97), (*AUC, *AP)),
    Design(scored("prior .1, AUC .9 (fewer than 100 positives: no limits)", 500, 0.1, 0.9), AP),
]

OF_LOSSES = [
    Design(scored("calibrated, prior .4, AUC .85", 100, 0.4, 0.85), LOSSES, share=0.5),
    Design(scored("calibrated, prior .1, AUC .9", 200, 0.1, 0.9), LOSSES, share=0.5),
    Design(scored("rare, prior .02, AUC .9", 1000, 0.02, 0.9), LOSSES, share=0.5),
    *(Design(flips(rows), LOSSES, share=0.5) for rows in (100, 300, 1000)),
    Design(no_skill("no skill: Brier as the prior's, 200 rows", 200, 0.5, 0.65), LOSSES, share=0.5),
    Design(no_skill("no skill, rare: Brier as the prior's, 400 rows", 400, 0.2, 0.75), LOSSES, share=0.5),
]

OF_CALIBRATION = [
    Design(Claims("perfect, 200 rows", 200, 0, 2, expit), GAP),
    Design(Claims("perfect, 1000 rows", 1000, 0, 2, expit), GAP),
    Design(Claims("perfect and rare, 1000 rows", 1000, -4, 1.5, expit), GAP),
    Design(PerfectSoftmax("perfect softmax of 4 classes, 500 rows", 500, 4), GAP, share=0.5),
    Design(Claims("too sure by 1.5, 1000 rows", 1000, 0, 2, worlds.sharpened), GAP),
    Design(Claims("half too high and rare, 2000 rows", 2000, -3.5, 1.5, worlds.too_high), GAP),
    Design(Claims("a jump of .1, 1000 rows", 1000, 0, 2, worlds.jump), GAP, UNSEEN),
    Design(Claims("fast wiggles, 1000 rows", 1000, 0, 2, worlds.wiggle), GAP, UNSEEN),
]

OF_AVERAGES = [
    Design(softmaxed("softmax, rarest class about 12", 400, (0.5, 0.3, 0.17, 0.03), 2.0), OVER_CLASSES, share=0.2),
    Design(softmaxed("softmax, AUC near 1, rarest about 20", 400, (0.6, 0.35, 0.05), 2.6), OVER_CLASSES, share=0.2),
    Design(softmaxed("softmax, weak, even classes", 200, (0.25,) * 4, 0.7), OVER_CLASSES, share=0.2),
    Design(
        labelled("4 labels that hold together", 300, (0.5, 0.3, 0.15, 0.07), 0.6, 2.0), OVER_LABELS, LABELS, share=0.2
    ),
    Design(labelled("4 labels apart", 300, (0.4, 0.3, 0.2, 0.1), 0.0, 1.5), OVER_LABELS, LABELS, share=0.2),
    Design(
        labelled("3 labels, nearly one, AUC near 1", 200, (0.5, 0.3, 0.1), 0.9, 3.0), OVER_LABELS, LABELS, share=0.2
    ),
    Design(labelled("4 labels, two rare", 1000, (0.5, 0.3, 0.05, 0.02), 0.6, 1.5), OVER_LABELS, LABELS, share=0.2),
]

OF_PROBABILITIES = [
    Design(scored("calibrated, prior .5, AUC .9", 100, 0.5, 0.9), CALIBRATED),
    Design(scored("calibrated, prior .1, AUC .9", 200, 0.1, 0.9), CALIBRATED),
    Design(scored("rare, prior .02, AUC .9", 1000, 0.02, 0.9), CALIBRATED),
    Design(scored("sure, prior .3, AUC .98", 300, 0.3, 0.98), CALIBRATED),
    Design(no_skill("no skill: Brier as the prior's, 200 rows", 200, 0.5, 0.65), CALIBRATED),
    Design(flips(1000), CALIBRATED, RARELY_WRONG),
    Design(softmaxed("softmax, rarest class about 20", 400, (0.5, 0.3, 0.15, 0.05), 2.0), CONFIDENT, share=0.2),
    Design(softmaxed("softmax, few errors", 200, (0.4, 0.35, 0.25), 2.5), CONFIDENT, share=0.2),
    Design(softmaxed("softmax of 8 classes", 160, (0.125,) * 8, 1.0), ("top_k_accuracy", "augrc"), share=0.2),
]

BALANCED, UNEVEN = scored("base", 300, 0.4, 0.85), scored("base", 400, 0.15, 0.9)
MANY = scored("base", 1000, 0.4, 0.85)
OF_ROWS_WITH_MORE = [
    Design(Grouped("60 groups of 50 rows, alike by .2", BALANCED, 60, (50, 50), 0.2), BESIDE, GROUPED, share=0.1),
    Design(Grouped("25 groups of 5 to 40 rows, alike by .3", UNEVEN, 25, (5, 40), 0.3), BESIDE, GROUPED, share=0.1),
    Design(Grouped("200 groups of 1 to 6 rows, alike by .5", UNEVEN, 200, (1, 6), 0.5), BESIDE, GROUPED, share=0.1),
    Design(Weighted("weights of their own, 300 rows", BALANCED, worlds.spread_out), BESIDE, WEIGHTED, share=0.2),
    Design(Weighted("weights that go with errors, 300 rows", BALANCED, worlds.by_error), BESIDE, WEIGHTED, share=0.2),
    Design(Weighted("weights that go with losses, 1000 rows", MANY, worlds.by_loss), BESIDE, WEIGHTED, share=0.2),
    Design(
        Weighted("positives drawn 4 times as often, 400 rows", UNEVEN, worlds.by_label), BESIDE, WEIGHTED, share=0.2
    ),
]

DESIGNS: list[Design] = [
    *OF_COUNTS, *OF_AREAS, *OF_LOSSES, *OF_CALIBRATION, *OF_AVERAGES, *OF_PROBABILITIES, *OF_ROWS_WITH_MORE,
]  # fmt: skip
