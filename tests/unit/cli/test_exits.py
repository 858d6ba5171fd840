"""Exit codes and streams of every command, over a library that answers what the test says."""
from __future__ import annotations

import sys
import types
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import rulelang
from rulelang.cli import main
from rulelang.diagnostics.model import Diagnostic, Place
from rulelang.diagnostics.refused import Refused
from rulelang.source import SourceFile, Span

ERROR = Diagnostic("not-yet", Span(SourceFile("acme/program.rule", "program acme\n"), 8, 12), {"construct": "acme"})
REJECT = Diagnostic("not-yet", None, {"construct": "12,5"}, place=Place("Deal.csv", 3, "amount"))
RUN = ("run", "acme", "--data", "data", "--period", "2025-Q2")
EXPLAIN = ("explain", "acme", "--data", "data", "--period", "2025-Q2", "--partner", "P1")
FIGURES = [{"measure": "retention", "group": {"country": "CO"}, "value": "50%"},
           {"measure": "partners", "group": {}, "value": None, "unknown": ["uncovered Deal"]}]  # fmt: skip
Library = Callable[..., None]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Library:
    """Puts a library in place of ours: findings, rejects, failed examples or an exception as asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RULELANG_DEBUG", raising=False)
    monkeypatch.setenv("RULELANG_CACHE", str(tmp_path / "cache"))
    Path("acme").mkdir()
    Path("acme/program.rule").write_text("program acme\n", encoding="utf-8")

    def put(
        *,
        findings: tuple[Diagnostic, ...] = (),
        rejects: tuple[Diagnostic, ...] = (),
        failures: tuple[str, ...] = (),
        raises: BaseException | None = None,
    ) -> None:
        def run_to(out: Path, *_: object, **options: object) -> types.SimpleNamespace:
            if raises is not None:
                raise raises
            out.write_text(f"{options['only']}\n")
            return types.SimpleNamespace(rejects=rejects, manifest={"program_measures": FIGURES}, notes=())

        case = types.SimpleNamespace(
            title="a gold partner", place="acme/program.rule:9", passed=not failures, failures=failures
        )
        program = types.SimpleNamespace(
            findings=(), run_to=run_to, language="en",
            explained=lambda *_, **__: types.SimpleNamespace(text="P1 is paid 5.00 USD", notes=()),
        )
        loaded = types.SimpleNamespace(
            findings=findings, has_errors=bool(findings), programs=("acme",), program=lambda name=None: program,
            check=lambda: findings, language="en",
        )  # fmt: skip
        api = types.SimpleNamespace(
            load=lambda path: loaded,
            test=lambda loaded, **_: types.SimpleNamespace(cases=(case,), coverage=None),
        )
        monkeypatch.setitem(sys.modules, "rulelang.api", api)
        monkeypatch.setattr(rulelang, "api", api, raising=False)

    put()
    return put


@pytest.mark.parametrize(
    ("arguments", "answers", "status"),
    [
        (("check",), {}, 0),
        (("check", "acme"), {"findings": (ERROR,)}, 1),
        (("check", "nowhere"), {}, 2),
        (RUN, {}, 0),
        (RUN, {"findings": (ERROR,)}, 1),
        (RUN, {"rejects": (REJECT,)}, 3),
        (RUN, {"raises": Refused([ERROR])}, 2),
        (RUN, {"raises": PermissionError(13, "Permission denied", "paid.csv")}, 2),
        (RUN, {"raises": ModuleNotFoundError("No module named 'duckdb'", name="duckdb")}, 2),
        (RUN, {"raises": ModuleNotFoundError("No module named 'rulelang.x'", name="rulelang.x")}, 70),
        (RUN, {"raises": MemoryError()}, 2),
        (RUN, {"raises": OSError(28, "No space left on device")}, 2),
        (RUN, {"raises": FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")}, 2),
        (RUN, {"raises": OSError(9, "Bad file descriptor")}, 70),
        (RUN, {"raises": ZeroDivisionError()}, 70),
        (RUN, {"raises": KeyboardInterrupt()}, 130),
        (("run", "acme"), {}, 2),
        (EXPLAIN, {}, 0),
        (EXPLAIN[:-2], {}, 2),
        (EXPLAIN, {"findings": (ERROR,)}, 1),
        (("test",), {}, 0),
        (("test",), {"failures": ("deploy_rebate: 5.00 USD expected, 4.00 USD computed",)}, 1),
        (("test",), {"findings": (ERROR,)}, 1),
    ],
)
def test_the_exit_code_says_how_it_went(
    library: Library, arguments: tuple[str, ...], answers: Mapping[str, object], status: int
) -> None:
    library(**answers)

    assert main(arguments) == status


def test_results_go_to_standard_output_and_talk_to_standard_error(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    library(rejects=(REJECT,))

    main([*RUN, "--only", "bonus"])

    shown = capsys.readouterr()
    assert shown.out == "('bonus',)\n"
    assert "\nerror[RL190 not-yet]: `12,5`" in shown.err
    assert " --> Deal.csv, row 3, column amount\n" in shown.err


def test_a_result_may_go_to_a_file(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    main([*RUN, "--out", "paid.csv"])

    shown = capsys.readouterr()
    assert Path("paid.csv").read_text(encoding="utf-8") == "()\n"
    assert (shown.out, shown.err) == ("", "wrote paid.csv\n")


def test_a_defect_of_ours_is_told_without_a_trail_of_calls(
    library: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library(raises=ZeroDivisionError("division by zero"))

    main(RUN)

    shown = capsys.readouterr().err
    assert shown.startswith("error[RL900 own-defect]: rulelang itself failed: ZeroDivisionError at ")
    assert "Traceback" not in shown
    monkeypatch.setenv("RULELANG_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(RUN)


def test_failed_examples_are_told_with_their_place(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library(failures=("deploy_rebate: 5.00 USD expected, 4.00 USD computed",))

    main(["test"])

    assert capsys.readouterr().out == (
        "failed: a gold partner\n  --> acme/program.rule:9\n"
        "  deploy_rebate: 5.00 USD expected, 4.00 USD computed\n\n1 example: 0 passed, 1 failed\n"
    )


def test_findings_are_in_colour_only_where_somebody_sees_them(
    library: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library(findings=(ERROR,))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    main(["check"])
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(["check"])
    assert "\x1b[31m^^^^ not yet\x1b[0m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    main(["check"])
    assert "\x1b" not in capsys.readouterr().out


def test_figures_of_the_program_are_said_beside_a_table_on_the_screen(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(RUN) == 0
    shown = capsys.readouterr()

    assert shown.err == "retention (country CO): 50%\npartners: unknown (uncovered Deal)\n"
    assert "retention" not in shown.out


def test_figures_of_the_program_are_not_said_where_a_manifest_holds_them(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main((*RUN, "--out", "paid.csv")) == 0

    assert "retention" not in capsys.readouterr().err
