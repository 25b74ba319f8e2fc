/** One place of the window that is named beside others. */
export type NamedLink = { readonly id: string; readonly href: string; readonly text: string };

/** Links to other places, one to a line. */
export function LinkList({ links }: { readonly links: readonly NamedLink[] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {links.map(({ id, href, text }) => (
        <li key={id}>
          <a href={href} className="rounded-xs text-accent-ink hover:underline">
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}
