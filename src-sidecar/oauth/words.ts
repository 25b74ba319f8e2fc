import { OAuthError } from "./error.ts";
import type { ProviderEntry } from "./oauth.ts";

/** What an account that needs a person says. */
export const NEEDS_PERSON = {
  refused: "The provider no longer accepts this connection.",
  "client-gone": "The provider no longer knows the app that this account was connected with.",
  scope: "A server asks for a permission that this account was not connected with.",
  "older-copy":
    "It comes from a backup or an older copy, and may have been renewed since. A provider that is sent an outdated sign-in may end it everywhere.",
  unreadable: "The connection cannot be read from the vault. Nothing was changed.",
} as const;

const ASK =
  "Ask the person you work for to open Gatehouse, Accounts, and connect it; then call again. Nothing was sent.";

/**
 * The error of a call that has no account to go out with, in words for the agent.
 *
 * @param why `never`: none is connected; `any-more`: it needs to be connected again; `nobody`: the call acts as no member.
 */
export function accountNeeded(
  { name }: Pick<ProviderEntry, "name">,
  why: "never" | "any-more" | "nobody",
  isOrgs = false,
): OAuthError {
  if (why === "nobody")
    return new OAuthError(
      "account_needed",
      "config",
      `This needs a member's own ${name} account, and this key is shared. Use a key that is issued to a member. Nothing was sent.`,
    );
  const whose = isOrgs ? `The organization's ${name} account` : `Your ${name} account`;
  return new OAuthError(
    "account_needed",
    "dead",
    `${whose} is not connected${why === "any-more" ? " any more" : ""}. ${ASK}`,
  );
}

/** The error of a call that would go out as another account than the one that was shown. */
export function accountChanged({ name }: Pick<ProviderEntry, "name">): OAuthError {
  const message = `The ${name} account is another one than it was when this began. Nothing was sent. Call again.`;
  return new OAuthError("account_needed", "config", message);
}

/** The error of a token that ran out while its provider cannot be asked. */
export function cannotRenew({ name }: Pick<ProviderEntry, "name">, inMs: number, cause?: unknown): OAuthError {
  const seconds = Math.max(1, Math.ceil(inMs / 1000));
  return new OAuthError(
    "oauth_unreachable",
    "transient",
    `The token for ${name} has expired and ${name} cannot be reached to renew it. The account stays connected. Nothing was sent.`,
    {
      hint: `Gatehouse tries again by itself in ${seconds} s.`,
      retryAfterMs: inMs,
      ...(cause === undefined ? {} : { cause }),
    },
  );
}
