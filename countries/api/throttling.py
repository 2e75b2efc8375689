"""How many requests a client may make: so many in each minute, hour or day."""

import ipaddress
import re
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
RATE = re.compile(r"(\d+)/(second|minute|hour|day)")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a client, and in how many seconds it has all of it again."""

    limit: int
    used: int
    reset: int

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.limit - self.used, 0)),
            "RateLimit-Reset": str(self.reset),
        }


class ClientThrottle(BaseThrottle):
    """Counts by key for those who send one, else by address; this machine itself is never held up.

    The count is kept in Django's cache, which by default each worker has for itself: with two
    workers a client may get up to twice the rate.
    """

    def allow_request(self, request, view) -> bool:
        token = getattr(request, "auth", None)
        client = f"token:{token.pk}" if token else client_address(request)
        rate = settings.API_RATE_TOKEN if token else settings.API_RATE_ANONYMOUS
        if not rate or (not token and is_loopback(client)):
            return True
        self.allowance = view.allowance = used_one(client, rate)
        return self.allowance.used <= self.allowance.limit

    def wait(self) -> float:
        return self.allowance.reset - 1  # one second is added where it becomes Retry-After


def used_one(client: str, rate: str) -> Allowance:
    number, unit = RATE.fullmatch(rate).groups()  # type: ignore[union-attr]  # settings check it
    period, now = SECONDS[unit], int(time.time())
    key = f"rate:{client}:{period}:{now // period}"
    cache.add(key, 0, period + 1)
    return Allowance(int(number), cache.incr(key), period - now % period)


def client_address(request) -> str:
    """The address that asks; behind proxies (settings) what the outermost of ours saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = settings.API_PROXIES
    if proxies and len(forwarded) >= proxies and forwarded[-proxies].strip():
        return forwarded[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
