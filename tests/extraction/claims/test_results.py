"""The numbers that report outcomes."""

from hypothesis import given
from hypothesis import strategies as st

from annotated_text import claims_of, read
from paperkg.model import Result, ResultKind

OPENING = "[Method QuickTrim]: Faster Reading\nWe propose [Method QuickTrim], a novel pruning method. "


def results(marked: str) -> tuple[Result, ...]:
    return claims_of(*read(OPENING + marked))[1]


def test_a_level_with_metric_and_benchmark() -> None:
    (result,) = results("[Method QuickTrim] achieves an [Metric! accuracy] of 83.2% on [Benchmark LongPages].")
    assert (result.value, result.unit, result.kind) == ("83.2%", "%", ResultKind.ABSOLUTE)
    assert (result.subject, result.metric, result.benchmark) == ("QuickTrim", "accuracy", "LongPages")


def test_a_gain_and_a_ratio() -> None:
    found = results(
        "Experiments show that [Method QuickTrim] improves [Metric! accuracy] by 4.5% over the baseline "
        "while being 3.8x faster."
    )
    assert [(r.value, r.kind) for r in found] == [("4.5%", ResultKind.DELTA), ("3.8x", ResultKind.RATIO)]
    assert found[0].metric == "accuracy"


def test_from_one_level_to_another_is_two_results() -> None:
    found = results(
        "Notably, [Method QuickTrim] improves [Metric! accuracy] from 84.1% to 91.3% on [Benchmark LongPages]."
    )
    assert [(r.value, r.kind, r.benchmark) for r in found] == [
        ("84.1%", ResultKind.ABSOLUTE, "LongPages"),
        ("91.3%", ResultKind.ABSOLUTE, "LongPages"),
    ]
    assert found[1].baseline == "84.1%"
    assert found[0].baseline is None


def test_an_arrow_leads_from_one_level_to_another() -> None:
    found = results("On [Benchmark LongPages], [Method QuickTrim] outperforms [Method SlowCut] (54.9% → 55.3%).")
    assert [(r.value, r.kind, r.baseline) for r in found] == [
        ("54.9%", ResultKind.ABSOLUTE, None),
        ("55.3%", ResultKind.ABSOLUTE, "54.9%"),
    ]


def test_percentage_points_are_the_unit() -> None:
    (result,) = results("[Method QuickTrim] outperforms the baseline by 29.6 percentage points in [Metric! accuracy].")
    assert (result.value, result.unit) == ("29.6", "points")


def test_settings_are_no_results() -> None:
    assert not results("We train [Model TinyLM] with 7B parameters on 64 GPUs for 3 epochs. It was released in 2024.")


NUMERALS = (
    "3.8x",
    "from 84% to 91%",
    "12",
    "0.5",
    "GPT-4",
    "22\\%",
    "2024",
    "$5\\times$",
    "+0.03",
    "two-fold",
    "88.1 ± 0.4",
    "0.4-1.1 points",
    "(vs. 3)",
    "doubles",
)
PIECES = (*NUMERALS, "[Metric! recall]", "[Benchmark Zag]", "[Method Zig]", "achieves", "of", "on", ".", "\n", ",")


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30))
def test_values_are_in_the_text_and_names_in_the_paper(pieces: list[str]) -> None:
    text, sentences, entities = read(" ".join(pieces))
    after, found, relations = claims_of(text, sentences, entities)
    names = {entity.name for entity in after} | {None}
    for result in found:
        assert text[result.span.start : result.span.end] == result.value
        assert result.evidence in sentences
        assert result.evidence.start <= result.span.start < result.span.end <= result.evidence.end
        assert {result.subject, result.metric, result.benchmark} <= names
        assert 0 <= result.confidence <= 1
        assert (result.unit != "x") or result.kind is ResultKind.RATIO
    for relation in relations:
        assert relation.head != relation.tail
        assert {relation.head, relation.tail} <= names
        assert relation.evidence in sentences


def test_a_version_is_no_result() -> None:
    assert results("[Method QuickTrim] reaches an [Metric! accuracy] for Industry 4.0 on [Benchmark LongPages].") == ()


def test_the_method_of_the_paper_is_the_subject_where_it_is_not_named() -> None:
    found = results(
        "[Model GPT-4] is strong. Our method achieves an [Metric! accuracy] of 83.2% on [Benchmark LongPages] "
        "and 71.0% on [Benchmark Leaves]."
    )
    assert [(r.value, r.subject, r.benchmark) for r in found] == [
        ("83.2%", "QuickTrim", "LongPages"),
        ("71.0%", "QuickTrim", "Leaves"),
    ]


def test_a_number_with_a_plus_is_a_gain() -> None:
    found = results("It reaches +14.6% [Metric! accuracy] on [Benchmark PageSet], and 91.2% on [Benchmark BookSet].")
    assert {r.value: r.kind for r in found} == {"+14.6%": ResultKind.DELTA, "91.2%": ResultKind.ABSOLUTE}


def test_a_spread_belongs_to_its_value() -> None:
    found = results(
        "[Method QuickTrim] reaches an [Metric! accuracy] of 88.1 ± 0.4 on [Benchmark LongPages] and 95.2 (SD 0.3) on "
        "[Benchmark Leaves]. The gain over [Method SlowCut] is 3.1 ± 0.2 percentage points."
    )
    assert [(r.value, r.spread, r.unit) for r in found] == [
        ("88.1", "0.4", None),
        ("95.2", "0.3", None),
        ("3.1", "0.2", "points"),
    ]


