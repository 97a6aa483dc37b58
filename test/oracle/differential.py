"""One differential round: a package through the oracle and through the product, compared value for value."""

import calendar
import csv
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent


def product(data, *arguments):
    done = subprocess.run(
        ["node", str(ROOT / "bin" / "kvitok.js"), *arguments, "--data", str(data)], capture_output=True, text=True
    )
    return done.returncode, done.stdout, done.stderr


def differences(expected, got, path=""):
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in sorted(set(expected) | set(got)):
            yield from differences(expected.get(key), got.get(key), f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            yield f"{path}: {len(expected)} expected, {len(got)} got"
        for index, (one, other) in enumerate(zip(expected, got)):
            label = index
            if isinstance(one, dict):
                label = " ".join(str(one[key]) for key in ("account", "period", "payee", "utility") if one.get(key))
            yield from differences(one, other, f"{path}[{label}]")
    elif expected != got:
        yield f"{path}: expected {json.dumps(expected)}, got {json.dumps(got)}"


def main():
    package, data, out = (pathlib.Path(argument) for argument in sys.argv[1:4])
    dates_file = package / "aging-dates.txt"
    dates = dates_file.read_text().split() if dates_file.exists() else []
    oracle = subprocess.run(
        [sys.executable, str(HERE / "oracle.py"), str(package), str(out), *(["--aging", *dates] if dates else [])],
        capture_output=True,
        text=True,
    )
    with open(package / "settings.csv", encoding="utf-8-sig", newline="") as file:
        last = max(row["value"] for row in csv.DictReader(file, delimiter=";") if row["key"] == "last_period")
    through = max([f"{last}-{last_day(last)}", *dates])
    code, printed, errors = product(data, "import", str(package), "--through", through)
    if oracle.returncode != 0:
        refused = "no_rule_in_force" in printed
        print(f"{package.name}: oracle refused {oracle.stdout.strip()}, product {'too' if refused else 'DID NOT'}")
        sys.exit(0 if refused else 1)
    if code != 0:
        print(f"{package.name}: the product ended with {code}: {errors[-400:]} {printed[-600:]}")
        sys.exit(1)
    found = []
    for name, arguments in [("statements", ["statements"])] + [(f"aging-{d}", ["aging", "--as-of", d]) for d in dates]:
        code, printed, errors = product(data, *arguments)
        expected = json.loads((out / f"{name}.json").read_text())
        got = json.loads(printed) if code == 0 else {"failed": errors[-300:]}
        found += [f"{name}{line}" for line in differences(expected, got)]
    for line in found[:8]:
        print(f"{package.name}: {line}")
    print(f"{package.name}: {'equal' if not found else f'{len(found)} differences'}")
    sys.exit(0 if not found else 1)


def last_day(period):
    year, month = (int(part) for part in period.split("-"))
    return calendar.monthrange(year, month)[1]


main()
