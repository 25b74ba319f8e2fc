import { CopyButton } from "./copy-button.tsx";

export type CopyFieldProps = {
  readonly text: string;
  /** What it is: "Callback URL". */
  readonly label: string;
  readonly isLabelHidden?: boolean | undefined;
};

/** A value of ours to take elsewhere: an address, a command, a key shown once. */
export function CopyField({ text, label, isLabelHidden = false }: CopyFieldProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {!isLabelHidden && <span className="text-sm font-medium">{label}</span>}
      <div className="flex min-h-8 items-center gap-2 rounded-md border border-line-strong bg-sunken py-1 pr-1 pl-2.5">
        <code className="min-w-0 flex-1 font-mono text-xs wrap-anywhere text-ink">{text}</code>
        <CopyButton text={text} label={label} className="self-start" />
      </div>
    </div>
  );
}
