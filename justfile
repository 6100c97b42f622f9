# The one definition of what must hold; continuous integration and pre-commit call it.

# Everything: static checks, then all tests with coverage.
check: static test coverage

# All checks that run no test.
static: lint types imports

lint:
    ruff check .
    ruff format --check .

types:
    mypy

imports:
    lint-imports

# The whole suite; documentation is part of it.
test:
    pytest -q -n auto --dist loadfile --cov --cov-report=

# What the last tests have not reached: 95 % of all, every branch of what computes numbers.
coverage:
    coverage report
    coverage report --fail-under=100 --include="*/flowtime_domain/kernels/*,*/flowtime_domain/expressions/*,*/flowtime_domain/evaluation/*"

# Put code into the house style.
format:
    ruff check --fix .
    ruff format .

# Renew requirements.lock; it names neither index nor host.
lock:
    uv pip compile pyproject.toml --all-extras --no-strip-extras --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "just lock" --output-file requirements.lock

# Renew the checked-in schemas after a change of shapes.
schemas:
    python tools/write_schemas.py
    python tools/write_openapi.py

# Measure; prints ratios taken in one run.
bench:
    python benchmarks/engine.py
    python benchmarks/runs.py
    python benchmarks/command_line.py
    python benchmarks/http_load.py
    python benchmarks/http.py
    python benchmarks/scenarios.py
    python benchmarks/telemetry_import.py