def test_a_range_is_one_result_with_its_unit() -> None:
    (result,) = results("[Metric! Accuracy] on [Benchmark LongPages] rises by 0.4-1.1 points with [Method QuickTrim].")
    assert (result.value, result.range_end, result.unit, result.number) == ("0.4-1.1", "1.1", "points", "0.4")


def test_versions_and_p_values_are_no_results() -> None:
    found = results(
        "It runs on [Software PyTorch] 2.1.0, CUDA 12.4 and [Software Go] 1.22. "
        "[Method QuickTrim] reaches an [Metric! accuracy] of 88.1% on [Benchmark LongPages] (p < 0.01)."
    )
    assert [r.value for r in found] == ["88.1%"]


def test_the_value_behind_versus_is_the_baseline() -> None:
    found = results(
        "[Method QuickTrim] scores 55.9% (vs. 41.2%) on [Benchmark LongPages]. With [Method QuickTrim], "
        "[Metric! accuracy] on [Benchmark Leaves] is 81.2% vs. 74.0% for [Method SlowCut]."
    )
    assert [(r.value, r.baseline) for r in found] == [
        ("55.9%", "41.2%"),
        ("41.2%", None),
        ("81.2%", "74.0%"),
        ("74.0%", None),
    ]
    assert found[0].subject == "QuickTrim" != found[1].subject


def test_a_benchmark_named_later_takes_no_number() -> None:
    found = results(
        "Probes reach an [Metric! AUROC] of 0.91, compared with 0.5 for chance. "
        "On [Benchmark LongPages], steering reduces false statements by 22%."
    )
    assert {r.benchmark for r in found if r.value in ("0.91", "0.5")} == {None}
    assert {r.subject for r in found if r.value == "0.5"} <= {None}


def test_factors_in_words() -> None:
    found = results(
        "[Method QuickTrim] is two orders of magnitude faster than [Method SlowCut]. [Method QuickTrim] doubles the "
        "[Metric! throughput], halves [Metric! latency] and is faster than [Method OldCut] by a factor of 3."
    )
    assert [r.value for r in found] == ["two orders of magnitude", "doubles", "halves", "3"]
    assert {(r.kind, r.unit) for r in found} == {(ResultKind.RATIO, "x")}
    assert [r.number for r in found] == [None, None, None, "3"]


def test_levels_and_changes() -> None:
    found = results(
        "No model exceeds 31% on [Benchmark LongPages]. [Model GPT-9] loses 9.7 points of [Metric! accuracy] on "
        "[Benchmark LongPages], and [Metric! accuracy] does not drop by 20%."
    )
    assert [(r.value, r.kind, r.number) for r in found] == [
        ("31%", ResultKind.ABSOLUTE, "31"),
        ("9.7", ResultKind.DELTA, "-9.7"),
    ]


def test_a_fall_is_negative() -> None:
    found = results(
        "[Method QuickTrim] reduces [Metric! latency] by 20% on [Benchmark LongPages] and improves [Metric! accuracy] "
        "by 4.5% over the baseline."
    )
    assert [(r.value, r.number) for r in found] == [("20%", "-20"), ("4.5%", "4.5")]


def test_what_a_change_is_compared_with_is_not_its_subject() -> None:
    found = results("Our method outperforms [Model GPT-4] by 3.5% and lags behind [Model BigLM] by 2.1 points.")
    assert {r.subject for r in found} <= {"QuickTrim", None}


def test_a_compared_value_belongs_to_the_system_named_after_it() -> None:
    found = results("[Method QuickTrim] achieves 83.2% (vs. 74.0% for [Method SlowCut]) on [Benchmark LongPages].")
    assert [(r.value, r.subject, r.baseline) for r in found] == [
        ("83.2%", "QuickTrim", "74.0%"),
        ("74.0%", "SlowCut", None),
    ]


def test_both_levels_of_a_change_are_results() -> None:
    found = results(
        "[Method QuickTrim] improves [Metric! accuracy] by 4% and cuts [Metric! latency] from 120 ms to 80 ms."
    )
    assert [(r.value, r.baseline) for r in found[1:]] == [("120", None), ("80", "120")]


def test_the_words_of_a_spread_are_no_metric() -> None:
    (result,) = results(
        "[Method QuickTrim] has a [Metric! recall] of 0.91 (95% [Metric! confidence interval] 0.89 to 0.93)."
    )
    assert (result.metric, result.spread) == ("recall", "0.89 to 0.93")


def test_factors_and_shares_in_words() -> None:
    found = results(
        "[Method QuickTrim] is ten times cheaper than [Method SlowCut] and twice as fast as it. "
        "It cuts latency by half. Two thirds of the users like it."
    )
    assert [r.value for r in found] == ["ten times", "twice", "half"]


def test_a_study_with_people_is_not_on_the_benchmark_before() -> None:
    found = results(
        "On [Benchmark LongPages], [Method QuickTrim] reaches an [Metric! accuracy] of 83.2%. "
        "In a clinical study with 120 patients, the [Metric! accuracy] was 91.3%."
    )
    assert [(r.value, r.benchmark) for r in found] == [("83.2%", "LongPages"), ("91.3%", None)]


def test_one_system_has_both_levels_of_its_fall() -> None:
    found = results(
        "[Model BigLM] falls from 71.9% to 38.2% on [Benchmark LongPages], [Model OldLM] from 44.1% to 12%."
    )
    assert [r.subject for r in found] == ["BigLM", "BigLM", "OldLM", "OldLM"]


def test_what_is_less_fast_is_not_the_subject() -> None:
    (result,) = results("It is twice as fast as [Model GPT-4].")
    assert (result.value, result.subject) == ("twice", "QuickTrim")
