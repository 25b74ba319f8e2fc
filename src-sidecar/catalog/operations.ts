import type { Suggestion, ToolDefinition } from "../../src-contract/connector.ts";
import type { ContentOperation } from "./catalog.ts";

const NOT_THE_SERVERS = "It is an operation of the protocol; Gatehouse wrote this definition, not the server.";
const TEXT = { type: "string" } as const;

/**
 * What an operation is, in our words: the same for every server, so that no server describes its own. A change here makes every
 * classification of the operation drift.
 */
const DEFINITIONS: Readonly<Record<ContentOperation, ToolDefinition>> = {
  "resources/read": {
    name: "resources/read",
    title: "Read a resource",
    description: `Gives an agent the content of one of the resources that the server lists. ${NOT_THE_SERVERS}`,
    inputSchema: {
      type: "object",
      properties: { uri: { ...TEXT, minLength: 1, maxLength: 4096 } },
      required: ["uri"],
      additionalProperties: false,
    },
  },
  "prompts/get": {
    name: "prompts/get",
    title: "Get a prompt",
    description: `Gives an agent one of the prompts that the server lists, filled in. ${NOT_THE_SERVERS}`,
    inputSchema: {
      type: "object",
      properties: { name: { ...TEXT, minLength: 1 }, arguments: { type: "object", additionalProperties: TEXT } },
      required: ["name"],
      additionalProperties: false,
    },
  },
  "completion/complete": {
    name: "completion/complete",
    title: "Complete an argument",
    description: `Sends what was typed so far of an argument of a prompt or a resource, and gives an agent what it could become. ${NOT_THE_SERVERS}`,
    inputSchema: {
      type: "object",
      properties: {
        ref: {
          type: "object",
          properties: { type: { enum: ["ref/prompt", "ref/resource"] }, name: TEXT, uri: TEXT },
          required: ["type"],
          additionalProperties: false,
        },
        argument: {
          type: "object",
          properties: { name: TEXT, value: TEXT },
          required: ["name", "value"],
          additionalProperties: false,
        },
        context: {
          type: "object",
          properties: { arguments: { type: "object", additionalProperties: TEXT } },
          additionalProperties: false,
        },
      },
      required: ["ref", "argument"],
      additionalProperties: false,
    },
  },
};

const EVIDENCE: Readonly<Record<ContentOperation, readonly string[]>> = {
  "resources/read": [
    "The protocol means it to read and nothing else.",
    "What is read can carry instructions for a model.",
  ],
  "prompts/get": ["The protocol means it to read and nothing else.", "A prompt is made to steer a model."],
  "completion/complete": [
    "The protocol means it to read and nothing else.",
    "What was typed so far leaves for the server.",
  ],
};

/** The operations that a catalog knows, in the order in which it shows them. */
export const CONTENT_OPERATIONS: readonly ContentOperation[] = ["resources/read", "prompts/get", "completion/complete"];

export function operationDefinition(operation: ContentOperation): ToolDefinition {
  return DEFINITIONS[operation];
}

/** What speaks for a class of an operation. A server could do anything behind it, so it only ever suggests. */
export function suggestOperationRisk(operation: ContentOperation): Suggestion {
  return {
    riskClass: "read-only",
    flow: { readsOutside: true, sendsOut: false },
    evidence: EVIDENCE[operation].map((text) => ({ from: "method", text })),
  };
}

/** `<slug>__<operation>`. Its slash stands in no tool's exposed name, so the two never meet. */
export function operationName(slug: string, operation: ContentOperation): string {
  return `${slug}__${operation}`;
}
