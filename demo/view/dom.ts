/** The few things every view does to the page. */

/** The element of that id and class; a mistake in the page is found at the start. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id)
  if (!(element instanceof type)) throw new Error(`the page has no ${type.name} #${id}`)
  return element
}

/** Text nodes only: nothing that is shown is ever parsed as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...children)
  return made
}

/** Writes a text only when it changed, so that a screen reader is not told twice. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text
}

/** A place on a track, 0..1, for the style sheet. Through the object model, which a strict CSP allows. */
export function setShare(target: HTMLElement, name: `--${string}`, share: number): void {
  target.style.setProperty(name, share.toFixed(4))
}

/** A figure, large, and what it means, small. */
export function fillFigure(target: HTMLElement, figure: string, notes: readonly string[]): void {
  target.replaceChildren(element('strong', '', figure), ...notes.map(note => element('small', '', note)))
}
