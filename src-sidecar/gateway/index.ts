/**
 * The agents' door: MCP over Streamable HTTP on loopback, in both protocol eras. It answers to its own address, to no web page, and to
 * nobody without a connector key; it lists and calls exactly the tools of that key's policy. Nothing behind it can decide, classify,
 * unlock or read a secret.
 */
export type { AgentLookup } from "./agent.ts";
export { createAgentLookup } from "./agent-of.ts";
export { openDoor, type Door } from "./door.ts";
