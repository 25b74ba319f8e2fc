import { ExternalLink, Search } from "lucide-react";
import { useState } from "react";
import { useAction, useStudio, type ProviderPreset, type ProviderSummary } from "../../../../client/index.ts";
import { Button, buttonClass } from "../../../../ui/actions/button.tsx";
import { Field } from "../../../../ui/fields/field.tsx";
import { Input } from "../../../../ui/fields/input.tsx";
import { PasswordInput } from "../../../../ui/fields/password-input.tsx";
import { CopyField } from "../../../../ui/text/copy-field.tsx";
import { t } from "../../messages.ts";
import { ProblemBanner } from "../../problem-banner.tsx";
import { SignInHosts } from "../../sign-in-hosts.tsx";
import type { ConnectorFormState } from "../use-connector-form.ts";
import { useOAuthSetup, type Needed, type OAuthSetup } from "./use-oauth-setup.ts";

export type NewProviderFieldsProps = {
  readonly form: ConnectorFormState;
  readonly needed: Needed | null;
  readonly onMade: (provider: ProviderSummary) => void;
};

/** Sets a provider up from the server's address: looks where one signs in, then as which app. */
export function NewProviderFields({ form, needed, onMade }: NewProviderFieldsProps) {
  const { api } = useStudio();
  const [seen, setSeen] = useState<Needed | null>(null);
  const look = useAction(async (url: string): Promise<Needed> => {
    const { resource, ...rest } = await api.providers.discover({ url });
    return { ...rest, resource: resource ?? url };
  });
  const { url } = form.draft;
  const address = url.trim();
  const known = [seen, needed].find((one) => one !== null && URL.canParse(address) && isOf(one, address)) ?? null;
  const find = async (): Promise<void> => {
    const outcome = await look.run(address);
    if (outcome.kind === "done") setSeen(outcome.value);
  };
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line bg-sunken px-4 py-3">
      {look.problem !== null && <ProblemBanner problem={look.problem} url={address} onAllowed={() => void find()} />}
      {known === null ? (
        <>
          <p className="text-sm text-ink-soft">{t("form.oauth.lookText")}</p>
          <div>
            <Button
              size="small"
              icon={Search}
              isBusy={look.isBusy}
              disabledReason={URL.canParse(address) ? undefined : t("form.oauth.addressFirst")}
              onClick={() => void find()}
            >
              {t("form.oauth.look")}
            </Button>
          </div>
        </>
      ) : (
        <SetUp name={form.draft.name} url={address} needed={known} onMade={onMade} />
      )}
    </div>
  );
}

/** What was found at an address is of use as long as it is the address. */
function isOf({ resource }: Needed, address: string): boolean {
  return URL.canParse(resource) && new URL(resource).origin === new URL(address).origin;
}

type SetUpProps = Pick<NewProviderFieldsProps, "onMade"> & {
  readonly name: string;
  readonly url: string;
  readonly needed: Needed;
};

function SetUp({ name, url, needed, onMade }: SetUpProps) {
  const setup = useOAuthSetup(url);
  const [clientId, setClientId] = useState("");
  const [isMissing, setMissing] = useState(false);
  const isAppNeeded = setup.isAppNeeded(needed);
  const { create, preset } = setup;
  const make = async (): Promise<void> => {
    const id = clientId.trim();
    setMissing(isAppNeeded && id === "");
    if (isAppNeeded && id === "") return;
    const config = setup.configFor(needed, id);
    const secret = setup.secret.current?.value ?? "";
    const outcome = await create.run(preset?.name ?? nameOf(name, url), config, isAppNeeded ? secret : "");
    if (outcome.kind === "done") onMade(outcome.value);
  };
  return (
    <>
      {create.problem !== null && <ProblemBanner problem={create.problem} url={url} onAllowed={() => void make()} />}
      <Where needed={needed} />
      <p className="text-sm text-ink-soft">{t(isAppNeeded ? "form.oauth.appNeeded" : "form.oauth.byItself")}</p>
      {isAppNeeded && (
        <AppFields
          preset={preset}
          setup={setup}
          clientId={clientId}
          onClientId={setClientId}
          problem={isMissing ? t("problem.clientId") : undefined}
        />
      )}
      <div>
        <Button size="small" variant="primary" isBusy={create.isBusy} onClick={() => void make()}>
          {t("form.oauth.setUp")}
        </Button>
      </div>
    </>
  );
}

function Where({ needed: { servers } }: { readonly needed: Needed }) {
  return (
    <p className="text-sm">
      <SignInHosts servers={servers} />
    </p>
  );
}

type AppFieldsProps = {
  readonly preset: ProviderPreset | undefined;
  readonly setup: OAuthSetup;
  readonly clientId: string;
  readonly onClientId: (clientId: string) => void;
  readonly problem: string | undefined;
};

/** What somebody created at the service. */
function AppFields({ preset, setup, clientId, onClientId, problem }: AppFieldsProps) {
  const createAt = preset?.app.createAt ?? null;
  const redirect = preset?.config.redirect ?? { kind: "any-port" };
  return (
    <>
      {(preset?.app.steps.length ?? 0) > 0 && (
        <ol className="flex list-decimal flex-col gap-1 pl-5 text-sm text-ink-soft">
          {preset?.app.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      {createAt !== null && URL.canParse(createAt) && (
        <div>
          <a href={createAt} target="_blank" rel="noopener noreferrer" className={buttonClass("secondary", "small")}>
            <ExternalLink size={15} aria-hidden />
            {t("form.oauth.createAt", { host: new URL(createAt).host })}
          </a>
        </div>
      )}
      <CopyField
        label={t("form.oauth.callback")}
        text={
          redirect.kind === "fixed"
            ? `http://${redirect.host}:${redirect.port}${redirect.path}`
            : "http://127.0.0.1/callback"
        }
      />
      <Field label={t("form.oauth.clientId")} error={problem}>
        <Input value={clientId} isMono maxLength={2048} onChange={onClientId} />
      </Field>
      {preset?.hasSecret !== "none" && (
        <Field
          label={t("form.oauth.clientSecret")}
          hint={t("form.oauth.clientSecretHint")}
          isOptional={preset?.hasSecret !== "required"}
        >
          <PasswordInput ref={setup.secret} />
        </Field>
      )}
    </>
  );
}

/** A provider is called as its connector is, else as its server. */
function nameOf(name: string, url: string): string {
  return name.trim() === "" ? new URL(url).host.slice(0, 76) : name.trim();
}
