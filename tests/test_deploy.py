"""The files of deploy/ hold by the programs that they are for, where these are installed."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[1] / "deploy"
RISK = 20  # tenths: the exposure that `systemd-analyze security` may find


def program(name):
    """Return the path of a program, or skip the test."""
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(folder, *command):
    """Run a program in a folder; return its exit code and all that it printed."""
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        command, cwd=folder, env=home, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def test_nginx(tmp_path):
    """`nginx -t` takes the site, with a certificate that is there."""
    nginx, openssl = program("nginx"), program("openssl")
    new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=x"]
    assert run(tmp_path, openssl, *new, "-keyout", "key.pem", "-out", "site.pem")[0] == 0
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    text = re.sub(r"/etc/ssl/\S+\.key;", f"{tmp_path}/key.pem;", text)
    text = re.sub(r"/etc/ssl/\S+\.pem;", f"{tmp_path}/site.pem;", text)
    head = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off;\n"
    (tmp_path / "nginx.conf").write_text(f"{head}{text}\n}}\n", "utf-8")
    code, said = run(tmp_path, nginx, "-t", "-p", str(tmp_path), "-c", f"{tmp_path}/nginx.conf")
    assert (code, "successful" in said, "[warn]" in said) == (0, True, False), said


def test_caddy(tmp_path):
    """`caddy validate` takes the site without what the module of the rates needs."""
    caddy = program("caddy")
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    text = re.sub(r"^\{\n\torder rate_limit.*?^\}\n", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^\trate_limit \{.*?^\t\}\n", "", text, flags=re.MULTILINE | re.DOTALL)
    assert "reverse_proxy" in text
    (tmp_path / "Caddyfile").write_text(text, "utf-8")
    code, said = run(tmp_path, caddy, "validate", "--config", "Caddyfile", "--adapter", "caddyfile")
    assert (code, "Valid configuration" in said) == (0, True), said


def test_unit(tmp_path):
    """Systemd knows every setting of the units, and finds the service little exposed."""
    systemd = program("systemd-analyze")
    for name in ("kkgraph.service", "kkgraph.socket"):
        text = (DEPLOY / name).read_text("utf-8")
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
        (tmp_path / name).write_text(text, "utf-8")
    _, said = run(tmp_path, systemd, "verify", f"{tmp_path}/kkgraph.service")
    # The only setting that an older systemd (before 253) does not know; the unit says so.
    left = [line for line in said.splitlines() if str(tmp_path) in line]
    assert [line for line in left if "notify-reload" not in line] == []
    threshold = ["--offline=true", f"--threshold={RISK}"]
    code, said = run(tmp_path, systemd, "security", *threshold, f"{tmp_path}/kkgraph.service")
    if "unrecognized option" in said:
        pytest.skip("this systemd-analyze looks at running services only")
    assert code == 0, said.splitlines()[-1]


def test_image_has_what_the_build_needs():
    """What the wheel is made of, by pyproject.toml, is not kept out of the image's build."""
    project = tomllib.loads((DEPLOY.parent / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    named = [*wheel["force-include"], project["project"]["readme"]]
    needed = [*named, *project["project"]["license-files"], "pyproject.toml", "hatch_build.py"]
    lines = (DEPLOY.parent / ".dockerignore").read_text("utf-8").splitlines()
    let_in = [line[1:] for line in lines if line.startswith("!")]
    assert [one for one in needed if one not in let_in] == []
