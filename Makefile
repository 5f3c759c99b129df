# Short names for what bin/ does, and the lock files.

.PHONY: help serve test setup web lint format lock upgrade package clean

help:            ## This list
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/: .*## /\t/' | expand -t 12

serve:           ## Start Tasktix (bin/serve takes arguments)
	bin/serve

test:            ## Everything CI runs
	bin/test

setup:           ## .venv with all that development needs
	bin/setup test

web: setup       ## Build the browser client
	.venv/bin/python hatch_build.py build

lint: setup      ## Formatting, types and walls
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

format: setup    ## Format, and mend what ruff can mend
	.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

# Pins with the hashes of all files of each release, for every Python and platform; names no registry.
# uv is needed only here. Without UPGRADE pins stay unless pyproject.toml makes them move.
LOCK = build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" $(UPGRADE)

lock: build/lock ## Remake the lock files (make upgrade: with the newest releases)
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --group pyproject.toml:build -c requirements.lock -o requirements-build.lock
	$(LOCK) pyproject.toml --group pyproject.toml:test -c requirements.lock -c requirements-build.lock -o requirements-test.lock
	@! grep -nE '://' requirements*.lock

upgrade:
	$(MAKE) lock UPGRADE=--upgrade

build/lock:
	python3 -m venv $@ && $@/bin/python -m pip install --quiet uv

package: setup   ## The wheel and the sdist, in dist/
	.venv/bin/hatchling build

clean:           ## Everything that is made: .venv, the built client, caches
	rm -rf .venv build dist test-results web/node_modules src/tasktix/adapters/http/static
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
