import type { ConnectorConfig } from "../../src-contract/connector.ts";
import { HttpError } from "../base/http-error.ts";
import { reachOf } from "../base/http-reach.ts";
import { CatalogError } from "./catalog-error.ts";

/**
 * Refuses an address that could not be reached anyway, as far as it says so itself: where its name leads is seen when it is connected to.
 *
 * @throws {CatalogError} `host_not_allowed` with the host that an admin could allow, `invalid_input`.
 */
export function checkAddress(config: ConnectorConfig, allowedHosts: readonly string[]): void {
  if (config.kind !== "mcp-http") return;
  try {
    reachOf(config.url, allowedHosts);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { message, host } = error;
    const fields = [{ path: "/config/url", message }];
    if (host === null) throw new CatalogError("invalid_input", message, { fields });
    throw new CatalogError("host_not_allowed", message, { fields, host, hint: "An admin can allow it by name." });
  }
}
