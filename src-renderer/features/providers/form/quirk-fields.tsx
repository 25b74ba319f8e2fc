import { Field } from "../../../ui/fields/field.tsx";
import { FormSection } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { Textarea } from "../../../ui/fields/textarea.tsx";
import { t } from "../messages.ts";
import { quirkRules, type QuirkRule } from "./quirks.ts";
import type { ProviderFormState } from "./use-provider-form.ts";

/** One field for each way in which a server can differ from the specifications. */
export function QuirkFields({ form }: { readonly form: ProviderFormState }) {
  return (
    <FormSection title={t("form.differs")} description={t("form.differsText")}>
      {quirkRules.map((rule) => (
        <QuirkField key={rule.key} form={form} rule={rule} />
      ))}
    </FormSection>
  );
}

function QuirkField({ form, rule }: { readonly form: ProviderFormState; readonly rule: QuirkRule }) {
  const { quirks } = form.draft;
  const text = quirks[rule.key] ?? "";
  const change = (next: string): void => form.change({ quirks: { ...quirks, [rule.key]: next } });
  const isChoice = rule.kind === "choice";
  return (
    <Field
      label={t(`quirk.${rule.key}`)}
      hint={hintOf(rule)}
      error={form.problems[`quirks/${rule.key}`]}
      isComposite={isChoice}
      isOptional={!isChoice}
    >
      {isChoice ? (
        <Select
          value={text}
          onChange={change}
          placeholder={t("form.standard")}
          choices={[
            { value: "", label: t("form.standard") },
            ...rule.values.map((value) => ({ value, label: choiceWords(rule.key, value) })),
          ]}
        />
      ) : rule.kind === "params" ? (
        <Textarea value={text} onChange={change} isMono rows={2} maxLength={8192} />
      ) : (
        <Input value={text} onChange={change} isMono maxLength={2048} />
      )}
    </Field>
  );
}

/** The words of a choice stand in the catalogue under its key and its value. */
function choiceWords(key: Extract<QuirkRule, { kind: "choice" }>["key"], value: string): string {
  return t(`quirk.${key}.${value}` as Parameters<typeof t>[0]); // the test of the rules finds one that has no words
}

function hintOf(rule: QuirkRule): string | undefined {
  if (rule.key === "resource") return t("quirk.resource.hint");
  if (rule.key === "issuerAliases") return t("quirk.issuerAliases.hint");
  switch (rule.kind) {
    case "params":
      return t("quirk.params.hint");
    case "list":
      return t("quirk.list.hint");
    case "seconds":
      return t("quirk.seconds.hint");
    case "text":
      return rule.key === "tokenPath" || rule.key === "okPath" ? t("quirk.path.hint") : undefined;
    case "choice":
      return undefined;
  }
}
