"""The `rulelang` command: turns arguments into calls, results into text, and problems into exit codes.

Holds no logic a host application would want: whatever a command does can be done from Python with the same result.
Importing this loads click and nothing heavier; each command imports what it needs when it runs.
"""
from __future__ import annotations

import os
from collections.abc import Sequence

from rulelang.cli.exits import DEFECT, FINE, INTERRUPTED, USAGE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `arguments` are those of the process unless given."""
    import click

    from rulelang.cli.group import rulelang

    try:
        status = rulelang.main(args=arguments, prog_name="rulelang", standalone_mode=False)
    except click.UsageError as problem:
        _show_usage(problem)
        return USAGE
    except click.ClickException as problem:
        click.echo(f"rulelang: {problem.format_message()}", err=True)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("rulelang: interrupted", err=True)
        return INTERRUPTED
    except Exception as problem:  # noqa: BLE001 - the outermost edge: whatever arrives here is told, never swallowed
        return _show(problem)
    return status if isinstance(status, int) else FINE


def _show_usage(problem: object) -> None:
    import click

    assert isinstance(problem, click.UsageError)
    message = problem.format_message()
    if isinstance(problem, click.BadParameter) and not isinstance(problem, click.MissingParameter):
        hint = problem.param.get_error_hint(problem.ctx) if problem.param and problem.ctx else ""
        message = f"{hint}: {problem.message}" if hint else problem.message
    click.echo(f"rulelang: {message}", err=True)
    if problem.ctx is not None:
        click.echo(f"Try `{problem.ctx.command_path} --help`.", err=True)


def _show(problem: Exception) -> int:
    from rulelang.cli.output import tell
    from rulelang.cli.problems import defect, refusal

    findings = refusal(problem)
    if findings is not None:
        tell(findings)
        return USAGE
    if os.environ.get("RULELANG_DEBUG"):
        raise problem
    tell([defect(problem)])
    return DEFECT
