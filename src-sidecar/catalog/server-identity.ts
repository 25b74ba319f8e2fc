import type { ConnectorConfig } from "../../src-contract/connector.ts";
import type { Digest } from "../../src-contract/ids.ts";
import { digestJson, type JsonObject } from "../base/canonical-json.ts";
import { bindingsOf } from "./bindings.ts";
import { describeTarget, quoted } from "./describe-target.ts";

/** Who a server is, as far as it can be told without trusting it: where the connector leads, what it carries, and its own name. */
export interface ServerIdentity {
  readonly kind: ConnectorConfig["kind"];
  /** The command line, or origin and path of the address. */
  readonly target: string;
  readonly cwd: string | null;
  /** Variables or headers, by name; the literal value where it is no secret. A new secret value leads to the same server. */
  readonly bindings: readonly { readonly name: string; readonly value: string | null }[];
  /** What it last called itself; null: it was never connected to. */
  readonly name: string | null;
}

/** Who answers behind a config. Its order of variables and headers makes no other server. */
export function serverIdentity(config: ConnectorConfig, name: string | null): ServerIdentity {
  const bindings = bindingsOf(config).map(({ name: as, source }) => ({
    name: config.kind === "mcp-http" ? as.toLowerCase() : as,
    value: source.kind === "static" ? source.value : null,
  }));
  return {
    kind: config.kind,
    target: config.kind === "mcp-http" ? addressOf(config.url) : describeTarget(config),
    cwd: config.kind === "mcp-stdio" ? (config.cwd ?? null) : null,
    bindings: bindings.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    name,
  };
}

/** SHA-256 of the identity. Pinned at a review: under another one nothing that was reviewed holds. */
export function identityDigest(identity: ServerIdentity): Digest {
  const json = JSON.parse(JSON.stringify(identity)) as JsonObject; // What JSON.parse gives for an object's text is a JsonObject.
  return digestJson(json) as Digest; // 64 lower-case hex digits, by its own word.
}

/** The identity for people, in one line. */
export function describeServer({ kind, target, cwd, bindings, name }: ServerIdentity): string {
  const carried = bindings.map((one) => (one.value === null ? one.name : `${one.name}=${quoted(one.value)}`));
  const parts = [
    target,
    ...(cwd === null ? [] : [`in ${quoted(cwd)}`]),
    ...(carried.length === 0 ? [] : [`${kind === "mcp-http" ? "headers" : "environment"} ${carried.join(", ")}`]),
    ...(name === null ? [] : [`calls itself ${JSON.stringify(name)}`]),
  ];
  return parts.join("; ");
}

// A query or a fragment chooses among what one server offers.
function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
