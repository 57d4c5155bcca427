// Package aiapi is the client of the SAP AI API, as far as executions need it:
// listing, stopping and deleting them, one by one and in bulk, and what goes
// with that: tokens, resource groups, capabilities, configurations, logs.
//
// Facts about the API are SAP's published description of AI Core (2.42.0) and
// its user guide; where a comment names a schema, it is one of that description.
//
// Every call waits for the rate limit, carries a token, is repeated where that
// is safe and sensible, and is told to Options.OnRequest. What goes wrong is an
// *Error; what the server says in it is cut to a line and cleaned of control
// characters. No secret and no token is in any value that can be printed.
package aiapi
