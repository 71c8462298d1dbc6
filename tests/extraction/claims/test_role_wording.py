"""Roles that the wording settles."""

from annotated_text import claims_of, read
from paperkg.model import Role


def roles(marked: str) -> dict[str, Role]:
    return {entity.name: entity.role for entity in claims_of(*read(marked))[0]}


def test_a_text_without_entities_has_no_roles() -> None:
    assert roles("Nothing\nWe say nothing.") == {}


def test_what_is_not_used() -> None:
    found = roles(
        "Grids\n[Model TinyGrid] is a network for [Benchmark Grids-2]. We use no [Method! pretraining]. Neither "
        "[Method! weight decay] nor [Method! dropout] is applied, and we do not use [Method! chain-of-thought]. "
        "We initialize from [Model BigGrid] rather than [Model OldGrid]. It omits [Method! positional encoding], "
        "and the absence of [Method! batch normalization] helps. None of [Method! pruning] and [Method! folds] is used."
    )
    unused = ["pretraining", "weight decay", "dropout", "chain-of-thought", "OldGrid"]
    unused += ["positional encoding", "batch normalization", "pruning", "folds"]
    assert Role.USES not in {found[name] for name in unused}


def test_what_nothing_is_evaluated_on() -> None:
    found = roles("Grids\nWe test [Model TinyGrid] on [Benchmark QQ1]. [Benchmark QQ2] is supported but not evaluated.")
    assert found["QQ1"] is Role.EVALUATES_ON
    assert found["QQ2"] is not Role.EVALUATES_ON


def test_tasks_that_are_not_needed_and_problems_that_are_avoided() -> None:
    found = roles(
        "Storms\n[Model StormQQ] needs neither [Task! data assimilation] nor [Task! weather prediction]. "
        "We study [Task! forecasting], avoiding [Task! catastrophic forgetting]."
    )
    assert found["data assimilation"] is found["weather prediction"] is Role.MENTIONS
    assert found["catastrophic forgetting"] is not Role.USES


def test_what_is_done_away_with() -> None:
    found = roles("Mixers\nWe do away with [Method! attention]. [Model MixQQ] is not based on [Method! transformer]s.")
    assert Role.USES not in {found["attention"], found["transformer"]}


def test_what_the_own_work_outperforms_is_compared_with() -> None:
    found = roles(
        "Birds\nWe propose [Model KiwiQQ], which outperforms [Model BirdQQ], [Model LarkQQ] and [Model OwlQQ] on "
        "[Benchmark Nests]. It builds on [Model EggQQ]. We outperform [Model CrowQQ]."
    )
    assert found["CrowQQ"] is Role.COMPARES_WITH
    assert {found[name] for name in ("BirdQQ", "LarkQQ", "OwlQQ")} == {Role.COMPARES_WITH}
    assert found["EggQQ"] is Role.USES


def test_names_of_one_list_have_one_role() -> None:
    found = roles("Drafts\nOn [Software vQQ] and [Software SQQ], decoding yields a speedup of 1.9x.")
    assert found["vQQ"] is found["SQQ"]


def test_what_authors_call_their_result_is_theirs() -> None:
    found = roles(
        "Drops\nWe rewrite [Benchmark OldQQ] so that every quantity is scaled, and call the collection "
        "[Benchmark BigQQ]. We replace attention and obtain [Model SAMQQ], which is fast."
    )
    assert found["BigQQ"] is found["SAMQQ"] is Role.INTRODUCES
