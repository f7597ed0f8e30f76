"""Folders on disk, the commands that take them, and the state of the whole database."""

from io import StringIO

from django.apps import apps
from django.core.management import call_command


def write(folder, files):
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def read(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(command, *arguments, **options):
    """The exit code and the lines that a command wrote to its output."""
    out, code = StringIO(), 0
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=StringIO(), **options)
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue().splitlines()


def database():
    """The number of rows of every table."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}
