import { cx } from "../cx.ts";
import { RevealedText } from "./verbatim.tsx";

export type GivenNameProps = {
  readonly text: string;
  /** Names of programs, ids and addresses are monospace; names of people and things are not. */
  readonly isMono?: boolean | undefined;
  readonly className?: string | undefined;
};

/** A name that somebody else chose, whole and with nothing in it invisible. */
export function GivenName({ text, isMono = false, className }: GivenNameProps) {
  return (
    <span className={cx("text-ink wrap-anywhere", isMono ? "font-mono text-[0.92em]" : "font-medium", className)}>
      <RevealedText text={text} flow="inline" />
    </span>
  );
}
