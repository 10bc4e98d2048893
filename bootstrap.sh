#!/usr/bin/env bash
# Makes the project's own environment in .tools and .venv; never touches the system. Needs Python >= 3.11 and a package index.
#   ./bootstrap.sh        everything that the product needs
#   ./bootstrap.sh dev    and what the tests and checks need
set -euo pipefail
cd "$(dirname "$0")"
kind=${1:-run}

python=""
for candidate in ${WENZENG_PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$("$candidate" -c 'import sys; print(sys.executable)')
    break
  fi
done
if [ -z "$python" ]; then
  echo "没有找到 Python 3.11 或更新的版本：请先安装，或用 WENZENG_PYTHON=路径 指明。" >&2
  exit 1
fi

case $kind in
  run) files=(requirements/run.txt) ;;
  dev) files=(requirements/run.txt requirements/dev.txt) ;;
  *) echo "用法：./bootstrap.sh [dev]" >&2; exit 2 ;;
esac

stamp=.venv/.wenzeng-$kind
wanted="$PWD $(cat "${files[@]}" pyproject.toml requirements/uv.txt | cksum)"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

if ! { [ -x .tools/bin/uv ] && [ "$(cat .tools/.uv 2>/dev/null)" = "$(cksum <requirements/uv.txt)" ]; }; then
  "$python" -m pip --version >/dev/null 2>&1 || {
    echo "这个 Python（$python）没有 pip：Debian/Ubuntu 请先安装 python3-venv 与 python3-pip。" >&2
    exit 1
  }
  "$python" -m pip install --quiet --disable-pip-version-check --no-warn-script-location --upgrade \
    --require-hashes --target .tools -r requirements/uv.txt 2>&1 | grep -v -E '^(WARNING|$)' >&2 || true
  [ -x .tools/bin/uv ] || { echo "没能装上 uv：请检查软件源是否可达。" >&2; exit 1; }
  cksum <requirements/uv.txt >.tools/.uv
fi

# The index and the certificates that pip uses, uv uses too: packages come from the mirror that this machine is set to.
export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS-true}
if [ -z "${UV_DEFAULT_INDEX:-}" ]; then
  index=${PIP_INDEX_URL:-$("$python" -m pip config get global.index-url 2>/dev/null || true)}
  [ -z "$index" ] || export UV_DEFAULT_INDEX=$index
fi
trap 'echo "依赖没有装上：请检查软件源（PIP_INDEX_URL 或 pip 的 index-url）是否可达，再跑一次。" >&2' ERR
[ -x .venv/bin/python ] || .tools/bin/uv venv --quiet --python "$python" .venv
# Dev packages stay when only the product's own are asked for, so that demo and test can take turns.
if [ "$kind" = dev ]; then
  .tools/bin/uv pip sync --quiet --require-hashes --python .venv/bin/python "${files[@]}"
else
  .tools/bin/uv pip install --quiet --require-hashes --python .venv/bin/python -r "${files[0]}"
fi
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
printf '%s\n' "$PWD/src" >"$site/wenzeng.pth"
cat >.venv/bin/wenzeng <<RUN
#!/usr/bin/env bash
exec "$PWD/.venv/bin/python" -m wenzeng.site.cli "\$@"
RUN
chmod +x .venv/bin/wenzeng
printf '%s' "$wanted" >"$stamp"
[ "$kind" != dev ] || printf '%s' "$PWD $(cat requirements/run.txt pyproject.toml requirements/uv.txt | cksum)" >.venv/.wenzeng-run
