import type { ConnectorConfig } from "../../src-contract/connector.ts";
import type { MemberId } from "../../src-contract/ids.ts";
import { CallError } from "../calls/index.ts";
import { ConnectorError } from "../connectors/index.ts";
import type { OAuth } from "../oauth/index.ts";
import { accountHealths } from "./account-views.ts";

/**
 * Carries something out and, where the server refuses it because the account that it goes out with is broken by now, says that in the place
 * of what the server said: whoever reads it can do something about it.
 *
 * @throws {CallError} `account_needed`, and what `work` throws.
 */
export async function orAccountNeeded<T>(
  parts: { readonly oauth: Pick<OAuth, "providers" | "accounts"> },
  { config, member }: { readonly config: ConnectorConfig; readonly member: MemberId | null },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal === undefined) throw error;
    const broken = accountHealths(parts, config, member).find(({ state }) => state === "needs-reconnect");
    if (!broken) throw error;
    const isOrgs = parts.oauth.providers.find(broken.providerId)?.config.owner === "org";
    const whose = isOrgs ? `The organization's ${broken.name} account` : `Your ${broken.name} account`;
    const what = refusal.status === 403 ? "lacks a permission that the server asks for" : "is not connected any more";
    throw new CallError(
      "account_needed",
      `${whose} ${what}. Ask the person you work for to open Gatehouse, Accounts, and connect it; then call again. The server did nothing.`,
    );
  }
}

/** A connector that was refused a moment ago says so without asking again. */
function refusalIn(error: unknown): ConnectorError["refusal"] {
  if (!(error instanceof ConnectorError)) return undefined;
  return error.refusal ?? refusalIn(error.cause);
}
