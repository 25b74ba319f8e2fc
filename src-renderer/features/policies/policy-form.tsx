import { useState } from "react";
import {
  fieldProblem,
  problemNotice,
  type ConnectorSummary,
  type PolicyBody,
  type Problem,
} from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { Field } from "../../ui/fields/field.tsx";
import { Form, FormActions } from "../../ui/fields/form.tsx";
import { Input } from "../../ui/fields/input.tsx";
import { RadioCards } from "../../ui/fields/radio-cards.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { GrantEditor } from "./grant-editor.tsx";
import { grantOf, withGrant } from "./grants.ts";
import { t } from "./messages.ts";

export type PolicyFormProps = {
  readonly title: string;
  readonly initial: PolicyBody;
  readonly connectors: readonly ConnectorSummary[];
  readonly submitLabel: string;
  readonly mayChange: boolean;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onSubmit: (body: PolicyBody) => void;
  readonly onCancel?: (() => void) | undefined;
};

const TRUST = ["supervised", "manual"] as const;
const NAMES = ["namespaced", "plain"] as const;

/** What an agent gets: its name, its trust level, how tools are named, and the tools themselves. */
export function PolicyForm(props: PolicyFormProps) {
  const { connectors, mayChange, problem } = props;
  const [body, setBody] = useState(props.initial);
  const [isNameless, setNameless] = useState(false);
  const isSingle = body.grants.length <= 1;
  const submit = (): void => {
    const name = body.name.trim();
    setNameless(name === "");
    if (name !== "") props.onSubmit({ ...body, name, nameForm: isSingle ? body.nameForm : "namespaced" });
  };
  const nameProblem = isNameless
    ? t("problem.name")
    : (fieldProblem(problem, "/name") ??
      fieldProblem(problem, "/body/name") ??
      (problem?.code === "name_taken" ? problem.message : undefined));
  return (
    <Form label={props.title} onSubmit={submit} className="max-w-180">
      {problem !== null && nameProblem === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
      <Field label={t("form.name")} error={nameProblem} disabled={!mayChange}>
        <Input value={body.name} maxLength={80} disabled={!mayChange} onChange={(name) => setBody({ ...body, name })} />
      </Field>
      <Field label={t("form.trust")} isComposite>
        <RadioCards
          columns={2}
          value={body.trustLevel}
          disabled={!mayChange}
          onChange={(trustLevel) => setBody({ ...body, trustLevel })}
          choices={TRUST.map((value) => ({ value, label: t(`trust.${value}`), description: t(`trust.${value}.text`) }))}
        />
      </Field>
      <Panel title={t("form.grants")} description={t("form.grantsText")} isFlush>
        {connectors.length === 0 ? (
          <p className="px-4 py-3 text-sm text-ink-soft">{t("form.noConnectors")}</p>
        ) : (
          <ul>
            {connectors.map((connector) => (
              <GrantEditor
                key={connector.id}
                connector={connector}
                grant={grantOf(body.grants, connector.id)}
                disabled={!mayChange}
                onChange={(tools) => setBody({ ...body, grants: withGrant(body.grants, connector.id, tools) })}
              />
            ))}
          </ul>
        )}
      </Panel>
      <Field label={t("form.names")} isComposite>
        <RadioCards
          columns={2}
          value={isSingle ? body.nameForm : "namespaced"}
          disabled={!mayChange}
          onChange={(nameForm) => setBody({ ...body, nameForm })}
          choices={NAMES.map((value) => ({
            value,
            label: t(`names.${value}`),
            description: value === "plain" && !isSingle ? t("names.plainReason") : t(`names.${value}.text`),
            disabled: value === "plain" && !isSingle,
          }))}
        />
      </Field>
      {mayChange ? (
        <FormActions>
          <Button type="submit" variant="primary" isBusy={props.isBusy}>
            {props.submitLabel}
          </Button>
          {props.onCancel !== undefined && (
            <Button variant="ghost" onClick={props.onCancel}>
              {t("form.cancel")}
            </Button>
          )}
        </FormActions>
      ) : (
        <p className="text-sm text-ink-soft">{t("form.readOnly")}</p>
      )}
    </Form>
  );
}
