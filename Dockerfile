# One image: the service with its bundled catalogue. Data lies in the volume /data (SQLite and captures), unless
# QUORUM_DATABASE_URL names a PostgreSQL.
ARG PYTHON=3.11-slim

FROM python:${PYTHON} AS build
ARG UV_VERSION=0.13.9
WORKDIR /src
RUN pip install --no-cache-dir uv==${UV_VERSION} && python -m venv /opt/quorum
COPY pyproject.toml uv.lock ./
RUN uv export --no-header --frozen --no-dev --no-emit-project --extra postgres --quiet --output-file /requirements.txt \
    && /opt/quorum/bin/pip install --no-cache-dir --require-hashes --no-deps -r /requirements.txt
COPY . .
RUN uv build --wheel --out-dir /dist && /opt/quorum/bin/pip install --no-cache-dir --no-deps /dist/*.whl

FROM python:${PYTHON}
LABEL org.opencontainers.image.title="Quorum" org.opencontainers.image.licenses="EUPL-1.2"
RUN useradd --system --uid 10001 --home-dir /data quorum && install --directory --owner quorum /data
COPY --from=build /opt/quorum /opt/quorum
ENV PATH=/opt/quorum/bin:$PATH PYTHONUNBUFFERED=1 QUORUM_DATA_DIR=/data
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["quorum", "serve", "--host", "0.0.0.0", "--port", "8000"]
