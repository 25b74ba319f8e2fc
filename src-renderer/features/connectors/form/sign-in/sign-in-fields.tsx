import { useRef } from "react";
import type { CredentialSummary, ProviderSummary } from "../../../../client/index.ts";
import { useRegainedFocus } from "../../../../ui/actions/use-regained-focus.ts";
import { Field } from "../../../../ui/fields/field.tsx";
import { FormSection } from "../../../../ui/fields/form.tsx";
import { Input } from "../../../../ui/fields/input.tsx";
import { PasswordInput } from "../../../../ui/fields/password-input.tsx";
import { RadioCards } from "../../../../ui/fields/radio-cards.tsx";
import { t } from "../../messages.ts";
import { BindingsEditor } from "../bindings-editor.tsx";
import { accountBinding, type SignIn } from "../draft.ts";
import { TOKEN_FIELD, TOKEN_ROW, type ConnectorFormState } from "../use-connector-form.ts";
import { OAuthFields } from "./oauth-fields.tsx";
import { providerFor, type Needed } from "./use-oauth-setup.ts";

export type SignInFieldsProps = {
  readonly form: ConnectorFormState;
  readonly credentials: readonly CredentialSummary[];
  readonly providers: readonly ProviderSummary[];
  /** How one signs in there, as far as a test has shown. */
  readonly needed: Needed | null;
};

const WAYS: readonly SignIn[] = ["none", "headers", "oauth"];

/** How a remote server is signed in to: not at all, with a token or headers, or with a connected account. */
export function SignInFields(props: SignInFieldsProps) {
  const { form, providers } = props;
  const { signIn, draft } = form;
  const account = useRef<HTMLDivElement>(null);
  const { source } = accountBinding(draft) ?? {};
  const providerId = source?.kind === "oauth" ? source.providerId : null;
  // What led here, a button of the test or of the step before, is gone by then.
  useRegainedFocus(`${signIn} ${providerId ?? ""}`, () =>
    account.current?.querySelector<HTMLElement>('button:not([role="combobox"])'),
  );
  return (
    <>
      <Field label={t("form.signIn")} isComposite>
        <RadioCards
          value={signIn}
          onChange={(next) => form.changeSignIn(next, providerFor(draft.url, providers)?.id ?? null)}
          choices={WAYS.map((way) => ({
            value: way,
            label: t(`form.signIn.${way}`),
            description: t(`form.signIn.${way}.text`),
          }))}
        />
      </Field>
      {signIn === "oauth" && (
        <div ref={account} className="contents">
          <OAuthFields form={form} providers={providers} needed={props.needed} />
        </div>
      )}
      {signIn === "headers" && <TokenField form={form} />}
      {signIn !== "none" && (
        <FormSection
          title={signIn === "oauth" ? t("form.furtherHeaders") : t("form.headers")}
          description={t("form.headersText")}
        >
          <Headers {...props} />
        </FormSection>
      )}
    </>
  );
}

function TokenField({ form }: Pick<SignInFieldsProps, "form">) {
  const hasToken = form.draft.bindings.some(
    ({ name, rowId }) => rowId === TOKEN_ROW || name.toLowerCase() === form.tokenHeader.toLowerCase(),
  );
  if (hasToken) return null;
  return (
    <>
      <Field label={t("form.token")} hint={t("form.tokenHint")} isOptional>
        <PasswordInput ref={form.secrets.refFor(TOKEN_FIELD)} />
      </Field>
      <details className="-mt-1">
        <summary className="cursor-default text-sm text-ink-soft">{t("form.advanced")}</summary>
        <div className="mt-3">
          <Field label={t("form.tokenHeader")} hint={t("form.tokenHeaderHint")}>
            <Input value={form.tokenHeader} isMono maxLength={128} onChange={form.setTokenHeader} />
          </Field>
        </div>
      </details>
    </>
  );
}

/** The headers beside the one of the account, which is chosen above. */
function Headers({ form, credentials, providers }: SignInFieldsProps) {
  const { draft, change, signIn } = form;
  const account = signIn === "oauth" ? accountBinding(draft) : undefined;
  return (
    <BindingsEditor
      of="headers"
      connectorName={draft.name}
      bindings={draft.bindings.filter((binding) => binding !== account)}
      onChange={(bindings) => change({ bindings: account === undefined ? bindings : [account, ...bindings] })}
      credentials={credentials}
      providers={providers}
      secrets={form.secrets}
      problems={form.problems}
    />
  );
}
