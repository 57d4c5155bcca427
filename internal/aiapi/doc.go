// Package aiapi is the client of the SAP AI API. It lists, stops and deletes
// executions, one by one and in bulk. It also asks for what decisions need:
// resource groups, capabilities, configurations, deployments, tracking data and
// logs.
//
// Facts about the API come from SAP's published description of AI Core (2.42.0)
// and its user guide. Where a comment names a schema, it is one of that
// description.
//
// Each call goes through a chain of handlers, one per file: it waits for the rate
// limit, gets a token, is timed, and is repeated if that is safe. A call that
// fails returns an *Error. The server's text in it is one line, without control
// characters and without the secrets of the call. A call with an invalid id is
// not sent. Nothing that can be printed contains a secret or a token.
package aiapi
