import { cx } from "../cx.ts";

export type PartsNavProps<Id extends string> = {
  /** Accessible name. */
  readonly label: string;
  readonly parts: readonly { readonly id: Id; readonly label: string; readonly href: string }[];
  readonly current: Id;
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
                "-mb-px flex h-9 items-center border-b-2 text-sm font-medium transition-colors",
                part.id === current ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink",
              )}
            >
              {part.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
