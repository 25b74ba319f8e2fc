import { cx } from "../../ui/cx.ts";
import { t } from "./messages.ts";
import type { Strength } from "./passphrase-strength.ts";

const FILLED: Readonly<Record<Strength, number>> = { empty: 0, short: 1, weak: 1, fair: 2, good: 3 };
const INKS: Readonly<Record<Strength, string>> = {
  empty: "",
  short: "bg-amber",
  weak: "bg-amber",
  fair: "bg-calm",
  good: "bg-green",
};

/** Three bars and a sentence about a passphrase as it is typed. */
export function StrengthHint({ strength }: { readonly strength: Strength }) {
  return (
    <span className="flex flex-col gap-1.5">
      <span aria-hidden className="mt-0.5 flex gap-1">
        {[1, 2, 3].map((bar) => (
          <span
            key={bar}
            className={cx("h-1 w-10 rounded-full bg-pressed", bar <= FILLED[strength] && INKS[strength])}
          />
        ))}
      </span>
      <span>{strength === "empty" ? t("org.passphraseHint") : t(`strength.${strength}`)}</span>
    </span>
  );
}
