"""What the application server (granian) loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from diplotrack.turns import Turns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplotrack.settings")

application = Turns(get_wsgi_application())

# What was imported stays for good. Left to the garbage collector, it is looked through again every
# few hundred requests, which then wait 60 ms. A long list makes tens of thousands of objects and
# drops them all: looking at them after every 700 costs a twentieth of its time.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
