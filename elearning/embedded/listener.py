"""The web server's socket. The supervisor owns it: the port stays ours while the server is restarted."""

from __future__ import annotations

import errno
import socket

from django.utils.translation import gettext as _

from elearning.embedded.errors import EmbeddedError

HOST = "127.0.0.1"


def listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            message = _(
                "Port %(port)s is taken by another program. "
                "Stop it, or choose another port: HYLDEFRI_PORT=8001 make run"
            )
        elif error.errno == errno.EACCES:
            message = _("Port %(port)s needs administrator rights. Choose one above 1023: HYLDEFRI_PORT=8001 make run")
        else:
            raise
        raise EmbeddedError(message % {"port": port}) from error
    return listener
