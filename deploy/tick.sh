#!/usr/bin/env bash
# Why: Spin has no scheduler; something has to have the scheduled work done. A
# cron job, a systemd timer or a Kubernetes CronJob does as well.
#   deploy/tick.sh URL TOKEN_FILE
set -euo pipefail
while :; do
    for work in incidents mail; do
        curl -sf -o /dev/null --max-time 60 -X POST "$1/internal/tick/$work" \
            -H "Authorization: Bearer $(cat "$2")" || true
    done
    sleep 30
done
