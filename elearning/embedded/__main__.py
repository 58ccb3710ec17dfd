"""``python -m elearning.embedded``: the whole site, until Ctrl-C."""

from __future__ import annotations

import os
import sys

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from elearning.embedded.banner import banner
from elearning.embedded.errors import EmbeddedError
from elearning.embedded.layout import Layout, wanted_port
from elearning.embedded.listener import HOST, listen
from elearning.embedded.lock import only_one
from elearning.embedded.programs import Programs, environment
from elearning.embedded.supervisor import Supervisor


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the terminal is this program's page


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.embedded")
    # Its own words need a registry that is ready; the apps are for its children.
    apps.populate(())
    translation.activate(settings.LANGUAGE_CODE)
    layout = Layout(settings.VAR_DIR)
    try:
        layout.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        with only_one(layout.lock), listen(wanted_port(os.environ)) as listener:
            layout.create()
            port = listener.getsockname()[1]
            address = f"http://{HOST}:{port}"
            programs = Programs(layout, listener, environment(layout, address, os.environ))
            programs.keep_old_logs()
            supervisor = Supervisor(layout, programs, port=port, say=say)
            supervisor.handle_signals()
            say(_("Starting Hyldefri …"))
            supervisor.run(when_ready=lambda: say(_welcome(address, layout)))
            say(_("Hyldefri has stopped."))
    except EmbeddedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _welcome(address: str, layout: Layout) -> str:
    return banner(address=f"{address}/", logs=layout.logs, users=layout.demo_users.read_text())


if __name__ == "__main__":
    sys.exit(main())
