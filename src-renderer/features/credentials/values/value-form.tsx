import { useState } from "react";
import { authFields, problemNotice, type CredentialSummary, type TeamId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { t } from "../messages.ts";
import { useCredentialActions } from "../use-credentials.ts";
import { sidecarProblems } from "./sidecar-problems.ts";
import { typedProblems, type TypedProblems } from "./typed-problems.ts";
import { useValueFields } from "./use-value-fields.ts";
import { ValueFields } from "./value-fields.tsx";

export type ValueFormProps = {
  readonly credential: CredentialSummary;
  readonly teamId: TeamId | null;
  readonly title: string;
  /** Fields that have a value now. */
  readonly kept: readonly string[];
  readonly onSealed?: (() => void) | undefined;
  readonly onCancel?: (() => void) | undefined;
};

const NO_PROBLEMS: TypedProblems = {};

/** Sets or replaces a value, whole or in parts. What is typed leaves its fields as soon as it is sealed, and with them. */
export function ValueForm({ credential, teamId, title, kept, onSealed, onCancel }: ValueFormProps) {
  const { authType, name } = credential;
  const { enter } = useCredentialActions();
  const notify = useNotify();
  const fields = useValueFields(authType);
  const [found, setFound] = useState<TypedProblems>(NO_PROBLEMS);
  const [isEmpty, setEmpty] = useState(false);
  const submit = async (): Promise<void> => {
    const values = fields.read();
    const wrong = typedProblems(authType, values, kept);
    const isNothing = Object.keys(wrong).length === 0 && Object.keys(values).length === 0;
    setFound(wrong);
    setEmpty(isNothing);
    if (isNothing || Object.keys(wrong).length > 0) return;
    const outcome = await enter.run({ credentialId: credential.id, teamId, values });
    if (outcome.kind === "failed") return;
    fields.clear();
    notify({ title: t("set.done", { name }) });
    onSealed?.();
  };
  const refused = sidecarProblems(enter.problem, authType);
  const isAboutFields = Object.keys(refused).length > 0;
  return (
    <Form label={title} onSubmit={() => void submit()}>
      {enter.problem !== null && !isAboutFields && <Banner kind="ours" {...problemNotice(enter.problem)} />}
      {isEmpty && <Banner kind="info" title={t("set.nothing")} />}
      <ValueFields authType={authType} kept={kept} fields={fields} problems={{ ...refused, ...found }} />
      <p className="text-xs text-ink-faint">{authFields[authType].length > 1 ? t("set.hintParts") : t("set.hint")}</p>
      <FormActions>
        <Button type="submit" isBusy={enter.isBusy}>
          {t("set.submit")}
        </Button>
        {onCancel !== undefined && (
          <Button variant="ghost" onClick={onCancel}>
            {t("set.cancel")}
          </Button>
        )}
      </FormActions>
    </Form>
  );
}
