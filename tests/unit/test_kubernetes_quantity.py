import random
from fractions import Fraction
from math import ceil

import pytest

from k8slint._internal.kinds.kubernetes.quantity import CAP, parse

NANO = 10**9


@pytest.mark.parametrize(
    ("text", "nanos"),
    [
        ("0", 0),
        ("1", NANO),
        ("500m", NANO // 2),
        ("0.5", NANO // 2),
        (".5", NANO // 2),
        ("5.", 5 * NANO),
        ("+5", 5 * NANO),
        ("-5", -5 * NANO),
        ("-500m", -NANO // 2),
        ("007", 7 * NANO),
        ("1n", 1),
        ("1u", 1000),
        ("1k", 1000 * NANO),
        ("1M", 10**6 * NANO),
        ("1Ki", 1024 * NANO),
        ("1.5Gi", 3 * 2**29 * NANO),
        (".5Mi", 2**19 * NANO),
        ("1E", 10**18 * NANO),
        ("1E3", 1000 * NANO),
        ("1e3", 1000 * NANO),
        ("1e-3", 10**6),
        ("1e+3", 1000 * NANO),
        ("100m", 10**8),
        ("0.0000000001", 1),
        ("0.1n", 1),
        ("1.1n", 2),
        ("-0.1n", -1),
        ("0.00000000000000000000000000001Ki", 1),
        ("0e9", 0),
        (".", 0),
        ("-", 0),
        ("m", 0),
        ("Ki", 0),
        ("e3", 0),
        ("5.Ki", 5120 * NANO),
        ("5.e3", 5000 * NANO),
        ("1.0000000001", NANO + 1),
        ("0.9999999999", NANO),
        ("-1.5Gi", -3 * 2**29 * NANO),
        ("1e-999999999999999999", 1),
        ("1e999999999999999999", CAP * NANO),
        ("-1e99", -CAP * NANO),
        ("9223372036854775807", CAP * NANO),
        ("9223372036854775808", CAP * NANO),
        ("8Ei", CAP * NANO),
        ("7Ei", 7 * 2**60 * NANO),
        ("9" * 100_000, CAP * NANO),
        ("9" * 100_000 + "Ki", CAP * NANO),
        ("0" * 100_000 + "1", NANO),
        ("0." + "0" * 100_000 + "1", 1),
        ("0." + "0" * 100_000 + "1Ei", 1),
    ],
)
def test_value(text, nanos):
    assert parse(text).nanos == nanos


REFUSED = (
    "1e 1e+ 1ee3 e --1 1e3Ki 1mm 500mi nan 1e1.5 abc 1B 1KB 1K 1mi 1gb 0x10 1KiB 1_000 1,5 1.2.3 1Ee 1ki 1MI 1.e2Ki"
)


@pytest.mark.parametrize("text", ["", " ", "1 ", " 1", "1\n", "\u0661", *REFUSED.split()])
def test_refused(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [("1024Mi", "1Gi"), ("1000k", "1M"), ("0.5", "500m"), ("1e3", "1k"), ("1", "1.0"), ("0", "-0"), ("0.1n", "1n")],
)
def test_equal(first, second):
    assert parse(first) == parse(second)
    assert hash(parse(first)) == hash(parse(second))
    assert not parse(first) < parse(second)
    assert parse(first) <= parse(second)


@pytest.mark.parametrize(("less", "more"), [("1M", "1Mi"), ("999m", "1"), ("-1", "0"), ("512", "1Ki"), ("1G", "1Gi")])
def test_ordered(less, more):
    assert parse(less) < parse(more)
    assert parse(more) > parse(less)
    assert parse(less) != parse(more)
    assert parse(more) >= parse(less)


def test_units_and_thousandths_round_away_from_zero():
    assert (parse("-1500m").units, parse("-100u").millis) == (-2, -1)
    assert (parse("1500m").units, parse("1500m").millis, parse("1500m").whole) == (2, 1500, False)
    assert (parse("2").units, parse("100u").millis, parse("2").whole) == (2, 1, True)
    assert not parse("0m")
    assert parse("1n")


SCALES = {"n": Fraction(1, NANO), "u": Fraction(1, 10**6), "m": Fraction(1, 1000), "": 1, "k": 1000, "M": 10**6}
SCALES |= {"G": NANO, "T": 10**12, "P": 10**15, "E": 10**18}
SCALES |= {unit + "i": 2 ** (10 * power) for power, unit in enumerate("KMGTPE", 1)}


def test_exact_against_fractions():
    chance = random.Random(1)
    for _ in range(5000):
        whole = "".join(chance.choices("0123456789", k=chance.randrange(1, 25)))
        part = "".join(chance.choices("0019", k=chance.choice((0, 1, 3, 9, 10, 30, 75))))
        if chance.random() < 0.3:
            power = chance.randrange(-40, 40)
            suffix, scale = f"{chance.choice('eE')}{power}", Fraction(10) ** power
        else:
            suffix = chance.choice(list(SCALES))
            scale = SCALES[suffix]
        text = f"{whole}.{part}{suffix}" if part else whole + suffix
        wanted = min(ceil(Fraction(f"{whole}.{part}0") * scale * NANO), CAP * NANO)
        assert parse(text).nanos == wanted, text
