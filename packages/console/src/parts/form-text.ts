/** What was typed into a field, without the spaces around it; a field that is not there holds nothing. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
