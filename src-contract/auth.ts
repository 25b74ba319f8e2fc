/** How a credential authenticates, and what of it is sealed. */
import * as z from "zod";

/**
 * The types of auth material. A connector without a credential is PRODUCT's "none".
 *
 * - `token`: one value, as a bearer token or an API key; the binding's template says how it is written.
 * - `basic`: user name and password (RFC 7617).
 * - `header`: a secret inside a template of the credential's own, `{{secret}}` standing for it.
 *
 * OAuth 2 is no type of credential: its material belongs to a provider and to connected accounts (`oauth.ts`).
 */
export const authType = z.enum(["token", "basic", "header"]);
export type AuthType = z.infer<typeof authType>;

/** One field of auth material, never empty. All of them are sealed together; `isSecret` only says how a form shows what is typed. */
export interface AuthField {
  readonly name: string;
  readonly isSecret: boolean;
}

const plain = (name: string): AuthField => ({ name, isSecret: false });
const secret = (name: string): AuthField => ({ name, isSecret: true });

/**
 * What each type consists of. `template` holds `{{secret}}` once.
 */
export const authFields: Readonly<Record<AuthType, readonly AuthField[]>> = {
  token: [secret("secret")],
  basic: [plain("username"), secret("password")],
  header: [plain("template"), secret("secret")],
};
