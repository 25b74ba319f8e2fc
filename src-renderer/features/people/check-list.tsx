import { Checkbox } from "../../ui/fields/checkbox.tsx";

export type CheckListProps<Id extends string> = {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly items: readonly { readonly id: Id; readonly name: string; readonly note?: string | undefined }[];
  readonly chosen: ReadonlySet<Id>;
  readonly onChange: (chosen: ReadonlySet<Id>) => void;
  readonly disabled?: boolean | undefined;
  /** Stands in place of an empty list. */
  readonly emptyText?: string | undefined;
};

/** Several of a list, such as the members of a team. */
export function CheckList<Id extends string>(props: CheckListProps<Id>) {
  const { label, hint, items, chosen, onChange, disabled, emptyText } = props;
  const toggle = (id: Id, isIn: boolean): void => {
    const others = [...chosen].filter((one) => one !== id);
    onChange(new Set(isIn ? [...others, id] : others));
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      {items.length === 0 && emptyText !== undefined && <p className="text-sm text-ink-soft">{emptyText}</p>}
      <div className="flex max-h-64 flex-col gap-1.5 overflow-y-auto py-0.5 pl-0.5">
        {items.map(({ id, name, note }) => (
          <Checkbox
            key={id}
            checked={chosen.has(id)}
            disabled={disabled}
            onChange={(isIn) => toggle(id, isIn)}
            label={<span className="wrap-anywhere">{name}</span>}
            description={note}
          />
        ))}
      </div>
      {hint !== undefined && <p className="text-xs text-ink-faint">{hint}</p>}
    </fieldset>
  );
}
