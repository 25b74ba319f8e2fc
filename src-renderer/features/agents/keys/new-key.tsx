import { useEffect, useRef, useState } from "react";
import {
  fieldProblem,
  problemNotice,
  useMember,
  type KeyId,
  type PolicyId,
  type PolicySummary,
} from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Form, FormActions } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { RadioCards } from "../../../ui/fields/radio-cards.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { t } from "../messages.ts";
import { ShownKey } from "./shown-key.tsx";
import { useKeyActions, usePolicies } from "./use-keys.ts";

export type NewKeyProps = { readonly onDone: (id: KeyId) => void; readonly onCancel: () => void };

type Owner = "me" | "shared";
const ALL = "all";

/** Makes a key for an agent and shows it once. */
export function NewKey({ onDone, onCancel }: NewKeyProps) {
  const { member } = useMember();
  const policies = usePolicies();
  const { create } = useKeyActions();
  // The key lives in this component alone and is gone with it.
  const [made, setMade] = useState<{ readonly id: KeyId; readonly key: string } | null>(null);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [owner, setOwner] = useState<Owner>("me");
  const [isNameless, setNameless] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  if (made !== null) return <ShownKey keyText={made.key} onDone={() => onDone(made.id)} />;

  const policyId = chosen === ALL ? null : (policyOf(chosen, policies) ?? policies[0]?.id ?? null);
  const submit = async (): Promise<void> => {
    setNameless(name.trim() === "");
    if (name.trim() === "") return;
    const outcome = await create.run({ name: name.trim(), policyId, memberId: owner === "me" ? member.id : null });
    if (outcome.kind === "done") setMade(outcome.value);
  };
  const { problem } = create;
  const nameProblem = isNameless
    ? t("problem.name")
    : (fieldProblem(problem, "/name") ?? (problem?.code === "name_taken" ? problem.message : undefined));
  return (
    <>
      <h2 className="mb-5 text-lg font-semibold">{t("new.title")}</h2>
      <Form label={t("new.title")} onSubmit={() => void submit()}>
        {problem !== null && nameProblem === undefined && <Banner kind="ours" {...problemNotice(problem)} />}
        <Field label={t("new.name")} hint={t("new.nameHint")} error={nameProblem}>
          <Input value={name} onChange={setName} maxLength={80} ref={first} />
        </Field>
        <Field
          label={t("new.policy")}
          isComposite
          hint={policyId === null ? t("new.policyAllHint", { name: t("new.policyName") }) : undefined}
        >
          <Select
            value={policyId ?? ALL}
            onChange={setChosen}
            choices={[
              ...policies.map(({ id, name: label }) => ({ value: String(id), label })),
              { value: ALL, label: t("new.policyAll") },
            ]}
          />
        </Field>
        <Field label={t("new.member")} isComposite>
          <RadioCards<Owner>
            columns={2}
            value={owner}
            onChange={setOwner}
            choices={[
              { value: "me", label: t("new.me"), description: t("new.meText") },
              { value: "shared", label: t("new.shared"), description: t("new.sharedText") },
            ]}
          />
        </Field>
        <FormActions>
          <Button type="submit" variant="primary" isBusy={create.isBusy}>
            {t("new.submit")}
          </Button>
          <Button variant="ghost" onClick={onCancel}>
            {t("new.cancel")}
          </Button>
        </FormActions>
      </Form>
    </>
  );
}

function policyOf(chosen: string | null, policies: readonly PolicySummary[]): PolicyId | undefined {
  return policies.find(({ id }) => id === chosen)?.id;
}
