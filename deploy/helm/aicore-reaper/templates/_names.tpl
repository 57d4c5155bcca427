{{- define "aicore-reaper.chart" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- /* 52: the name of a CronJob may have no more. */}}
{{- define "aicore-reaper.name" -}}
{{- $chart := include "aicore-reaper.chart" . }}
{{- $full := printf "%s-%s" .Release.Name $chart }}
{{- $own := contains $chart .Release.Name | ternary .Release.Name $full }}
{{- .Values.fullnameOverride | default $own | trunc 52 | trimSuffix "-" }}
{{- end }}

{{- define "aicore-reaper.service-account" -}}
{{- $own := include "aicore-reaper.name" . }}
{{- .Values.serviceAccount.name | default (.Values.serviceAccount.create | ternary $own "default") }}
{{- end }}

{{- define "aicore-reaper.selector" -}}
app.kubernetes.io/name: {{ include "aicore-reaper.chart" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "aicore-reaper.labels" -}}
{{- $own := dict "app.kubernetes.io/version" .Chart.AppVersion "app.kubernetes.io/managed-by" .Release.Service "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_") }}
{{- toYaml (merge (include "aicore-reaper.selector" . | fromYaml) .Values.commonLabels $own) }}
{{- end }}

{{- /* The metadata of an object. of is the root; name, or suffix behind the name of
all objects, namespace, labels and annotations may be given. */}}
{{- define "aicore-reaper.metadata" -}}
name: {{ .name | default (printf "%s%s" (include "aicore-reaper.name" .of) (.suffix | default "")) }}
namespace: {{ .namespace | default .of.Release.Namespace }}
labels:
  {{- toYaml (mergeOverwrite (include "aicore-reaper.labels" .of | fromYaml) (.labels | default dict)) | nindent 2 }}
{{- with .annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "aicore-reaper.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
{{- end }}
