{{- /* What the pods of both workloads have in common. */}}
{{- define "aicore-reaper.pod-metadata" -}}
labels:
  {{- include "aicore-reaper.labels" . | nindent 2 }}
annotations:
  # A change of the config starts new pods.
  checksum/config: {{ toYaml .Values.config | sha256sum }}
  {{- with .Values.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "aicore-reaper.pod-spec" -}}
serviceAccountName: {{ include "aicore-reaper.name" . }}
automountServiceAccountToken: false
enableServiceLinks: false
# The request in flight is answered, then the report written.
terminationGracePeriodSeconds: 60
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: config
    configMap:
      name: {{ include "aicore-reaper.name" . }}
  - name: binding
    secret:
      secretName: {{ .Values.binding.secretName }}
      defaultMode: 0440
{{- end }}

{{- define "aicore-reaper.container" -}}
name: aicore-reaper
image: {{ include "aicore-reaper.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - name: config
    mountPath: /etc/aicore-reaper
    readOnly: true
  - name: binding
    mountPath: /bindings/aicore/aicore
    readOnly: true
{{- end }}

{{- define "aicore-reaper.env" -}}
- name: SERVICE_BINDING_ROOT
  value: /bindings
# Collects harder before the kernel would kill.
- name: GOMEMLIMIT
  valueFrom:
    resourceFieldRef: {resource: limits.memory}
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end }}
