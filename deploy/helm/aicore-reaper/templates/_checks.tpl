{{- /* What no schema can tell, and would otherwise be seen only when a pod runs. */}}
{{- define "aicore-reaper.checks" -}}
{{- if and (ne .Values.monitor.kind "none") (ne .Values.workload "deployment") }}
{{- fail "monitor.kind: a CronJob's pods end before they are scraped: set workload: deployment, or metrics.pushgateway in the config" }}
{{- end }}
{{- if ne (dig "metrics" "listen" ":9464" .Values.config) ":9464" }}
{{- fail "config.metrics.listen: probes, Service and NetworkPolicy go by port 9464: leave it out" }}
{{- end }}
{{- if and (not .Values.binding.secretName) (not .Values.envFrom) (not .Values.extraEnv) (not .Values.volumes) }}
{{- fail "binding.secretName: name the secret with the binding of SAP AI Core, or give the credentials by extraEnv, envFrom or volumes" }}
{{- end }}
{{- $shards := and (eq .Values.workload "cronjob") (gt (int .Values.cronjob.shards) 1) }}
{{- if and $shards .Values.persistence.enabled (not .Values.persistence.existingClaim) (not (has "ReadWriteMany" .Values.persistence.accessModes)) }}
{{- fail "persistence.accessModes: the pods of several shards run on several nodes: add ReadWriteMany" }}
{{- end }}
{{- include "aicore-reaper.writable" (list . "audit.file" (dig "audit" "file" "" .Values.config)) }}
{{- include "aicore-reaper.writable" (list . "archive.url" (dig "archive" "url" "" .Values.config | trimPrefix "file://")) }}
{{- include "aicore-reaper.writable" (list . "metrics.textfile" (dig "metrics" "textfile" "" .Values.config)) }}
{{- end }}

{{- /* A path of the config that is written to must lie on a volume. */}}
{{- define "aicore-reaper.writable" -}}
{{- $root := index . 0 }}
{{- $key := index . 1 }}
{{- $path := index . 2 }}
{{- if and $path $root.Values.containerSecurityContext.readOnlyRootFilesystem }}
{{- $mounted := $root.Values.persistence.enabled | ternary (list $root.Values.persistence.mountPath) list }}
{{- range $root.Values.volumeMounts }}
{{- $mounted = append $mounted .mountPath }}
{{- end }}
{{- $found := false }}
{{- range $mounted }}
{{- $found = or $found (hasPrefix (printf "%s/" (trimSuffix "/" .)) $path) }}
{{- end }}
{{- if not $found }}
{{- fail (printf "config.%s: %s is on the read-only root: set persistence.enabled and a path under persistence.mountPath, or mount a volume there" $key $path) }}
{{- end }}
{{- end }}
{{- end }}
