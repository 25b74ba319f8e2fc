import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  DescriptionFieldProps,
  FieldTemplateProps,
  MultiSchemaFieldTemplateProps,
  ObjectFieldTemplateProps,
  RJSFSchema,
  TemplatesType,
} from "@rjsf/utils";
import { createContext, use, type ReactNode } from "react";
import { ArrowDown, ArrowUp, CircleAlert, Plus, X } from "lucide-react";
import { Button } from "../actions/button.tsx";
import { IconButton } from "../actions/icon-button.tsx";
import { Field } from "../fields/field.tsx";
import { t } from "../messages/ui.ts";
import { RevealedText } from "../text/verbatim.tsx";

type Of<P> = P & { readonly schema: RJSFSchema };

/** Whether the next field is an option of a choice whose name is already drawn above it. */
const OptionContext = createContext(false);

/**
 * One argument under its own name: never under the title that the tool's server gives it.
 *
 * A scalar becomes a Field; an object, list or choice a named group.
 */
function FieldTemplate(props: Of<FieldTemplateProps<unknown, RJSFSchema>>) {
  const isOption = use(OptionContext);
  const { children, rawErrors, rawDescription, required, schema, hidden, fieldPathId } = props;
  if (hidden === true) return null;
  const name = fieldPathId.path.at(-1);
  const content = <OptionContext value={false}>{children}</OptionContext>;
  const isGroup =
    schema.type === "object" || schema.type === "array" || schema.oneOf !== undefined || schema.anyOf !== undefined;
  if (name === undefined) return <RootGroup errors={rawErrors}>{content}</RootGroup>;
  if (isOption && isGroup) return content;
  const isBoxed = schema.type === "boolean" || schema.enum !== undefined;
  const isItem = typeof name === "number" || isOption;
  if (isGroup) {
    return (
      <Group
        name={String(name)}
        description={rawDescription}
        isOptional={required !== true && !isItem}
        errors={rawErrors}
      >
        {content}
      </Group>
    );
  }
  return (
    <Field
      label={String(name)}
      isVerbatimLabel
      isLabelHidden={isItem}
      isOptional={required !== true && !isItem}
      isComposite={isBoxed}
      error={rawErrors?.[0]}
      hint={describe(rawDescription)}
    >
      {content}
    </Field>
  );
}

/** Descriptions come from the tool's server: shown as they are, never as markup. */
function describe(text: string | undefined) {
  return text === undefined || text === "" ? undefined : <RevealedText text={text} flow="inline" />;
}

function RootGroup({
  children,
  errors,
}: {
  readonly children: ReactNode;
  readonly errors: readonly string[] | undefined;
}) {
  return (
    <>
      {children}
      {errors?.[0] !== undefined && <ErrorLine text={errors[0]} />}
    </>
  );
}

type GroupProps = {
  readonly name: string;
  readonly description: string | undefined;
  readonly isOptional: boolean;
  readonly errors: readonly string[] | undefined;
  readonly children: ReactNode;
};

function Group({ name, description, isOptional, errors, children }: GroupProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 flex items-baseline gap-2 font-mono text-sm text-ink">
        {name}
        {isOptional && <span className="font-sans text-xs text-ink-faint">{t("form.optional")}</span>}
      </legend>
      {description !== undefined && description !== "" && (
        <p className="-mt-1 mb-2 text-xs text-ink-faint">{describe(description)}</p>
      )}
      <div className="border-l border-line pl-3">{children}</div>
      {errors?.[0] !== undefined && <ErrorLine text={errors[0]} />}
    </fieldset>
  );
}

function ErrorLine({ text }: { readonly text: string }) {
  return (
    <p role="status" className="mt-1 flex items-start gap-1.5 text-xs text-amber">
      <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />
      {text}
    </p>
  );
}

function ObjectFieldTemplate({ properties }: Of<ObjectFieldTemplateProps<unknown, RJSFSchema>>) {
  return (
    <div className="flex flex-col gap-3.5">
      {properties
        .filter((property) => !property.hidden)
        .map((property) => (
          <div key={property.name}>{property.content}</div>
        ))}
    </div>
  );
}

function ArrayFieldTemplate(props: Of<ArrayFieldTemplateProps<unknown, RJSFSchema>>) {
  const { items, canAdd, onAddClick, disabled, readonly } = props;
  return (
    <div className="flex flex-col gap-2">
      {items}
      {canAdd === true && (
        <Button
          size="small"
          icon={Plus}
          onClick={onAddClick}
          disabled={disabled === true || readonly === true}
          className="self-start"
        >
          {t("form.addItem")}
        </Button>
      )}
    </div>
  );
}

function ArrayFieldItemTemplate({ children, buttonsProps, index }: ArrayFieldItemTemplateProps<unknown, RJSFSchema>) {
  const { hasMoveUp, hasMoveDown, hasRemove, onMoveUpItem, onMoveDownItem, onRemoveItem, disabled, readonly } =
    buttonsProps;
  const isOff = disabled === true || readonly === true;
  return (
    <div className="flex items-start gap-2">
      <span aria-hidden className="w-4 pt-2 font-mono text-xs text-ink-faint">
        {index}
      </span>
      <div className="min-w-0 flex-1">{children}</div>
      <span className="flex shrink-0 pt-0.5">
        <IconButton icon={ArrowUp} label={t("form.moveUp")} onClick={onMoveUpItem} disabled={isOff || !hasMoveUp} />
        <IconButton
          icon={ArrowDown}
          label={t("form.moveDown")}
          onClick={onMoveDownItem}
          disabled={isOff || !hasMoveDown}
        />
        <IconButton
          icon={X}
          label={t("form.removeItem", { index })}
          onClick={onRemoveItem}
          disabled={isOff || !hasRemove}
        />
      </span>
    </div>
  );
}

function MultiSchemaFieldTemplate({ selector, optionSchemaField }: MultiSchemaFieldTemplateProps<unknown, RJSFSchema>) {
  return (
    <div className="flex flex-col gap-3">
      {selector}
      <OptionContext value>{optionSchemaField}</OptionContext>
    </div>
  );
}

function DescriptionFieldTemplate({ description }: DescriptionFieldProps<unknown, RJSFSchema>) {
  return typeof description === "string" ? <p className="text-xs text-ink-faint">{describe(description)}</p> : null;
}

/** What RJSF draws, drawn by us. */
export const formTemplates: Partial<Omit<TemplatesType<unknown, RJSFSchema>, "ButtonTemplates">> = {
  FieldTemplate,
  ObjectFieldTemplate,
  ArrayFieldTemplate,
  ArrayFieldItemTemplate,
  MultiSchemaFieldTemplate,
  DescriptionFieldTemplate,
};
