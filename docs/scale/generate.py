#!/usr/bin/env python3
"""Writes a folder of invented reviews to try a collection with: generate.py FOLDER COUNT

The numbers come from a fixed generator, so that the same call gives the same reviews. They describe nobody.
"""
import pathlib
import sys

YAML = """title: Invented review {i}
version: 1.0.0
date: 2026-01-01
studies: studies.csv
analyses:
  survival:
    title: Survival
    outcome: {{name: survival, direction: higher-is-better}}
    measure: proportion
    data: {{events: survivors, total: n}}
    transform: {transform}
    tau2: {tau2}
    subgroups: [region]
    sensitivity:
      - {{label: DerSimonian-Laird with Wald, tau2: dl, ci: wald}}
    small_study: [egger]
    meta_regression: {{moderators: [year]}}
    thresholds: [0.5]
claims:
  - {{id: some_survive, text: Some survive., holds: "survival.random.ci[0] > 0"}}
"""


def numbers(seed):
    """A linear congruential generator: the same numbers in every version of Python."""
    state = seed * 2654435761 % 2**32
    while True:
        state = (1664525 * state + 1013904223) % 2**32
        yield state / 2**32


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    for i in range(1, count + 1):
        review = folder / f"review-{i:04}"
        review.mkdir(parents=True, exist_ok=True)
        draw = numbers(i)
        rows = ["study,year,region,n,survivors"]
        share = 0.3 + 0.5 * next(draw)
        for k in range(8 + int(next(draw) * 20)):
            n = 5 + int(next(draw) ** 3 * 400)
            survivors = min(n, max(0, round(n * (share + 0.3 * (next(draw) - 0.5)))))
            region = ("Europe", "North America", "Asia", "Oceania")[int(next(draw) * 4)]
            rows.append(f"study-{k + 1:02},{1990 + int(next(draw) * 35)},{region},{n},{survivors}")
        (review / "studies.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        transform = ("logit", "freeman-tukey", "arcsine")[i % 3]
        tau2 = ("reml", "dl", "pm")[i // 3 % 3]
        (review / "review.yaml").write_text(YAML.format(i=i, transform=transform, tau2=tau2), encoding="utf-8")


if __name__ == "__main__":
    main()
