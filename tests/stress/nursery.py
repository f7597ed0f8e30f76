"""Starts the site's server again and again: gunicorn with two workers, the application loaded once beforehand.

    python -m tests.stress.nursery PORT

Each line read starts a server in a process group of its own, whose id is printed. Whoever asks kills it.
"""

import os
import sys

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication

from elearning.wsgi import application


class Site(BaseApplication):
    def __init__(self, port: str) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        """As ``make run`` has it."""
        given = {"workers": 2, "threads": 4, "control_socket_disable": True, "loglevel": "critical"}
        for name, value in {**given, "bind": f"127.0.0.1:{self.port}"}.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        return application


def warm_up() -> None:
    """Load what the first requests would load: every server that is started has it then."""
    assert get_resolver().url_patterns
    templates = settings.BASE_DIR / "templates"
    for path in [*templates.glob("*.html"), *templates.glob("includes/*.html"), *templates.glob("quizzes/**/*.html")]:
        get_template(str(path.relative_to(templates)))


def main(port: str) -> None:
    warm_up()
    for _ in sys.stdin:
        if not (child := os.fork()):
            os.setsid()
            Site(port).run()
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1])
