import type { AuthType } from "../../../client/index.ts";

/** What a template may hold, by type of credential. */
const SLOTS: Readonly<Record<AuthType, readonly string[]>> = {
  token: ["secret"],
  basic: ["username", "password", "basic"],
  header: ["secret"],
};

/** The placeholders that a person may write for a credential of this type. */
export function slotsOf(authType: AuthType): readonly string[] {
  return SLOTS[authType].map((name) => `{{${name}}}`);
}

/** How a value is written where no template says otherwise; null: as the credential itself says. */
export function usualWriting(authType: AuthType): string | null {
  switch (authType) {
    case "token":
      return "{{secret}}";
    case "basic":
      return "Basic {{basic}}";
    case "header":
      return null;
  }
}

/**
 * The template that fits a binding: `Authorization` takes the scheme of RFC 6750 before a token; a variable takes one part of a user name
 * and password, by its own name. Empty: as usual.
 */
export function fittingTemplate(of: "env" | "headers", name: string, authType: AuthType): string {
  switch (authType) {
    case "token":
      return of === "headers" && name.trim().toLowerCase() === "authorization" ? "Bearer {{secret}}" : "";
    case "basic":
      if (of === "headers") return "";
      return /user|login|account/i.test(name) ? "{{username}}" : "{{password}}";
    case "header":
      return "";
  }
}
