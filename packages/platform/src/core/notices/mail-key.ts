/** Names the mail of a notice to a recipient. */
export function noticeMailKey(caseId: string, notice: string, recipient: string): string {
  return `${noticeMailKeys(caseId, notice)}${recipient}:mail`
}

/** The notice and recipient of a key of this case; undefined for mails of other kinds. */
export function placeOfMailKey(
  caseId: string,
  key: string,
): { readonly notice: string; readonly recipient: string } | undefined {
  if (!key.startsWith(`${caseId}:`)) return undefined
  const [, notice, recipient] = /^([a-z0-9-]{1,64}):(.+\/.+):mail$/.exec(key.slice(caseId.length + 1)) ?? []
  return notice === undefined || recipient === undefined ? undefined : { notice, recipient }
}

/** How the keys of all mails of a notice begin. */
export function noticeMailKeys(caseId: string, notice: string): string {
  return `${caseId}:${notice}:`
}
