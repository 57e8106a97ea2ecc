# One image for web, worker, beat and every command; docker-compose.yml says which is which.
FROM python:3.13-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1
WORKDIR /app

# The packages first: they change rarely, so the layer is kept. uv is for laptops; the image does not need it.
COPY requirements.txt ./
RUN python -m venv --without-pip /opt/homeport \
    && pip --python /opt/homeport/bin/python install --require-hashes --only-binary :all: --requirement requirements.txt \
    && pip --python /opt/homeport/bin/python uninstall --yes uv

COPY . ./
# Company mode, so that the files get the names that this mode asks for. Nothing is connected to.
RUN /opt/homeport/bin/python -P portal/typeface.py \
    && HOMEPORT_BROKER_URL=redis://not-asked HOMEPORT_SECRET_KEY=not-a-secret HOMEPORT_VAR=/tmp/made \
    /opt/homeport/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /opt/homeport/bin/python -m compileall -q portal services teams

FROM python:3.13-slim-bookworm

RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin homeport
COPY --from=build /opt/homeport /opt/homeport
COPY --from=build /app /app

# The only place it writes to; compose mounts memory there. The code itself belongs to root.
ENV PATH=/opt/homeport/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOMEPORT_VAR=/tmp/homeport \
    HOMEPORT_BIND=0.0.0.0:8000
WORKDIR /app
USER 10001
EXPOSE 8000
CMD ["gunicorn", "--config", "portal/gunicorn_conf.py", "portal.wsgi"]
