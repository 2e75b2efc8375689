# Two stages: what builds (pip, its cache, the source of the assets) stays behind.
FROM python:3.13-slim AS build
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
# Dependencies first: a change of our own code does not install them again.
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY . .
# The chart bundle and the hashed statics are part of the image. The key signs nothing here. A new
# volume takes the owner of the folder that it covers.
RUN SECRET_KEY=only-for-building python manage.py build_assets \
    && mkdir -p var/copies var/releases \
    && python -m compileall -q diplotrack countries events

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home diplotrack
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
# The code is root's and read-only; only var/ is the server's to write.
COPY --from=build --chown=diplotrack /app/var /app/var
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER diplotrack
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s --retries=3 \
    CMD ["python", "bin/healthcheck.py"]
CMD ["bin/serve"]
