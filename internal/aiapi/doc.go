// Package aiapi is the client of the SAP AI API. It lists, stops and deletes
// executions, one by one and in bulk, and asks for what a decision on them needs:
// resource groups, capabilities, configurations, deployments, tracking data, logs.
//
// Facts about the API are from SAP's published description of AI Core (2.42.0) and
// its user guide. A comment that names a schema means one of that description.
//
// Each call goes through a chain of handlers, a file each: it waits for the rate
// limit, gets a token, is timed, and is repeated where that is safe. A call that
// fails returns an *Error; what the server says in it is one line, without control
// characters and without what the call carried. A call with an id that no request
// may hold is not sent. Nothing that can be printed holds a secret or a token.
package aiapi
