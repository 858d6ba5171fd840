"""The `rulelang` command: turns arguments into calls, results into text, and problems into exit codes.

Holds no logic a host application would want: whatever a command does can be done from Python with the same result.
Importing this loads click and nothing heavier; each command imports what it needs when it runs.
"""
from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from rulelang.cli.exits import DEFECT, FINE, INTERRUPTED, USAGE

# A command builds trees that live until it ends: looking for garbage in them is time lost.
_COLLECTED_AFTER = (200_000, 50, 100)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `arguments` are those of the process unless given."""
    import click

    from rulelang.cli.group import rulelang

    gc.set_threshold(*_COLLECTED_AFTER)
    typed = sys.argv[1:] if arguments is None else arguments
    try:
        status = rulelang.main(args=arguments, prog_name="rulelang", standalone_mode=False)
    except click.UsageError as problem:
        _show_usage(problem, typed)
        return USAGE
    except click.ClickException as problem:
        click.echo(f"rulelang: {problem.format_message()}", err=True)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        _show_interrupted(typed)
        return INTERRUPTED
    except Exception as problem:  # noqa: BLE001 - the outermost edge: whatever arrives here is told, never swallowed
        return _show(problem, typed)
    return status if isinstance(status, int) else FINE


def process() -> NoReturn:
    """What the installed command does: runs one command and ends the process with its exit code.

    Everything was written and closed by then. Taking the trees of a program apart first, as Python does at the end,
    would take a quarter of the time of a check.
    """
    status = main()
    if os.environ.get("RULELANG_DEBUG"):
        sys.exit(status)
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # as where it was closed before the command began
                stream.flush()
    except OSError:
        status = status or USAGE  # whoever was reading has gone
    os._exit(status)


def _show_usage(problem: object, arguments: Sequence[str]) -> None:
    import click

    from rulelang.cli.spoken import spoken
    from rulelang.cli.usage import usage_words
    from rulelang.diagnostics.catalogue import told
    from rulelang.diagnostics.phrase import phrase

    assert isinstance(problem, click.UsageError)
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        click.echo(problem.format_message(), err=True)
        return
    language = spoken(arguments)
    click.echo(f"rulelang: {told(usage_words(problem), language)}", err=True)
    if problem.ctx is not None:
        tried = phrase("Try `{command}`.", command=f"{problem.ctx.command_path} --help")
        click.echo(told(tried, language), err=True)


def _show_interrupted(arguments: Sequence[str]) -> None:
    import click

    from rulelang.cli.spoken import spoken
    from rulelang.diagnostics.catalogue import told
    from rulelang.diagnostics.phrase import phrase

    click.echo(f"rulelang: {told(phrase('interrupted'), spoken(arguments))}", err=True)


def _show(problem: Exception, arguments: Sequence[str]) -> int:
    from rulelang.cli.output import tell
    from rulelang.cli.problems import defect, refusal
    from rulelang.cli.spoken import spoken

    findings, language = refusal(problem), spoken(arguments)
    if findings is not None:
        tell(findings, language)
        return USAGE
    if os.environ.get("RULELANG_DEBUG"):
        raise problem
    tell([defect(problem)], language)
    return DEFECT
