import { useEffect, useRef, useState, type ClipboardEvent } from "react";
import type { ConnectorDetail, ConnectorId, CredentialSummary, ProviderSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions, FormSection } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { RadioCards } from "../../../ui/fields/radio-cards.tsx";
import { t } from "../messages.ts";
import { ProblemBanner } from "../problem-banner.tsx";
import { TestReport } from "../test-report.tsx";
import { ArgsEditor } from "./args-editor.tsx";
import { BindingsEditor } from "./bindings-editor.tsx";
import type { Draft } from "./draft.ts";
import { SignInFields } from "./sign-in/sign-in-fields.tsx";
import { neededBy, type Needed } from "./sign-in/use-oauth-setup.ts";
import { splitCommandLine } from "./split-command-line.ts";
import { useConnectorForm, type ConnectorFormState } from "./use-connector-form.ts";

export type ConnectorFormProps = {
  readonly initial: Draft;
  readonly id: ConnectorId | null;
  readonly title: string;
  readonly credentials: readonly CredentialSummary[];
  readonly providers: readonly ProviderSummary[];
  readonly onSaved: (connector: ConnectorDetail) => void;
  readonly onCancel: () => void;
};

type PartProps = Pick<ConnectorFormProps, "credentials" | "providers"> & { readonly form: ConnectorFormState };

const KINDS = ["mcp-stdio", "mcp-http"] as const;

/** Adds or edits a connector. What is secret is sealed in the vault before the connector is made. */
export function ConnectorForm(props: ConnectorFormProps) {
  const { initial, id, title, credentials, providers, onSaved, onCancel } = props;
  const form = useConnectorForm({ initial, id, onSaved });
  const [needed, setNeeded] = useState<Needed | null>(null);
  const { draft, change, problems, problem } = form;
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const cancel = (): void => {
    form.discard();
    onCancel();
  };
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <h2 className="mb-5 text-lg font-semibold">{title}</h2>
      <Form label={title} onSubmit={() => void form.save()}>
        {problem !== null && <ProblemBanner problem={problem} url={draft.url} onAllowed={() => void form.save()} />}
        {id === null && (
          <Field label={t("form.kind")} isComposite>
            <RadioCards
              value={draft.kind}
              onChange={(kind) => change({ kind, bindings: [] })}
              columns={2}
              choices={KINDS.map((kind) => ({
                value: kind,
                label: t(`kind.${kind}`),
                description: t(`kind.${kind}.text`),
              }))}
            />
          </Field>
        )}
        <Field label={t("form.name")} hint={t("form.nameHint")} error={problems["name"]}>
          <Input value={draft.name} onChange={(name) => change({ name })} maxLength={80} ref={first} />
        </Field>
        {draft.kind === "mcp-stdio" ? (
          <StdioFields form={form} credentials={credentials} providers={providers} />
        ) : (
          <HttpFields form={form} credentials={credentials} providers={providers} needed={needed} />
        )}
        <TestReport
          test={form.test}
          url={draft.url}
          onSetUp={(result) => {
            setNeeded(neededBy(result));
            form.changeSignIn("oauth", result.providerId);
            form.test.clear();
          }}
        />
        <FormActions>
          <Button type="submit" variant="primary" isBusy={form.isSaving}>
            {id === null ? t("form.add") : t("form.save")}
          </Button>
          <Button onClick={form.test.start} isBusy={form.test.state.kind === "running"}>
            {t("form.test")}
          </Button>
          <Button variant="ghost" onClick={cancel}>
            {t("form.cancel")}
          </Button>
        </FormActions>
      </Form>
    </div>
  );
}

function StdioFields({ form, credentials, providers }: PartProps) {
  const { draft, change, problems } = form;
  const takeApart = (event: ClipboardEvent<HTMLInputElement>): void => {
    const [command, ...args] = splitCommandLine(event.clipboardData.getData("text"));
    if (command === undefined || args.length === 0 || draft.command !== "" || draft.args.length > 0) return;
    event.preventDefault();
    change({ command, args });
  };
  return (
    <>
      <Field label={t("form.command")} hint={t("form.commandHint")} error={problems["command"]}>
        <Input
          value={draft.command}
          isMono
          placeholder="npx"
          maxLength={4096}
          onPaste={takeApart}
          onChange={(command) => change({ command })}
        />
      </Field>
      <ArgsEditor args={draft.args} onChange={(args) => change({ args })} />
      <Field label={t("form.cwd")} isOptional error={problems["cwd"]}>
        <Input value={draft.cwd} isMono maxLength={4096} onChange={(cwd) => change({ cwd })} />
      </Field>
      <FormSection title={t("form.env")} description={t("form.envText")}>
        <BindingsEditor
          of="env"
          connectorName={draft.name}
          bindings={draft.bindings}
          onChange={(bindings) => change({ bindings })}
          credentials={credentials}
          providers={providers}
          secrets={form.secrets}
          problems={problems}
        />
      </FormSection>
    </>
  );
}

function HttpFields({ form, ...rest }: PartProps & { readonly needed: Needed | null }) {
  const { draft, change, problems } = form;
  return (
    <>
      <Field label={t("form.url")} hint={t("form.urlHint")} error={problems["url"]}>
        <Input value={draft.url} isMono placeholder="https://" maxLength={4096} onChange={(url) => change({ url })} />
      </Field>
      <SignInFields form={form} {...rest} />
    </>
  );
}
