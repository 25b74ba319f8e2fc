/** A gate in a square. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden className="size-5 shrink-0">
      <rect width="20" height="20" rx="5" className="fill-accent" />
      <path
        d="M5.5 16V9a4.5 4.5 0 0 1 9 0v7M10 16V5M5.5 11h9"
        className="fill-none stroke-on-accent"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </svg>
  );
}
