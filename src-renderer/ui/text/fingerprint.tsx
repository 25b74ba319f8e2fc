import { cx } from "../cx.ts";

export type FingerprintProps = {
  /** Groups separated by spaces. */
  readonly text: string;
  readonly label: string;
  /** `large` to read aloud and compare, `inline` as a fact among others. */
  readonly look?: "large" | "inline" | undefined;
};

/** A fingerprint of keys in its groups, so that two people can compare it by reading. */
export function Fingerprint({ text, label, look = "large" }: FingerprintProps) {
  const isLarge = look === "large";
  return (
    <div
      role="group"
      aria-label={label}
      className={cx(
        "flex flex-wrap font-mono tabular-nums",
        isLarge
          ? "gap-x-5 gap-y-1 rounded-md border border-line-strong bg-sunken px-4 py-3 text-xl"
          : "gap-x-2 text-xs text-ink",
      )}
    >
      {text.split(" ").map((group, index) => (
        // A group may stand twice; its place is what it is.
        <span key={`${index} ${group}`}>{group}</span>
      ))}
    </div>
  );
}
