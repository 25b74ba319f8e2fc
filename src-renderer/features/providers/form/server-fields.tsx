import { Search } from "lucide-react";
import { useRef } from "react";
import type { Discovered } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useRegainedFocus } from "../../../ui/actions/use-regained-focus.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { FormSection } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { RadioCards } from "../../../ui/fields/radio-cards.tsx";
import { hostOf } from "../callback.ts";
import { t } from "../messages.ts";
import { SaveProblem } from "./save-problem.tsx";
import type { ProviderFormState } from "./use-provider-form.ts";

const KINDS = ["resource", "issuer", "endpoints"] as const;

/** Where the authorization server is, or how it is found. */
export function ServerFields({ form }: { readonly form: ProviderFormState }) {
  const { draft, change } = form;
  return (
    <FormSection title={t("form.server")}>
      <Field label={t("form.serverKind")} isComposite>
        <RadioCards
          value={draft.serverKind}
          onChange={(serverKind) => change({ serverKind })}
          choices={KINDS.map((kind) => ({
            value: kind,
            label: t(`server.${kind}`),
            description: t(`server.${kind}.text`),
          }))}
        />
      </Field>
      <Addresses form={form} />
    </FormSection>
  );
}

type AddressKey = "resource" | "issuer" | "authorizationUrl" | "tokenUrl" | "revocationUrl" | "deviceUrl";

/** The addresses that the chosen way needs. */
export function Addresses({ form }: { readonly form: ProviderFormState }) {
  switch (form.draft.serverKind) {
    case "resource":
      return <LookedAt form={form} name="resource" label={t("form.resource")} hint={t("form.resourceHint")} />;
    case "issuer":
      return <LookedAt form={form} name="issuer" label={t("form.issuer")} hint={t("form.issuerHint")} />;
    case "endpoints":
      return (
        <>
          <Address form={form} name="authorizationUrl" label={t("form.authorizationUrl")} isOptional />
          <Address form={form} name="tokenUrl" label={t("form.tokenUrl")} />
          <Address form={form} name="revocationUrl" label={t("form.revocationUrl")} isOptional />
          <Address form={form} name="deviceUrl" label={t("form.deviceUrl")} isOptional />
          <Address
            form={form}
            name="issuer"
            label={t("form.issuerOptional")}
            hint={t("form.issuerOptionalHint")}
            isOptional
          />
        </>
      );
  }
}

type AddressProps = {
  readonly form: ProviderFormState;
  readonly name: AddressKey;
  readonly label: string;
  readonly hint?: string;
  readonly isOptional?: boolean;
};

function Address({ form, name, label, hint, isOptional }: AddressProps) {
  return (
    <Field label={label} hint={hint} error={form.problems[name]} isOptional={isOptional} className="min-w-0 flex-1">
      <Input
        value={form.draft[name]}
        isMono
        placeholder="https://"
        maxLength={2048}
        onChange={(text) => form.change({ [name]: text })}
      />
    </Field>
  );
}

type LookedAtProps = {
  readonly form: ProviderFormState;
  readonly name: "resource" | "issuer";
  readonly label: string;
  readonly hint: string;
};

/** An address, with a look at what it says of itself. */
function LookedAt({ form, name, label, hint }: LookedAtProps) {
  const row = useRef<HTMLDivElement>(null);
  useRegainedFocus(`${name} ${form.lookProblem === null}`, () => row.current?.querySelector("button"));
  return (
    <>
      <div ref={row} className="flex items-start gap-2">
        <Address form={form} name={name} label={label} hint={hint} />
        <Button className="mt-[23px]" icon={Search} isBusy={form.isLooking} onClick={form.look}>
          {t("form.discover")}
        </Button>
      </div>
      {form.lookProblem !== null && <SaveProblem problem={form.lookProblem} onAllowed={form.look} />}
      {form.found !== null && <Found found={form.found} enteredAs={name} onEnterAs={form.enterAs} />}
    </>
  );
}

type FoundProps = {
  readonly found: Discovered;
  readonly enteredAs: "resource" | "issuer";
  readonly onEnterAs: (kind: "resource" | "issuer") => void;
};

function Found({ found, enteredAs, onEnterAs }: FoundProps) {
  const { servers, canRegister, scopes, notes } = found;
  const kind = found.issuer === null ? "resource" : "issuer";
  const isOther = kind !== enteredAs;
  const hosts = servers.map(({ issuer }) => hostOf(issuer));
  return (
    <Banner kind="info" icon={Search} title={t("found.title", { count: servers.length, host: hosts[0] ?? "" })}>
      {isOther && (
        <span className="my-1 flex flex-wrap items-center gap-x-3 gap-y-1">
          {t(`found.is.${kind}`)}
          <Button size="small" onClick={() => onEnterAs(kind)}>
            {t(`found.enterAs.${kind}`)}
          </Button>
        </span>
      )}
      {hosts.length > 1 && (
        <span className="block">{t("found.servers", { hosts: new Intl.ListFormat("en").format(hosts) })}</span>
      )}
      {servers.length > 0 && <span className="block">{canRegister ? t("found.register") : t("found.noRegister")}</span>}
      {scopes.length > 0 && <span className="block">{t("found.scopes", { count: scopes.length })}</span>}
      {notes.map((note) => (
        <span key={note} className="block wrap-anywhere">
          {note}
        </span>
      ))}
    </Banner>
  );
}
