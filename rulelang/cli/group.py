"""The group of commands. A command's module is imported when the command is asked for, so that start-up is instant."""
from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType

import click

from rulelang import __version__
from rulelang.cli.exits import TABLE

# Module and name of every command, in the order of the help.
COMMANDS: Mapping[str, str] = MappingProxyType({
    "new": "rulelang.cli.new:new",
    "check": "rulelang.cli.check:check",
    "fmt": "rulelang.cli.fmt:fmt",
    "run": "rulelang.cli.run:run",
    "explain": "rulelang.cli.explain:explain",
    "test": "rulelang.cli.test:test",
    "map": "rulelang.cli.map:map_",
    "variants": "rulelang.cli.variants:variants",
    "schema": "rulelang.cli.schema:schema",
})  # fmt: skip


_COMPLETION = 'eval "$(_RULELANG_COMPLETE=bash_source rulelang)"'


class NoSuchCommand(click.UsageError):
    """What was typed, and the commands that it is like."""

    def __init__(self, typed: str, near: str, ctx: click.Context) -> None:
        self.typed, self.near = typed, near
        super().__init__(typed, ctx)


class LazyGroup(click.Group):
    """A group that knows the names of its commands and loads each when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from rulelang.diagnostics.suggest import did_you_mean, in_backticks

            raise NoSuchCommand(args[0], in_backticks(did_you_mean(args[0], COMMANDS)), ctx)
        return super().resolve_command(ctx, args)


def _exit_codes() -> str:
    rows = "\n".join(f"  {code:>3}  {meaning}" for code, meaning in TABLE)
    return f"\b\nExit codes:\n{rows}\n\n\b\nCompletion in bash, and alike in zsh and fish:\n  {_COMPLETION}"


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_exit_codes(),
)
@click.version_option(__version__, prog_name="rulelang", message="%(prog)s %(version)s")
def rulelang() -> None:
    """Check, run and explain partner programs written in rulelang.

    Results go to standard output, everything said about them to standard error. NO_COLOR switches colours off.

    \b
    Examples:
      rulelang check
      rulelang run programs/acme --data programs/acme/data --period 2025-Q2
      rulelang explain programs/acme --data programs/acme/data --period 2025-Q2 --partner P001
      rulelang explain RL304
    """
