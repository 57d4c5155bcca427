{{- /* What the pods of both workloads, and of helm test, have in common. */}}
{{- define "aicore-reaper.pod-metadata" -}}
labels:
  {{- toYaml (mergeOverwrite (include "aicore-reaper.labels" . | fromYaml) .Values.podLabels) | nindent 2 }}
annotations:
  # A change of the config starts new pods.
  checksum/config: {{ toYaml .Values.config | sha256sum }}
  {{- with .Values.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "aicore-reaper.pod-spec" -}}
serviceAccountName: {{ include "aicore-reaper.service-account" . }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
{{- range $field := list "imagePullSecrets" "nodeSelector" "affinity" "tolerations" "topologySpreadConstraints" "priorityClassName" "runtimeClassName" "hostAliases" "dnsPolicy" "dnsConfig" "initContainers" }}
{{- with get $.Values $field }}
{{ dict $field . | toYaml }}
{{- end }}
{{- end }}
volumes:
  - name: config
    configMap:
      name: {{ include "aicore-reaper.name" . }}
  {{- with .Values.binding.secretName }}
  - name: binding
    secret:
      secretName: {{ . }}
      defaultMode: 0440
  {{- end }}
  {{- if .Values.persistence.enabled }}
  - name: data
    persistentVolumeClaim:
      claimName: {{ .Values.persistence.existingClaim | default (include "aicore-reaper.name" .) }}
  {{- end }}
  {{- with .Values.volumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "aicore-reaper.container" -}}
name: aicore-reaper
image: {{ include "aicore-reaper.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  {{- toYaml .Values.containerSecurityContext | nindent 2 }}
{{- with .Values.envFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumeMounts:
  - name: config
    mountPath: /etc/aicore-reaper
    readOnly: true
  {{- if .Values.binding.secretName }}
  - name: binding
    mountPath: /bindings/aicore/aicore
    readOnly: true
  {{- end }}
  {{- if .Values.persistence.enabled }}
  - name: data
    mountPath: {{ .Values.persistence.mountPath }}
  {{- end }}
  {{- with .Values.volumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "aicore-reaper.args" -}}
- --config=/etc/aicore-reaper/aicore-reaper.yaml
- --log-format=json
{{- with .Values.extraArgs }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "aicore-reaper.env" -}}
- name: SERVICE_BINDING_ROOT
  value: /bindings
# Collects harder before the kernel would kill.
- name: GOMEMLIMIT
  valueFrom:
    resourceFieldRef: {resource: limits.memory}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}
