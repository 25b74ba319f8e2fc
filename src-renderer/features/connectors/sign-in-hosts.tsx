import { Listed } from "../../ui/messages/listed.tsx";
import { Phrase } from "../../ui/messages/phrase.tsx";
import { GivenName } from "../../ui/text/given-name.tsx";
import { t } from "./messages.ts";

/** Where one signs in to a server, by host: a stranger's words, so that they are marked as such. */
export function SignInHosts({ servers }: { readonly servers: readonly { readonly issuer: string }[] }) {
  const hosts = servers.map(({ issuer }) => (URL.canParse(issuer) ? new URL(issuer).host : issuer));
  return (
    <Phrase
      parts={{
        hosts: (
          <Listed
            type="disjunction"
            items={hosts.map((host) => (
              <GivenName key={host} text={host} isMono />
            ))}
          />
        ),
      }}
      say={(marks) => t("form.oauth.where", { ...marks, count: hosts.length })}
    />
  );
}
