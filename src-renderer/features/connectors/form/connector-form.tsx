import { useEffect, useRef, type ClipboardEvent } from "react";
import {
  problemNotice,
  type ConnectorDetail,
  type ConnectorId,
  type CredentialSummary,
} from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions, FormSection } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { PasswordInput } from "../../../ui/fields/password-input.tsx";
import { RadioCards } from "../../../ui/fields/radio-cards.tsx";
import { t } from "../messages.ts";
import { TestReport } from "../test-report.tsx";
import { ArgsEditor } from "./args-editor.tsx";
import { BindingsEditor } from "./bindings-editor.tsx";
import type { Draft } from "./draft.ts";
import { splitCommandLine } from "./split-command-line.ts";
import { TOKEN_FIELD, TOKEN_ROW, useConnectorForm } from "./use-connector-form.ts";

export type ConnectorFormProps = {
  readonly initial: Draft;
  readonly id: ConnectorId | null;
  readonly title: string;
  readonly credentials: readonly CredentialSummary[];
  readonly onSaved: (connector: ConnectorDetail) => void;
  readonly onCancel: () => void;
};

type FormState = ReturnType<typeof useConnectorForm>;
type PartProps = { readonly form: FormState; readonly credentials: readonly CredentialSummary[] };

const KINDS = ["mcp-stdio", "mcp-http"] as const;

/** Adds or edits a connector. What is secret is sealed in the vault before the connector is made. */
export function ConnectorForm({ initial, id, title, credentials, onSaved, onCancel }: ConnectorFormProps) {
  const form = useConnectorForm({ initial, id, onSaved });
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
        {problem !== null && <Banner kind="ours" {...problemNotice(problem)} />}
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
          <StdioFields form={form} credentials={credentials} />
        ) : (
          <HttpFields form={form} credentials={credentials} />
        )}
        <TestReport test={form.test} />
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

function StdioFields({ form, credentials }: PartProps) {
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
        <Bindings of="env" form={form} credentials={credentials} />
      </FormSection>
    </>
  );
}

function HttpFields({ form, credentials }: PartProps) {
  const { draft, change, problems } = form;
  const hasToken = draft.bindings.some(
    ({ name, rowId }) => rowId === TOKEN_ROW || name.toLowerCase() === form.tokenHeader.toLowerCase(),
  );
  return (
    <>
      <Field label={t("form.url")} hint={t("form.urlHint")} error={problems["url"]}>
        <Input value={draft.url} isMono placeholder="https://" maxLength={4096} onChange={(url) => change({ url })} />
      </Field>
      {!hasToken && (
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
      )}
      <FormSection title={t("form.headers")} description={t("form.headersText")}>
        <Bindings of="headers" form={form} credentials={credentials} />
      </FormSection>
    </>
  );
}

function Bindings({ of, form, credentials }: PartProps & { readonly of: "env" | "headers" }) {
  return (
    <BindingsEditor
      of={of}
      connectorName={form.draft.name}
      bindings={form.draft.bindings}
      onChange={(bindings) => form.change({ bindings })}
      credentials={credentials}
      secrets={form.secrets}
      problems={form.problems}
    />
  );
}
