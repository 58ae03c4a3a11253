"""The verb `unit`: files for systemd, printed for this installation, and where to put them."""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path
from shlex import quote

from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.operations import homes

FOLDER = "/etc/systemd/system"
ENVIRONMENT = "/etc/koinon.env"
KINDS = ("service", "backup", "timer", "environment")

SERVICE = """\
# {folder}/koinon.service
[Unit]
Description=Koinon, a coalition of cities in the open
Documentation=https://www.freedesktop.org/software/systemd/man/systemd.exec.html
After=network-online.target postgresql.service
Wants=network-online.target

[Service]
Type=exec
User={user}
Environment=KOINON_HOME={home}
EnvironmentFile=-{environment}
ExecStart={command} up --empty --host 127.0.0.1 --port {port}
WorkingDirectory={home}
Restart=on-failure
RestartSec=2
# SIGTERM: what is being written is committed, what waits is answered, then it ends.
KillSignal=SIGTERM
TimeoutStopSec=30
{hardening}
[Install]
WantedBy=multi-user.target
"""

BACKUP = """\
# {folder}/koinon-backup.service
[Unit]
Description=A backup of Koinon, and a look at its health
After=koinon.service

[Service]
Type=oneshot
User={user}
Environment=KOINON_HOME={home}
EnvironmentFile=-{environment}
ExecStart={command} backup --keep 14
ExecStart={command} doctor
WorkingDirectory={home}
Nice=10
{hardening}"""

TIMER = """\
# {folder}/koinon-backup.timer
[Unit]
Description=A backup of Koinon every night

[Timer]
OnCalendar=*-*-* 02:30:00
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target
"""

HARDENING = """\
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths={home}
ProtectHome={protect_home}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
CapabilityBoundingSet=
"""

SETTINGS = """\
# {environment}  (mode 0600, owner root: it may hold passwords)
KOINON_HOSTS={host}
KOINON_ORIGINS=https://{host}
KOINON_HTTPS=1
# KOINON_DATABASE_URL=postgresql://koinon:PASSWORD@127.0.0.1:5432/koinon
# The mail server: see docs/how-to/send-mail.md
KOINON_FROM=secretariat@{host}
"""


def unit(kind: str, *, user: str, host: str, port: int) -> int:
    """Print one file on standard output, and beside it what to do with it."""
    if kind not in KINDS:
        raise Mistake(f"unit: '{kind}' is none; there are {', '.join(KINDS)}.")
    home = homes.named()
    _require_plain(str(home), "KOINON_HOME")
    command = _command()
    told = {
        "folder": FOLDER,
        "environment": ENVIRONMENT,
        "user": user or _owner(home),
        "home": str(home),
        "command": command,
        "host": host,
        "port": str(port),
    }
    private = home.is_relative_to("/home") or home.is_relative_to("/root")
    in_homes = private or command.startswith(("/home/", "/root/"))
    told["hardening"] = HARDENING.format(home=home, protect_home="read-only" if in_homes else "yes")
    text = {"service": SERVICE, "backup": BACKUP, "timer": TIMER, "environment": SETTINGS}[kind]
    print(text.format(**told), end="")
    for sentence in _next(kind):
        print(sentence, file=sys.stderr)
    return 0


def _command() -> str:
    """What starts koinon here: the installed command, or the source tree's Python."""
    installed = Path(sys.prefix) / "bin" / "koinon"
    if installed.is_file():
        said = str(installed)
    else:
        source = Path(__file__).resolve().parents[4]
        said = f"/usr/bin/env PYTHONPATH={source} {sys.executable} -m koinon.interfaces.shell.main"
    for word in said.split(" "):
        _require_plain(word.partition("=")[2] or word, "the place koinon is installed in")
    return said


def _require_plain(path: str, what: str) -> None:
    """Units read blanks, % and $ in their own way; a plain path needs no quoting."""
    if quote(path) != path or "%" in path:
        raise Mistake(f"unit: {what} is {path!a}; choose a path without blanks and signs.")


def _owner(home: Path) -> str:
    """Who owns the home folder; "koinon" where it is not there yet, or is root's."""
    uid = home.stat().st_uid if home.exists() else os.geteuid()
    if uid == 0:
        return "koinon"
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _next(kind: str) -> list[str]:
    """What to do with the file."""
    named = {
        "service": "koinon.service",
        "backup": "koinon-backup.service",
        "timer": "koinon-backup.timer",
    }
    if kind == "environment":
        return [f"Put it into {ENVIRONMENT}, readable by root alone, and mend the lines."]
    file = f"{FOLDER}/{named[kind]}"
    after = {
        "service": "systemctl enable --now koinon",
        "backup": "koinon unit timer",
        "timer": "systemctl enable --now koinon-backup.timer",
    }[kind]
    return [
        f"Put it into {file}: koinon unit {kind} | sudo tee {file}",
        f"Then: systemctl daemon-reload; {after}",
    ]
