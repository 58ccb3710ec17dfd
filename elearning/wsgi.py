import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.production")

application = get_wsgi_application()

# What is loaded by now stays, so the collector need not look through it; and what a request makes is gone before the
# collector, which would look after each 700 objects, finds anything. A quarter of a batch's cost (docs/performance.md).
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
