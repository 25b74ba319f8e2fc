import { Plus, X } from "lucide-react";
import { useRef } from "react";
import { Button } from "../../../ui/actions/button.tsx";
import { IconButton } from "../../../ui/actions/icon-button.tsx";
import { Input } from "../../../ui/fields/input.tsx";
import { t } from "../messages.ts";

export type ArgsEditorProps = {
  readonly args: readonly string[];
  readonly onChange: (args: readonly string[]) => void;
};

/** The arguments of a command, one field each: what stands in a field is one argument, whatever it contains. */
export function ArgsEditor({ args, onChange }: ArgsEditorProps) {
  const list = useRef<HTMLOListElement>(null);
  const add = (): void => {
    onChange([...args, ""]);
    // The field exists after this render.
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus());
  };
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-sm font-medium">{t("form.args")}</legend>
      <ol ref={list} className="flex flex-col gap-1.5">
        {args.map((arg, index) => (
          <li key={index} className="flex items-center gap-1.5">
            <Input
              value={arg}
              isMono
              aria-label={t("form.arg", { index: index + 1 })}
              onChange={(next) => onChange(args.with(index, next))}
            />
            <IconButton
              icon={X}
              label={t("form.removeArg", { index: index + 1 })}
              onClick={() => onChange(args.toSpliced(index, 1))}
            />
          </li>
        ))}
      </ol>
      <div className="flex items-center gap-3">
        <Button size="small" icon={Plus} onClick={add}>
          {t("form.addArg")}
        </Button>
        <span className="text-xs text-ink-faint">{t("form.argsHint")}</span>
      </div>
    </fieldset>
  );
}
