package main

// api shows how the AI API answers.
func api() row {
	return row{"AI API", []panel{
		series("Requests by endpoint", "Every try, that of a token included.", perSecond,
			query{`sum by (method, endpoint) (rate(api_requests_total[$__rate_interval]))`, "{{method}} {{endpoint}}"}).stacked(),
		series("Errors by endpoint and code", "Answers other than 2xx; error: no answer at all.", perSecond,
			query{orZero(`sum by (endpoint, code) (rate(api_requests_total{code!~"2.."}[$__rate_interval]))`, "code"), "{{endpoint}} {{code}}"}).stacked(),
		series("Latency by endpoint, 95 %", "How long answers took to begin.", seconds,
			query{`histogram_quantile(0.95, sum by (le, method, endpoint) (rate(api_request_duration_seconds_bucket[$__rate_interval])))`, "{{method}} {{endpoint}}"}),
		series("Part of requests in error", "A sweep still succeeds when its retries do.", share,
			query{orZero(`sum(rate(api_requests_total{code!~"2.."}[$__rate_interval])) / sum(rate(api_requests_total[$__rate_interval]))`, ""), "errors"}),
		series("Retries by reason", "throttled: 429, the API asks for a slower pace. unavailable: 5xx. network: no answer.", perSecond,
			query{orZero(`sum by (reason) (rate(api_retries_total[$__rate_interval]))`, "reason"), "{{reason}}"}).stacked(),
		series("Executions per bulk request", "Full requests hold 100, or api.batchSize.", count,
			query{orNothing(`sum(rate(batch_size_sum[$__rate_interval])) / sum(rate(batch_size_count[$__rate_interval]))`), "mean"},
			query{orNothing(`histogram_quantile(0.95, sum by (le) (rate(batch_size_bucket[$__rate_interval])))`), "95 %"}),
	}}
}
