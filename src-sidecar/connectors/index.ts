/**
 * The room that talks to upstream MCP servers. It guards the last step of a call: only an `ApprovedCall` goes out, to exactly the connector
 * it was approved for, with credentials that are asked for at that moment and not kept. It refuses a shell, the environment of this
 * process, addresses that no server should have, requests of servers to us, and whatever is too large, too deep, too much or too late.
 * What servers say comes back as they wrote it and is to be treated as untrusted: this room neither redacts nor judges.
 */
export { createConnections } from "./connections.ts";
export type { Connections, ConnectionsOptions, Discovery, SendOptions } from "./connections.ts";
export { ConnectorError } from "./error.ts";
export type { Refusal } from "./error.ts";
export type { Attachment } from "./attachment.ts";
export type { ConnectorTarget } from "./target.ts";
