"""The WSGI application the server runs."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.config.settings")
application = get_wsgi_application()

if settings.KOINON_SEQUENCER:
    from koinon.interfaces.jobs import server

    server.start()
