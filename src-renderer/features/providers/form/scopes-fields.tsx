import type { ScopeHint } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Checkbox } from "../../../ui/fields/checkbox.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { FormSection } from "../../../ui/fields/form.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { ScopeName } from "../scope-name.tsx";
import { t } from "../messages.ts";
import { scopesOf } from "./draft.ts";
import type { ProviderFormState } from "./use-provider-form.ts";

/** What is asked for, with what each is for, and the way back to the least. */
export function ScopesFields({ form }: { readonly form: ProviderFormState }) {
  const { draft, change, hints } = form;
  const chosen = new Set(draft.scopes);
  const least = hints.filter(({ isLeast }) => isLeast).map(({ name }) => name);
  const isLeast = draft.otherScopes.trim() === "" && sameSet(chosen, least);
  const admins = hints.filter(({ name, reach }) => reach === "admin" && chosen.has(name)).length;
  const toggle = (name: string, isChosen: boolean): void =>
    change({ scopes: isChosen ? [...draft.scopes, name] : draft.scopes.filter((scope) => scope !== name) });
  return (
    <FormSection title={t("form.scopes")} description={t("form.scopesText")}>
      {hints.length > 0 && (
        <fieldset className="flex flex-col gap-2.5">
          <legend className="sr-only">{t("form.scopes.known")}</legend>
          {hints.map((hint) => (
            <ScopeBox key={hint.name} hint={hint} isChosen={chosen.has(hint.name)} onChange={toggle} />
          ))}
        </fieldset>
      )}
      {least.length > 0 && !isLeast && (
        <div>
          <Button size="small" onClick={() => change({ scopes: least, otherScopes: "" })}>
            {t("form.scopes.least")}
          </Button>
        </div>
      )}
      {admins > 0 && (
        <p role="status" className="text-sm text-amber">
          {t("form.scopes.admin", { count: admins })}
        </p>
      )}
      <Field
        label={hints.length > 0 ? t("form.otherScopes") : t("form.ownScopes")}
        hint={scopesOf(draft).length === 0 ? t("form.otherScopesHint") : undefined}
        error={form.problems["otherScopes"]}
        isOptional
      >
        <Input value={draft.otherScopes} isMono maxLength={4096} onChange={(otherScopes) => change({ otherScopes })} />
      </Field>
    </FormSection>
  );
}

type ScopeBoxProps = {
  readonly hint: ScopeHint;
  readonly isChosen: boolean;
  readonly onChange: (name: string, isChosen: boolean) => void;
};

function ScopeBox({ hint, isChosen, onChange }: ScopeBoxProps) {
  return (
    <Checkbox
      checked={isChosen}
      onChange={(next) => onChange(hint.name, next)}
      label={<ScopeName scope={hint.name} hint={hint} />}
      description={hint.purpose}
    />
  );
}

function sameSet(chosen: ReadonlySet<string>, names: readonly string[]): boolean {
  return chosen.size === names.length && names.every((name) => chosen.has(name));
}
