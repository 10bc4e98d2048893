# 稳增 wenzeng。四个命令就够：make demo（看）、make test（全部测试）、make check（结构、风格、类型）、make bench（快慢）。
SHELL := /bin/bash
VENV := .venv/bin
export UV_PYTHON_DOWNLOADS := never

.PHONY: demo test check bench lock messages clean

demo:            ## 建好环境，装入演示市，跑完 2020 年 1–5 月，在 127.0.0.1:8000 打开
	@./bootstrap.sh
	@exec $(VENV)/wenzeng up --demo

test: check      ## 全部测试：SQLite、真 PostgreSQL、真浏览器（没有的会明说跳过）
	@$(VENV)/python -m pytest -n 2 --dist worksteal
	@WENZENG_TEST_DATABASE=pg $(VENV)/python -m pytest -n 2 --dist worksteal -m "not e2e and not office" src tests

check:           ## 楼层契约、ruff、djade、mypy、漏掉的迁移、规则文件
	@./bootstrap.sh dev
	@$(VENV)/ruff check src tests bench tools && $(VENV)/ruff format --check -q src tests bench tools
	@git ls-files -z 'src/**/*.html' | xargs -0 -r $(VENV)/djade --target-version 5.2 --check
	@$(VENV)/lint-imports --no-cache
	@$(VENV)/mypy src/wenzeng
	@WENZENG_VAR=.mypy_cache/var $(VENV)/wenzeng manage makemigrations --check --dry-run -v 0
	@WENZENG_VAR=.mypy_cache/var $(VENV)/wenzeng manage check --fail-level WARNING

bench:           ## 基准：与同机标尺的比值，也报绝对值、负载和版本
	@./bootstrap.sh dev
	@$(VENV)/python bench/run.py

lock:            ## 维护者：重新生成带哈希、不带地址的依赖清单
	.tools/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o requirements/run.txt
	.tools/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --group dev -c requirements/run.txt -o requirements/dev.txt

messages:        ## 维护者：更新英文目录（要有 gettext）
	@$(VENV)/python tools/messages.py

clean:           ## 拿掉环境（不动 var/ 里的数据）
	rm -rf .venv .tools .mypy_cache .ruff_cache .import_linter_cache
