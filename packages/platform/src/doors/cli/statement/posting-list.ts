import { statementWords } from '../../../core/messages/index.ts'

/** One letter on the list. */
export interface PostingLine {
  readonly tenant: string
  readonly revision: number
  readonly file: string
  readonly sha256: string
  readonly address: readonly string[]
  readonly isPostable: boolean
}

/** One line a letter. A value that a table program would calculate begins with an apostrophe (OWASP, CSV injection). */
export function postingList(list: readonly PostingLine[]): string {
  const cell = (value: string): string =>
    `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`
  const rows = list.map(({ tenant, revision, file, sha256, address, isPostable }) =>
    [tenant, String(revision), file, sha256, isPostable ? 'yes' : 'no', address.join(', '), '', '']
      .map(cell)
      .join(','),
  )
  return `${['tenant,revision,file,sha256,post,address,posted at,number', ...rows].join('\r\n')}\r\n`
}

/** The notice that carries the letters, as "anlauf notice draft" reads it. */
export function noticeFile(list: readonly PostingLine[]): string {
  const { de, en } = statementWords
  return `duty: gdpr-33-2
tenants: ${list.map(({ tenant }) => tenant).join(' ')}

[subject de]
${de.mailSubject}
[subject en]
${en.mailSubject}
[de]
${de.mailText}
[en]
${en.mailText}
`
}
