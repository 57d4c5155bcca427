#!/bin/sh
# Shows the main job on a simulated tenant: what would go, its going, and that
# nothing is left to go. Usage: configs/demo.sh BINARY
set -eu
reaper=$1
here=$(dirname "$0")
log=$(mktemp)
"$reaper" simulate --resource-groups 6 --executions 300 --seed 7 --settle 1s --single-only forecast-fit >"$log" &
simulator=$!
trap 'kill $simulator 2>/dev/null; rm -f "$log"' EXIT
until grep -q AICORE_CLIENT_SECRET "$log"; do
	kill -0 "$simulator" # ends the script where the simulator has ended
	sleep 0.1
done
eval "$(grep '^export ' "$log")"

echo '$ aicore-reaper plan'
"$reaper" plan --config "$here/demo.yaml"
echo
echo '$ aicore-reaper once --enforce'
"$reaper" once --enforce --config "$here/demo.yaml"
echo
echo '$ aicore-reaper plan        # nothing is left to do'
"$reaper" plan --config "$here/demo.yaml"
