/** For what takes the place of something that may have had the focus: then it is the next to have it. */
export function takeLostFocus(element: HTMLElement): void {
  if (document.activeElement === document.body) element.focus();
}
