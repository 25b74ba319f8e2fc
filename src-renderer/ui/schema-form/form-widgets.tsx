import type { RegistryWidgetsType, RJSFSchema, WidgetProps } from "@rjsf/utils";
import { t } from "../messages/ui.ts";
import { Checkbox } from "../fields/checkbox.tsx";
import { Input } from "../fields/input.tsx";
import { Select } from "../fields/select.tsx";
import { Textarea } from "../fields/textarea.tsx";
import { countUnseen } from "../text/reveal-text.ts";
import { RevealedText } from "../text/verbatim.tsx";

type Widget = WidgetProps<unknown, RJSFSchema>;

const LONG_CHARS = 80;

/** One text. Where it holds characters that a field would not show, they are named below it. An absent text is not an empty one. */
function TextWidget({ value, onChange, disabled, readonly, schema }: Widget) {
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : String(value);
  const isLong = text.includes("\n") || text.length > LONG_CHARS;
  const props = {
    value: text,
    onChange: (next: string) => onChange(next === "" && schema.type !== "string" ? undefined : next),
    disabled: disabled === true || readonly === true,
    placeholder: value === undefined ? t("form.unset") : undefined,
    isMono: true,
  };
  return (
    <>
      {isLong ? (
        <Textarea {...props} />
      ) : (
        <Input {...props} inputMode={schema.type === "string" ? undefined : "decimal"} />
      )}
      {countUnseen(text) > 0 && (
        <span className="block rounded-sm bg-sunken px-2 py-1 font-mono text-xs">
          <RevealedText text={text} flow="inline" />
        </span>
      )}
    </>
  );
}

const UNSET = "unset";

/** One of several values; of which "not set" is one when the argument may be absent. */
function SelectWidget({ value, onChange, options, required, disabled, readonly, label, schema }: Widget) {
  const allowed = options.enumOptions ?? [];
  const index = allowed.findIndex((option) => option.value === value);
  const canUnset =
    required !== true && schema.oneOf === undefined && schema.anyOf === undefined && !isOptionIndex(options);
  return (
    <Select
      label={label}
      value={index >= 0 ? String(index) : canUnset ? UNSET : null}
      disabled={disabled === true || readonly === true}
      choices={[
        ...(canUnset ? [{ value: UNSET, label: t("form.unset") }] : []),
        ...allowed.map((option, at) => ({ value: String(at), label: option.label })),
      ]}
      onChange={(next) => onChange(next === UNSET ? undefined : allowed[Number(next)]?.value)}
    />
  );
}

/** The chooser of a oneOf: its values are the places of the options. */
function isOptionIndex(options: Widget["options"]): boolean {
  return (
    (options.enumOptions ?? []).every((option, index) => option.value === index) &&
    (options.enumOptions ?? []).length > 0
  );
}

/** True, false or absent: a checkbox could not tell the last two apart. */
function BooleanWidget({ value, onChange, required, disabled, readonly, label }: Widget) {
  return (
    <Select
      label={label}
      value={typeof value === "boolean" ? (value ? "true" : "false") : required === true ? null : UNSET}
      disabled={disabled === true || readonly === true}
      choices={[
        { value: "true", label: "true" },
        { value: "false", label: "false" },
        ...(required === true ? [] : [{ value: UNSET, label: t("form.unset") }]),
      ]}
      onChange={(next) => onChange(next === UNSET ? undefined : next === "true")}
    />
  );
}

/** Several of the allowed values, kept in the order they were chosen. */
function ManyWidget({ value, onChange, options, disabled, readonly }: Widget) {
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <span className="flex flex-col gap-1.5">
      {(options.enumOptions ?? []).map((option) => (
        <Checkbox
          key={option.label}
          label={option.label}
          checked={chosen.includes(option.value)}
          disabled={disabled === true || readonly === true}
          onChange={(isChosen) =>
            onChange(isChosen ? [...chosen, option.value] : chosen.filter((item) => item !== option.value))
          }
        />
      ))}
    </span>
  );
}

function ChoiceWidget(props: Widget) {
  return props.multiple === true ? <ManyWidget {...props} /> : <SelectWidget {...props} />;
}

/** Every widget RJSF may ask for, mapped to ours. Dates, addresses and colours are texts: what is typed is what is sent. */
export const formWidgets: RegistryWidgetsType<unknown, RJSFSchema> = {
  TextWidget,
  TextareaWidget: TextWidget,
  EmailWidget: TextWidget,
  URLWidget: TextWidget,
  PasswordWidget: TextWidget,
  ColorWidget: TextWidget,
  DateWidget: TextWidget,
  DateTimeWidget: TextWidget,
  AltDateWidget: TextWidget,
  AltDateTimeWidget: TextWidget,
  TimeWidget: TextWidget,
  FileWidget: TextWidget,
  UpDownWidget: TextWidget,
  RangeWidget: TextWidget,
  SelectWidget: ChoiceWidget,
  RadioWidget: ChoiceWidget,
  CheckboxesWidget: ManyWidget,
  CheckboxWidget: BooleanWidget,
};
