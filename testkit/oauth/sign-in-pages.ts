import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { InteractionResults, Provider } from "oidc-provider";

/** The pages on which a person signs in and allows what is asked for: two forms, no script, nothing from elsewhere. */
export function createSignInPages(provider: Provider) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const details = await provider.interactionDetails(request, response);
    if (request.method === "GET") {
      const text = (name: string): string => JSON.stringify(details.params[name] ?? "");
      const page =
        details.prompt.name === "login"
          ? signInPage()
          : consentPage(text("client_id"), text("scope"), details.session?.accountId ?? "");
      sendPage(response, page);
      return;
    }
    const form = new URLSearchParams(await text(request));
    const finish = (result: InteractionResults): Promise<void> =>
      provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    if (form.get("decision") === "deny")
      return finish({ error: "access_denied", error_description: "<b>The person said no.</b>" });
    if (details.prompt.name === "login") return finish({ login: { accountId: form.get("login") ?? "" } });
    return finish({ consent: { grantId: await grantWhatIsAsked(provider, details) } });
  };
}

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

async function grantWhatIsAsked(provider: Provider, details: Interaction): Promise<string> {
  const { session, params, prompt, grantId } = details;
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant =
    known ?? new provider.Grant({ accountId: session?.accountId ?? "", clientId: String(params["client_id"]) });
  // What oidc-provider puts into the details of its consent prompt.
  const missing = prompt.details as {
    missingOIDCScope?: string[];
    missingOIDCClaims?: string[];
    missingResourceScopes?: Record<string, string[]>;
  };
  if (missing.missingOIDCScope) grant.addOIDCScope(missing.missingOIDCScope.join(" "));
  if (missing.missingOIDCClaims) grant.addOIDCClaims(missing.missingOIDCClaims);
  for (const [resource, scopes] of Object.entries(missing.missingResourceScopes ?? {}))
    grant.addResourceScope(resource, scopes.join(" "));
  return grant.save();
}

const escape = (value: string): string => value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><body><h1>${title}</h1>${body}</body></html>`;
}

function sendPage(response: ServerResponse, html: string): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
}

function signInPage(): string {
  return page(
    "Sign in",
    '<form method="post"><label>Login <input name="login" required></label> <button>Sign in</button></form>',
  );
}

function consentPage(client: string, scope: string, login: string): string {
  return page(
    "Authorize",
    `<p>${escape(client)} wants to act as ${escape(login)}: ${escape(scope)}</p>
    <form method="post"><button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></form>`,
  );
}
