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
import { ArrowDown, ArrowUp, CircleAlert, Plus, X } from "lucide-react";
import { Button } from "../actions/button.tsx";
import { IconButton } from "../actions/icon-button.tsx";
import { cx } from "../cx.ts";
import { Field } from "../fields/field.tsx";
import { t } from "../messages/ui.ts";
import { RevealedText } from "../text/verbatim.tsx";

type Of<P> = P & { readonly schema: RJSFSchema };

/** A scalar becomes a Field; an object or list draws its own heading and only carries its errors here. */
function FieldTemplate(props: Of<FieldTemplateProps<unknown, RJSFSchema>>) {
  const { label, children, rawErrors, rawDescription, required, schema, hidden, displayLabel } = props;
  if (hidden === true) return null;
  const error = rawErrors?.[0];
  const isContainer = schema.type === "object" || schema.type === "array" || schema.oneOf !== undefined || schema.anyOf !== undefined;
  if (isContainer || (displayLabel === false && schema.type !== "boolean")) {
    return (
      <div className="min-w-0">
        {children}
        {error !== undefined && <ErrorLine text={error} />}
      </div>
    );
  }
  const isBoxed = schema.type === "boolean" || schema.enum !== undefined;
  return (
    <Field label={label} isVerbatimLabel isOptional={required !== true} isComposite={isBoxed} error={error} hint={describe(rawDescription)}>
      {children}
    </Field>
  );
}

/** Descriptions come from the tool's server: shown as they are, never as markup. */
function describe(text: string | undefined) {
  return text === undefined || text === "" ? undefined : <RevealedText text={text} flow="inline" />;
}

function ErrorLine({ text }: { readonly text: string }) {
  return (
    <p role="status" className="mt-1 flex items-start gap-1.5 text-xs text-red">
      <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />
      {text}
    </p>
  );
}

type GroupHeadProps = { readonly title: string; readonly description: string | undefined; readonly isOptional: boolean };

function GroupHead({ title, description, isOptional }: GroupHeadProps) {
  return (
    <>
      <legend className="flex items-baseline gap-2 font-mono text-sm text-ink">
        {title}
        {isOptional && <span className="font-sans text-xs text-ink-faint">{t("form.optional")}</span>}
      </legend>
      {description !== undefined && description !== "" && <p className="text-xs text-ink-faint">{describe(description)}</p>}
    </>
  );
}

function isRoot(path: { readonly path: readonly unknown[] }): boolean {
  return path.path.length === 0;
}

function ObjectFieldTemplate(props: Of<ObjectFieldTemplateProps<unknown, RJSFSchema>>) {
  const { properties, fieldPathId, title, required, schema } = props;
  const fields = properties.filter((property) => !property.hidden).map((property) => <div key={property.name}>{property.content}</div>);
  if (isRoot(fieldPathId)) return <div className="flex flex-col gap-3.5">{fields}</div>;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      {title !== "" && <GroupHead title={title} description={schema.description} isOptional={required !== true} />}
      <div className="flex flex-col gap-3 border-l border-line pl-3">{fields}</div>
    </fieldset>
  );
}

function ArrayFieldTemplate(props: Of<ArrayFieldTemplateProps<unknown, RJSFSchema>>) {
  const { items, canAdd, onAddClick, title, required, schema, disabled, readonly } = props;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <GroupHead title={title} description={schema.description} isOptional={required !== true} />
      <div className="flex flex-col gap-2 border-l border-line pl-3">
        {items}
        {canAdd === true && (
          <Button size="small" icon={Plus} onClick={onAddClick} disabled={disabled === true || readonly === true} className="self-start">
            {t("form.addItem", { name: title })}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function ArrayFieldItemTemplate({ children, buttonsProps, index }: ArrayFieldItemTemplateProps<unknown, RJSFSchema>) {
  const { hasMoveUp, hasMoveDown, hasRemove, onMoveUpItem, onMoveDownItem, onRemoveItem, disabled, readonly } = buttonsProps;
  const isOff = disabled === true || readonly === true;
  return (
    <div className="flex items-start gap-2">
      <span aria-hidden className="w-5 pt-1.5 text-right font-mono text-xs text-ink-faint">
        {index}
      </span>
      <div className="min-w-0 flex-1">{children}</div>
      <span className="flex shrink-0 pt-0.5">
        <IconButton icon={ArrowUp} label={t("form.moveUp")} onClick={onMoveUpItem} disabled={isOff || !hasMoveUp} />
        <IconButton icon={ArrowDown} label={t("form.moveDown")} onClick={onMoveDownItem} disabled={isOff || !hasMoveDown} />
        <IconButton icon={X} label={t("form.removeItem", { index })} onClick={onRemoveItem} disabled={isOff || !hasRemove} />
      </span>
    </div>
  );
}

function MultiSchemaFieldTemplate({ selector, optionSchemaField }: MultiSchemaFieldTemplateProps<unknown, RJSFSchema>) {
  return (
    <div className="flex flex-col gap-2">
      {selector}
      <div className={cx("border-l border-line pl-3 empty:hidden")}>{optionSchemaField}</div>
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
