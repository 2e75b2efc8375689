"""Exit 0 when the site on this machine's PORT says that it is healthy. Docker asks this."""

import os
import sys
import urllib.request

url = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/healthz/"

try:
    urllib.request.urlopen(url, timeout=4)
except OSError as error:
    sys.exit(f"{url}: {error}")
