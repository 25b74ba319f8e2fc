import { CopyButton } from "./copy-button.tsx";
import { RevealedText } from "./verbatim.tsx";

export type CodeBlockProps = {
  readonly text: string;
  /** Names the block for assistive technology and the copy button. */
  readonly label: string;
  readonly isCopyable?: boolean | undefined;
};

/** Several lines in monospace, whole, scrolling sideways inside itself. */
export function CodeBlock({ text, label, isCopyable = true }: CodeBlockProps) {
  return (
    <div className="group relative rounded-md border border-line bg-sunken">
      {/* A scrolling region must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className="max-h-100 overflow-auto px-3 py-2.5 pr-10 font-mono text-xs text-ink"
      >
        <RevealedText text={text} flow="lines" />
      </pre>
      {isCopyable && <CopyButton text={text} label={label} className="absolute top-1.5 right-1.5" />}
    </div>
  );
}
