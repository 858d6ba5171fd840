"""What is wrong with the arguments of a command, in words of ours. Knows what click tells about them, no command."""
from __future__ import annotations

import re

import click

from rulelang.cli.group import NoSuchCommand
from rulelang.diagnostics.phrase import Phrase, Told, phrase
from rulelang.diagnostics.suggest import in_backticks

_QUOTED = re.compile(r"""(['"])(.*?)\1""")
_TOO_MANY = re.compile(r"unexpected extra arguments? \((.*)\)")


def usage_words(problem: click.UsageError) -> Told:
    """The problem in a sentence; click's own where it is none of those that our commands can have."""
    match problem:
        case NoSuchCommand(typed=typed, near=""):
            return phrase("there is no command `{command}`", command=typed)
        case NoSuchCommand(typed=typed, near=near):
            return phrase("there is no command `{command}`; did you mean {near}?", command=typed, near=near)
        case click.NoSuchOption(option_name=name, possibilities=near) if near:
            return phrase("there is no option `{option}`; did you mean {near}?", option=name, near=in_backticks(near))
        case click.NoSuchOption(option_name=name):
            return phrase("there is no option `{option}`", option=name)
        case click.MissingParameter(param=click.Argument() as argument):
            return phrase("`{argument}` is missing", argument=argument.human_readable_name)
        case click.MissingParameter(param=click.Option(opts=[option, *_])):
            return phrase("`{argument}` is missing", argument=option)
        case click.BadParameter(param=click.Option(type=click.Choice() as choice, opts=opts)):
            return _not_a_choice(problem.message, opts[-1], choice)
        case click.BadOptionUsage(option_name=name) if "not take" in problem.message:
            return phrase("`{option}` takes no value", option=name)
        case click.BadOptionUsage(option_name=name):
            return phrase("`{option}` needs a value after it", option=name)
    many = _TOO_MANY.search(problem.message)
    if many is None:
        return problem.message
    return phrase("there is more than `{command}` takes: {arguments}", **_extra(problem, many[1]))


def _extra(problem: click.UsageError, arguments: str) -> dict[str, str]:
    command = problem.ctx.command_path if problem.ctx is not None else ""
    return {"command": command, "arguments": in_backticks(arguments.split())}


def _not_a_choice(message: str, option: str, choice: click.Choice[str]) -> Phrase:
    written = _QUOTED.match(message)
    return phrase(
        "`{value}` is not a value of `{option}`: it is one of {choices}",
        value=written[2] if written else "", option=option, choices=in_backticks(choice.choices),
    )  # fmt: skip
