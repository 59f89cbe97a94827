# SPDX-License-Identifier: Apache-2.0
"""In which settings codes save time beside a ring that overlaps with the backward pass, and how fast coding must be.

Codecs of the experiments take no time, so the time that a codec may take is what it saves there. A code that is not
overlapped with the backward pass, as here, adds its time in full.
"""

import functools
import json
import math
import subprocess
import tempfile

from studies.gossip_or_ring import MODELS, quantity
from studies.pictures import draw_curves
from studies.tables import duration, print_table, seconds

WORKERS = [16, 64]
EXPERIMENTS = [f"compression_{model}_{workers}" for workers in WORKERS for model in MODELS]
FULL = "full"
CORE = 50e9  # flop/s of a processor core
DATA_CENTRE = 10e9  # bit/s, from which on a network counts as that of a data centre
# Of coding, in bytes of the gradient a second; None: it takes no time.
SPEEDS = [None, 100e9, 30e9, 10e9, 3e9, 1e9, 0.8e9, 0.75e9, 0.7e9]


def thin(experiment):
    """Four workers, two networks, one batch, three ways."""
    experiment["workers"] = 4
    experiment["algorithms"] = [a for a in experiment["algorithms"] if a["name"] in (FULL, "PowerSGD {rank}", "sign")]
    experiment["algorithms"][1]["compression"]["rank"]["sweep"] = [4]
    scenario = experiment["scenarios"][0]
    scenario["step_time"] = scenario["step_time"][-1:]
    scenario["links"][0]["bandwidth"] = ["1Gbps", "100Gbps"]


class Settings:
    """Of a model and a number of workers: the seconds of a step in each setting, by bandwidth and step time."""

    def __init__(self, results, lowband):
        self.results = results
        self.lowband = lowband
        self.workers = results.experiment["workers"]
        tensors = results.experiment["model"]["tensors"]
        self.gradient = 4 * sum(elements(shape) for _, shape in tensors)  # bytes
        self.codecs = [name for name in results.algorithms() if name != FULL]

    @functools.cached_property
    def coding(self):
        """Seconds of a step's coding on a processor core, by codec: operations over its speed."""
        scenario = {"name": "a core", "step_time": "0s", "hosts": [{"match": "*", "speed": CORE}]}
        experiment = self.results.experiment | {
            "platform": str((self.results.folder / "platform.xml").resolve()), "scenarios": [scenario]}
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump(experiment, file)
            file.flush()
            predicted = subprocess.run([self.lowband, "predict", file.name, "--format", "json"], check=True,
                                       stdout=subprocess.PIPE, text=True)
        return {row["algorithm"]: row["coding_s"] for row in json.loads(predicted.stdout)}

    def networks(self):
        """(scenario, bandwidth in bit/s, seconds of a step's computation), as scenarios are named."""
        for scenario in self.results.scenarios():
            parts = sorted(scenario.split(), key=lambda part: part.endswith("bps"))
            yield scenario, quantity(parts[1]), quantity(parts[0])

    def time(self, algorithm, scenario):
        return self.results.one(algorithm, scenario).seconds_per_step

    def saved(self, codec, scenario):
        """Seconds of a step that the codec saves if it takes no time: what coding may take."""
        return self.time(FULL, scenario) - self.time(codec, scenario)

    def wins(self, codec, scenario, speed):
        """Whether the codec saves time when coding, all of a step's together, takes the gradient over this speed."""
        return self.saved(codec, scenario) > (self.gradient / speed if speed else 0.0)

    def wins_on_a_core(self, codec, scenario):
        return self.saved(codec, scenario) > self.coding[codec]


def elements(shape):
    return math.prod(shape) if isinstance(shape, list) else shape


def print_figures(results, lowband):
    settings = {name: Settings(found, lowband) for name, found in results.items()}
    print_steps(settings)
    print_coding(settings)
    print_counts(settings.values())


def print_steps(all_settings):
    for model, title in MODELS.items():
        for workers in WORKERS:
            settings = all_settings[f"compression_{model}_{workers}"]
            rows = [[f"{bandwidth / 1e9:g} Gbps", duration(computation), seconds(settings.time(FULL, scenario)),
                     *(seconds(settings.time(codec, scenario)) for codec in settings.codecs)]
                    for scenario, bandwidth, computation in settings.networks()]
            print_table(["bandwidth", "computation", "ring, overlapped", *settings.codecs], rows,
                        f"Seconds of a step, coding free: {title}, {settings.workers} workers")


def print_coding(all_settings):
    """What Lowband charges, and the speed that this is."""
    rows = []
    for model, title in MODELS.items():
        for workers in WORKERS:
            settings = all_settings[f"compression_{model}_{workers}"]
            rows.append([f"{title}, {settings.workers} workers", *(
                f"{seconds(settings.coding[codec])} ({settings.gradient / settings.coding[codec] / 1e9:.1f} GB/s)"
                for codec in settings.codecs)])
    codecs = next(iter(all_settings.values())).codecs
    print_table(["coding of a step", *codecs], rows, f"Coding as charged to a host of {CORE / 1e9:g} Gflop/s")


def print_counts(all_settings):
    """In how many settings, of a model, workers, a batch, a bandwidth and a codec each, a codec saves time."""
    bandwidths = sorted({bandwidth for settings in all_settings for _, bandwidth, _ in settings.networks()})

    def cells(wins):
        for wanted in [*bandwidths, None]:
            outcomes = [wins(settings, codec, scenario) for settings in all_settings
                        for scenario, bandwidth, _ in settings.networks() for codec in settings.codecs
                        if bandwidth == wanted or (wanted is None and bandwidth >= DATA_CENTRE)]
            yield f"{sum(outcomes)} of {len(outcomes)}"

    rows = []
    for speed in SPEEDS:
        rows.append([f"{speed / 1e9:g} GB/s" if speed else "free",
                     *cells(lambda settings, codec, scenario, at=speed: settings.wins(codec, scenario, at))])
    rows.append([f"{CORE / 1e9:g} Gflop/s", *cells(Settings.wins_on_a_core)])
    print_table(["coding", *(f"{bandwidth / 1e9:g} Gbps" for bandwidth in bandwidths), "10 Gbps and above"], rows,
                "Settings in which a codec saves time")


def draw(results, lowband, folder):
    """The speed of coding from which on a codec saves time, with the largest batch and the fewest workers."""
    panels = {}
    for model, title in MODELS.items():
        settings = Settings(results[f"compression_{model}_{WORKERS[0]}"], lowband)
        largest = max(computation for _, _, computation in settings.networks())
        panel = panels.setdefault(title, {})
        for codec in settings.codecs:
            points = [(bandwidth, settings.gradient / settings.saved(codec, scenario))
                      for scenario, bandwidth, computation in settings.networks()
                      if computation == largest and settings.saved(codec, scenario) > 0.0]
            panel[codec] = sorted(points)
    draw_curves(folder / "compression-in-data-centres.svg", panels, "bandwidth, bit/s",
                "bytes/s at which coding breaks even")
