/** Whether what had the focus is gone: it then lies on the document, or on the frame around the pages. */
export function isFocusLost(): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || activeElement.tagName === "MAIN";
}
