import { ScrollRegion } from "../layout/scroll-region.tsx";
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
      <ScrollRegion label={label} className="max-h-100 overflow-auto rounded-md">
        <pre className="px-3 py-2.5 pr-10 font-mono text-xs text-ink">
          <RevealedText text={text} flow="lines" />
        </pre>
      </ScrollRegion>
      {isCopyable && <CopyButton text={text} label={label} className="absolute top-1.5 right-1.5" />}
    </div>
  );
}
