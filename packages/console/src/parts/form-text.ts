/** What was typed into a field, without the spaces around it; a field that is not there holds nothing. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** The same for a body that leaves out what nobody typed. */
export function typedIn(form: FormData, ...names: readonly string[]): Record<string, string> {
  const pairs = names.map((name) => [name, formText(form, name)] as const)
  return Object.fromEntries(pairs.filter(([, text]) => text !== ''))
}
