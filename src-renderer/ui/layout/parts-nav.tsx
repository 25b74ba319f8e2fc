import { cx } from "../cx.ts";

export type PartsNavProps<Id extends string> = {
  /** Accessible name. */
  readonly label: string;
  readonly parts: readonly Part<Id>[];
  readonly current: Id;
};

export type Part<Id extends string> = {
  readonly id: Id;
  readonly label: string;
  readonly href: string;
  /** Beside the label, where something there waits for a person. */
  readonly waiting?: string | undefined;
};

/** The parts of a page; each has an address of its own. */
export function PartsNav<Id extends string>({ label, parts, current }: PartsNavProps<Id>) {
  return (
    <nav aria-label={label} className="shrink-0 border-b border-line px-5">
      <ul className="flex gap-4">
        {parts.map((part) => (
          <li key={part.id}>
            <a
              href={part.href}
              aria-current={part.id === current ? "page" : undefined}
              className={cx(
                "-mb-px flex h-9 items-center gap-1.5 border-b-2 text-sm font-medium transition-colors",
                part.id === current ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink",
              )}
            >
              {part.label}
              {part.waiting !== undefined && (
                <span className="rounded-full bg-accent px-1.5 text-2xs leading-[18px] font-semibold text-on-accent">
                  {part.waiting}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
